import type { ProtocolResult } from '../result/subject.js';
import type { ScenarioResult, WhatIfResult } from '../result/what-if.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { heading, notes } from './heading.js';
import { leadersText } from './leaders.js';
import { ms } from './number.js';
import { REMAINS, remainsCells, SERVICE_MEANS, serviceRows } from './what-if-service.js';
import {
  cells,
  flipText,
  nobodyServed,
  objectivesText,
  sentences,
  shortCells,
  titleOf,
  worstSentence,
} from './what-if-words.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

type Leaders = Pick<ProtocolResult, 'leader' | 'leaders'>;

/** `quorate what-if` for a terminal: before → after for each client, or with `--each` one line for each loss. */
export function whatIfText(result: WhatIfResult, columns: number): string {
  const { before, scenarios, each } = result;
  const lines = heading(before.topology, before.protocol, before.provenance, columns);
  if (each === null)
    for (const scenario of scenarios) lines.push(...scenarioLines(result, scenario, columns));
  else lines.push('', ...eachLines(result, each, columns));
  const after = scenarios.find((scenario) => scenario.after !== null)?.after ?? before;
  lines.push('', ...notes(after.provenance, '', columns));
  return `${lines.join('\n')}\n`;
}

function scenarioLines(result: WhatIfResult, scenario: ScenarioResult, columns: number): string[] {
  const lines = ['', ...wrap(titleOf(scenario), columns, '  '), ''];
  if (scenario.clients.length > 0) lines.push(...changeTable(scenario), '');
  const service = serviceRows(scenario);
  if (service.length > 0) {
    lines.push(...table([left('service'), right('before'), right('after'), right('change')], service));
    if (scenario.lost.length > 0) lines.push(...wrap(SERVICE_MEANS, columns, '  '));
    lines.push('');
  }
  const objectives =
    scenario.after === null ? undefined : objectivesText(result.objectives, scenario.objectives);
  for (const sentence of [
    ...sentences(result.before, scenario),
    ...(objectives === undefined ? [] : [objectives]),
  ])
    lines.push(...wrap(sentence, columns, '  '));
  return lines;
}

function changeTable({ clients }: ScenarioResult): string[] {
  const group = [right('before'), right('after'), right('change'), right('')];
  const rows = clients.flatMap(({ id, state, figures }) =>
    (['write', 'read', 'execution'] as const)
      .filter((operation) => `${operation}.p50` in figures)
      .map((operation, i) => [
        i === 0 ? id : '',
        operation,
        ...cells(figures[`${operation}.p50`], state),
        ...cells(figures[`${operation}.p99`], state),
      ]),
  );
  return table([left('client'), left(''), ...group, ...group], rows, [
    { title: 'p50, ms', first: 2, last: 5 },
    { title: 'p99, ms', first: 6, last: 9 },
  ]);
}

function eachLines(result: WhatIfResult, each: string, columns: number): string[] {
  const { scenarios, worst, before } = result;
  const lines: string[] = [];
  // As many clients side by side as the width takes, at least one.
  let first = 0;
  while (first < before.clients.length) {
    let count = before.clients.length - first;
    let part = lossTable(result, each, first, count);
    while (count > 1 && part.some((line) => [...line].length > columns)) {
      count--;
      part = lossTable(result, each, first, count);
    }
    lines.push(...part, '');
    first += count;
  }
  const remains = scenarios.flatMap((scenario) => {
    const cells = remainsCells(result, scenario);
    return cells === undefined ? [] : [[scenario.name, ...cells]];
  });
  if (remains.length > 0) {
    const rows = [['nothing', ...(remainsCells(result, undefined) ?? [])], ...remains];
    lines.push(
      ...table([left(`${each} lost`), ...REMAINS.map(right)], rows),
      ...wrap(SERVICE_MEANS, columns, '  '),
      '',
    );
  }
  const nobody = scenarios.filter(nobodyServed).map(({ name }) => name);
  if (nobody.length === 0) lines.push(...wrap(worstSentence(scenarios, worst), columns, '  '));
  else lines.push(`Without ${listed(nobody)} nobody is served.`);
  const states = new Set(scenarios.flatMap(({ clients }) => clients.map(({ state }) => state)));
  if (states.has('down'))
    lines.push('down: the client is lost with its own place, and sees no outage of the service.');
  if (states.has('stopped')) lines.push('stops: its writes reach no quorum.');
  for (const scenario of scenarios) {
    const where = `Without ${scenario.name}`;
    for (const obstacle of scenario.obstacles) lines.push(...wrap(`${where}: ${obstacle}.`, columns, '  '));
    for (const flip of scenario.objectives)
      lines.push(...wrap(`${where}, ${flipText(flip)}.`, columns, '  '));
  }
  if (scenarios.every(({ objectives }) => objectives.length === 0)) {
    const none = objectivesText(result.objectives, []);
    if (none !== undefined) lines.push(...wrap(none, columns, '  '));
  }
  return lines;
}

function lossTable(
  { scenarios, worst, before }: WhatIfResult,
  each: string,
  first: number,
  count: number,
): string[] {
  const shown = before.clients.slice(first, first + count);
  const led =
    before.protocol.leader !== null ||
    scenarios.some(({ after }) => (after?.protocol.leader ?? null) !== null);
  const leaderCell = (protocol: Leaders | undefined): string[] =>
    led ? [protocol === undefined ? '–' : leadersText(protocol)] : [];
  const rows = [
    ['nothing', ...leaderCell(before.protocol), ...shown.flatMap(({ write }) => [ms(write.p50), '']), ''],
    ...scenarios.map(({ name, after, clients }) => [
      name,
      ...leaderCell(after?.protocol),
      ...shown.flatMap(({ id }) => {
        const client = clients.find((one) => one.id === id);
        return client === undefined ? ['–', ''] : shortCells(client.figures['write.p50'], client.state);
      }),
      worst.includes(name) ? '← worst' : '',
    ]),
  ];
  const header = [left(`${each} lost`), ...(led ? [left('leader')] : [])];
  const columns = [...header, ...shown.flatMap(({ id }) => [right(id), right('change')]), left('')];
  return table(columns, rows, [{ title: 'write p50, ms', first: header.length, last: columns.length - 2 }]);
}
