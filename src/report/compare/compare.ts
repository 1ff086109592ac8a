import type { Alternative, CompareResult } from '../../result/compare.js';
import { type Block, type Document, left, list, right, type Table } from '../document/blocks.js';
import { rttFact } from '../heading.js';
import { leadersText } from '../leaders.js';
import { ms } from '../number.js';
import { factsOf } from './facts.js';
import { noteSentences, verdictSentences } from './words.js';

/**
 * `quorate compare`: which alternative is fastest, meets its objectives, cannot run; one line for each; then what each
 * client of each sees.
 */
export function compareDocument({ alternatives }: CompareResult): Document {
  const crossed = alternatives.some(({ choices }) => choices !== undefined);
  return {
    title: titleOf(alternatives),
    subtitle: '',
    facts: [`${alternatives.length} alternatives compared`, ...rttFacts(alternatives)],
    sections: [
      {
        id: 'comparison',
        title: '',
        blocks: [
          ...list(verdictSentences(alternatives)),
          summary(alternatives, crossed),
          ...(crossed ? clientsSideBySide(alternatives) : clientsInTurn(alternatives)),
        ],
      },
    ],
    notes: noteSentences(alternatives),
  };
}

/** The topology's name where all are of one. */
function titleOf(alternatives: readonly Alternative[]): string {
  const names = new Set(alternatives.flatMap(({ estimate }) => estimate?.topology.name ?? []));
  return names.size === 1 ? [...names][0] : 'Comparison';
}

function rttFacts(alternatives: readonly Alternative[]): string[] {
  const sources = new Set(
    alternatives.flatMap(({ estimate }) => (estimate === null ? [] : [rttFact(estimate.provenance)])),
  );
  return sources.size === 1 ? [...sources] : [];
}

/** One line for each alternative; a number before it where clients' figures refer to it by that. */
function summary(alternatives: readonly Alternative[], numbered: boolean): Table {
  const facts = factsOf(alternatives);
  const numbers = numbered ? [right('')] : [];
  const titles = [right('mean, ms'), ...facts.titles.map(right), left('leader')];
  const fewer = alternatives.some(({ choices }) => (choices?.dropped.length ?? 0) > 0);
  return {
    kind: 'table',
    caption: "Mean latency of all clients' writes, messages for one write, availability of writes",
    columns: [...numbers, left('alternative'), ...titles, ...(fewer ? [left('without')] : [])],
    keys: numbers.length + 1,
    rows: alternatives.map((alternative, i) => {
      const { name, estimate, meanWrite, choices } = alternative;
      const key = [...(numbered ? [String(i + 1)] : []), name];
      const without = fewer ? [choices?.dropped.join(', ') ?? ''] : [];
      if (estimate === null)
        return [...key, ...titles.map((_, column) => (column === 0 ? '–' : '')), ...without];
      const leader = estimate.protocol.leader === null ? 'none' : leadersText(estimate.protocol);
      return [...key, ms(meanWrite), ...facts.cellsOf(alternative), leader, ...without];
    }),
  };
}

const CAPTION = 'Latency of each client, ms';

/** One line for each client of each alternative. */
function clientsInTurn(alternatives: readonly Alternative[]): Block[] {
  const figures = [right('p50'), right('p99')];
  return [
    {
      kind: 'table',
      caption: CAPTION,
      columns: [left('alternative'), left('client'), left('entry'), ...figures, ...figures],
      groups: [
        { title: 'write, ms', first: 3, last: 4 },
        { title: 'read, ms', first: 5, last: 6 },
      ],
      keys: 2,
      rows: alternatives.flatMap(({ name, estimate }) =>
        (estimate?.clients ?? []).map(({ id, entry, write, read }, i) => [
          i === 0 ? name : '',
          id,
          entry ?? '–',
          ...[write.p50, write.p99, read.p50, read.p99].map(ms),
        ]),
      ),
    },
  ];
}

/** One line for each alternative, by its number, and in it as many clients as any alternative has. */
function clientsSideBySide(alternatives: readonly Alternative[]): Block[] {
  const ids = [
    ...new Set(alternatives.flatMap(({ estimate }) => estimate?.clients.map(({ id }) => id) ?? [])),
  ];
  const rows = alternatives.flatMap(({ estimate }, i) => {
    if (estimate === null) return [];
    const figures = ids.flatMap((id) => {
      const client = estimate.clients.find((each) => each.id === id);
      if (client === undefined) return ['', '', '', ''];
      const { write, read } = client;
      return [write.p50, write.p99, read.p50, read.p99].map(ms);
    });
    return [[String(i + 1), ...figures]];
  });
  return [
    {
      kind: 'table',
      caption: CAPTION,
      columns: [right(''), ...ids.flatMap(() => ['p50', 'p99', 'p50', 'p99'].map(right))],
      groups: ids.flatMap((id, i) => [
        { title: `${id} write`, first: 4 * i + 1, last: 4 * i + 2 },
        { title: `${id} read`, first: 4 * i + 3, last: 4 * i + 4 },
      ]),
      keys: 1,
      rows,
    },
  ];
}
