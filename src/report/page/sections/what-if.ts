import type { ReportResult } from '../../../result/report.js';
import type { ScenarioResult, WhatIfResult } from '../../../result/what-if.js';
import { listed } from '../../../spelling/listed.js';
import { type Block, type Cell, left, paragraph, right, type Section } from '../../document/blocks.js';
import { leadersText } from '../../leaders.js';
import { ms } from '../../number.js';
import { flipText, objectivesText, shortCells, worstSentence } from '../../what-if-words.js';
import { chartOr } from '../charts.js';

/** Every region (or zone, or replica) lost in turn: who leads then, and what each client sees. */
export function whatIf(report: ReportResult): Section {
  const { losses } = report;
  const blocks: Block[] =
    losses === null
      ? chartOr(report, 'alternatives', 'losses')
      : [
          paragraph(worstText(losses)),
          table(losses),
          ...flips(losses),
          ...chartOr(report, 'alternatives', 'chart of this'),
        ];
  return { id: 'what-if', title: `What if a ${losses?.each ?? 'place'} is lost`, blocks };
}

function worstText({ scenarios, worst, each }: WhatIfResult): string {
  return worst.length === 0
    ? `No ${each ?? 'place'} is a linchpin: no such loss raises the median write of a client that is still there by a tenth.`
    : worstSentence(scenarios, worst);
}

function table({ before, scenarios, each, worst }: WhatIfResult): Block {
  const row = ({ name, after, clients }: ScenarioResult): (string | Cell)[] => [
    worst.includes(name) ? { text: name, tone: 'bad' } : name,
    after === null ? '–' : leadersText(after.protocol),
    ...before.clients.flatMap(({ id }): (string | Cell)[] => {
      const client = clients.find((one) => one.id === id);
      if (client === undefined) return ['–', ''];
      const [then, difference] = shortCells(client.figures['write.p50'], client.state);
      return [client.state === 'stopped' ? { text: then, tone: 'bad' } : then, difference];
    }),
  ];
  return {
    kind: 'table',
    caption: `Median write of each client after the loss, ms`,
    columns: [
      left(`${each ?? 'place'} lost`),
      left('leader'),
      ...before.clients.flatMap(() => [right('p50'), right('change')]),
    ],
    groups: before.clients.map(({ id }, i) => ({ title: id, first: 2 + 2 * i, last: 3 + 2 * i })),
    rows: [
      [
        'nothing',
        leadersText(before.protocol),
        ...before.clients.flatMap(({ write }) => [ms(write.p50), '']),
      ],
      ...scenarios.map(row),
    ],
  };
}

/** "a"; "any one of a, b and c" */
function one(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `any one of ${listed(names)}`;
}

function flips({ scenarios, objectives }: WhatIfResult): Block[] {
  const places = new Map<string, string[]>();
  for (const { name, objectives: flipped } of scenarios) {
    for (const text of flipped.map(flipText)) places.set(text, [...(places.get(text) ?? []), name]);
  }
  const items = [...places].map(([text, names]) => `Without ${one(names)}, ${text}.`);
  const down = scenarios.some(({ clients }) => clients.some(({ state }) => state === 'down'));
  const none = items.length === 0 ? objectivesText(objectives, []) : undefined;
  const said = [
    ...(down ? ['Down: the client is lost with its own place, and sees no outage of the service.'] : []),
    ...(none === undefined ? [] : [none]),
    'Figures are of the time after the failover that a loss may need.',
  ];
  return [
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
    paragraph(said.join(' '), 'quiet'),
  ];
}
