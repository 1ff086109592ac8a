import type { ProtocolResult } from '../../result/subject.js';
import type { ObjectiveNotJudged, ScenarioResult, WhatIfResult } from '../../result/what-if.js';
import { listed } from '../../spelling/listed.js';
import { type Block, type Cell, left, list, paragraph, right, type Table } from '../document/blocks.js';
import { rpoText } from '../failover-words.js';
import { leadersText } from '../leaders.js';
import { ms } from '../number.js';
import { mixSentences, overCapacityTexts } from './load-words.js';
import { REMAINS, remainsCells, SERVICE_MEANS } from './service.js';
import { eachTitle, flipText, nobodyServed, objectivesText, shortCells, worstSentence } from './words.js';

/** Every region (or zone, rack, replica) lost in turn: which is the worst, who leads then, and what each client sees. */
export function lossesInTurn(result: WhatIfResult): Block[] {
  return [...list(verdict(result)), clientTable(result), ...legend(result), ...remains(result)];
}

/** Objectives first, then the worst loss. */
function verdict({ scenarios, objectives, worst }: WhatIfResult): string[] {
  const flips = flipSentences(scenarios);
  const none = flips.length === 0 ? objectivesText(objectives, [], everNotJudged(scenarios)) : undefined;
  const nobody = scenarios.filter(nobodyServed).map(({ name }) => name);
  return [
    ...flips,
    ...(none === undefined ? [] : [none]),
    nobody.length === 0 ? worstSentence(scenarios, worst) : `Without ${anyOf(nobody)} no client is served.`,
    ...scenarios.flatMap(({ name, loss }) =>
      loss === null || loss.recovery.rpo.ms === 0
        ? []
        : [`Without ${name} acknowledged writes may be lost: RPO ${rpoText(loss.recovery)} on average.`],
    ),
    ...scenarios.flatMap((scenario) =>
      overCapacityTexts(scenario).map((text) => `Without ${scenario.name} ${text}`),
    ),
    ...scenarios.flatMap(({ name, obstacles }) =>
      obstacles.map((obstacle) => `Without ${name}: ${obstacle.replace(/\.$/, '')}.`),
    ),
  ];
}

/** Each once. */
function everNotJudged(scenarios: WhatIfResult['scenarios']): ObjectiveNotJudged[] {
  const all = new Map(scenarios.flatMap(({ notJudged }) => notJudged.map((one) => [one.objective, one])));
  return [...all.values()];
}

/** One for each objective that flips in the same way, with all the losses that do it. */
function flipSentences(scenarios: readonly ScenarioResult[]): string[] {
  const losses = new Map<string, string[]>();
  for (const { name, objectives } of scenarios)
    for (const text of objectives.map(flipText)) losses.set(text, [...(losses.get(text) ?? []), name]);
  return [...losses].map(([text, names]) => `Without ${anyOf(names)}, ${text}.`);
}

/** "a"; "any one of a, b and c" */
function anyOf(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `any one of ${listed(names)}`;
}

function clientTable(result: WhatIfResult): Table {
  const { before, scenarios, worst } = result;
  const led =
    before.protocol.leader !== null ||
    scenarios.some(({ after }) => (after?.protocol.leader ?? null) !== null);
  const leader = (protocol: Pick<ProtocolResult, 'leader' | 'leaders'> | undefined): string[] =>
    led ? [protocol === undefined ? '–' : leadersText(protocol)] : [];
  const mark = (text: string): string[] => (worst.length === 0 ? [] : [text]);
  const keys = led ? 2 : 1;
  const row = ({ name, after, clients }: ScenarioResult): (string | Cell)[] => [
    worst.includes(name) ? { text: name, tone: 'bad' } : name,
    ...leader(after?.protocol),
    ...before.clients.flatMap(({ id }): (string | Cell)[] => {
      const client = clients.find((one) => one.id === id);
      if (client === undefined) return ['–', ''];
      const [then, difference] = shortCells(client.figures['write.p50'], client.state);
      return [client.state === 'stopped' ? { text: then, tone: 'bad' } : then, difference];
    }),
    ...mark(worst.includes(name) ? '← worst' : ''),
  ];
  return {
    kind: 'table',
    caption: 'Write p50 of each client after the loss, ms',
    columns: [
      left(eachTitle(result)),
      ...(led ? [left('leader')] : []),
      ...before.clients.flatMap(() => [right('p50'), right('change')]),
      ...mark('').map(left),
    ],
    groups: before.clients.map(({ id }, i) => ({ title: id, first: keys + 2 * i, last: keys + 1 + 2 * i })),
    keys,
    rows: [
      [
        'nothing',
        ...leader(before.protocol),
        ...before.clients.flatMap(({ write }) => [ms(write.p50), '']),
        ...mark(''),
      ],
      ...scenarios.map(row),
    ],
  };
}

function legend({ scenarios }: WhatIfResult): Block[] {
  const states = new Set(scenarios.flatMap(({ clients }) => clients.map(({ state }) => state)));
  const unelected = scenarios.some(({ loss }) => loss?.never === 1);
  const said = [
    ...(states.has('down')
      ? ['down: the client is lost with its own place, and sees no outage of the service.']
      : []),
    ...(states.has('stopped')
      ? [
          unelected
            ? 'stops: its writes reach no quorum, or no replica is ever elected.'
            : 'stops: its writes reach no quorum.',
        ]
      : []),
    'Figures are of the time after the failover that a loss may need.',
  ];
  return said.map((text) => paragraph(text, 'quiet'));
}

function remains(result: WhatIfResult): Block[] {
  const rows = result.scenarios.flatMap((scenario) => {
    const cells = remainsCells(result, scenario);
    return cells === undefined ? [] : [[scenario.name, ...cells]];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'The service as a whole after the loss',
      columns: [left(eachTitle(result)), ...REMAINS.map(right)],
      keys: 1,
      rows: [['nothing', ...(remainsCells(result, undefined) ?? [])], ...rows],
    },
    paragraph(SERVICE_MEANS, 'quiet'),
    ...(result.scenarios.some((scenario) => mixSentences(scenario).length > 0)
      ? [paragraph('What is sustained is of the mix of operations of the clients that are left.', 'quiet')]
      : []),
  ];
}
