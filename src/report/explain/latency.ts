import type { ClientExplanation, ExplainResult } from '../../result/explain.js';
import type { Loss, LossClient, LossPhase } from '../../result/losses.js';
import { type Block, type Document, left, list, right, type Section } from '../document/blocks.js';
import { factsOf, notesOf } from '../heading.js';
import { leadersText } from '../leaders.js';
import { change, ms, percent } from '../number.js';
import { duration } from '../spans.js';
import { operationBlocks } from './steps.js';

/** `quorate explain`: per client, every step with its figure and where that came from, and what each loss would do. */
export function latencyDocument({
  topology,
  protocol,
  provenance,
  clients,
  losses,
}: ExplainResult): Document {
  const sources = new Footnotes();
  const sharded = (protocol.leaders?.length ?? 0) > 1;
  const sections = clients.map((client, i) => clientSection(client, i, sources, losses, sharded));
  return {
    title: topology.name,
    subtitle: '',
    facts: factsOf(protocol, provenance),
    sections: [...sections, { id: 'sources', title: 'Sources', blocks: list(sources.texts()) }],
    notes: notesOf(provenance),
  };
}

/** Sources by their marks, in the order of their first use: a, b, c, …, aa, ab, … */
class Footnotes {
  readonly #marks = new Map<string, string>();

  mark(source: string): string {
    let known = this.#marks.get(source);
    if (known === undefined) {
      const n = this.#marks.size;
      known =
        (n >= 26 ? String.fromCharCode(96 + Math.floor(n / 26)) : '') + String.fromCharCode(97 + (n % 26));
      this.#marks.set(source, known);
    }
    return known;
  }

  texts(): string[] {
    return [...this.#marks].map(([source, mark]) => `[${mark}] ${source}`);
  }
}

function clientSection(
  client: ClientExplanation,
  i: number,
  sources: Footnotes,
  losses: readonly Loss[],
  sharded: boolean,
): Section {
  const { id, at, entry, operations } = client;
  const via = entry === null ? 'no replica is up' : `enters at ${entry}`;
  return {
    id: `client-${i + 1}`,
    title: `${id} at ${at}, ${via}`,
    blocks: [
      ...operations.flatMap((operation) => operationBlocks(operation, (source) => sources.mark(source))),
      ...lossTable(client, losses, sharded),
    ],
  };
}

function lossTable(client: ClientExplanation, losses: readonly Loss[], sharded: boolean): Block[] {
  const write = client.operations.find(({ operation }) => operation === 'write');
  if (write === undefined) return [];
  const { p50, p99 } = write.figures;
  const figures = (of: readonly LossClient[]): string[] => {
    const after = of.find(({ id }) => id === client.id);
    if (after === undefined || after.down) return ['down', '', '', ''];
    return [...beforeAfter(p50, after.write.p50), ...beforeAfter(p99, after.write.p99)];
  };
  // A place with one replica is that replica to all but the clients in it.
  const told = losses.filter(({ kind, members }) => kind === 'replica' || members.length > 1);
  const rows = told.flatMap(({ kind, name, leaders, clients, outage, stops, later }) => {
    const title = `${kind === 'replica' ? '' : `${kind} `}${name}`;
    const pause = stops ? '' : outage === null ? '?' : outage.mean === 0 ? 'none' : duration(outage.mean);
    const [first] = leaders;
    const back = later.map((phase) => ['', laterText(phase), ...figures(phase.clients), '']);
    if (leaders.length === 1) return [[title, first.leader ?? '–', ...figures(clients), pause], ...back];
    return [
      [title, `${leaders.length} ${sharded ? 'lead' : 'may lead'}`, ...figures(clients), pause],
      ...leaders.map(({ leader, probability, clients: under }) => [
        '',
        `${leader ?? 'nobody'} ${percent(probability)}`,
        ...figures(under),
        '',
      ]),
      ...back,
    ];
  });
  return [
    {
      kind: 'table',
      caption: `Writes of ${client.id} after a loss, ms`,
      columns: [
        left('without'),
        left(sharded ? 'groups then led by' : 'leader then'),
        ...['p50', 'change', 'p99', 'change', 'mean outage'].map(right),
      ],
      rows,
    },
  ];
}

/** "va1, 5 min after it is back"; "va2, 5 min later" */
function laterText({ from, after, leaders }: LossPhase): string {
  const who = leadersText({ leader: leaders[0].leader, ...(leaders.length > 1 ? { leaders } : {}) });
  return `${who}, ${duration(after)} ${from === 'repair' ? 'after it is back' : 'later'}`;
}

function beforeAfter(before: number | null, after: number | null): [string, string] {
  if (after === null) return ['stops', ''];
  if (before === null) return [ms(after), ''];
  return [ms(after), Math.abs(after / before - 1) < 0.0005 ? 'same' : change(before, after)];
}
