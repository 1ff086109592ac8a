import type { Lane, Overload, TrafficResult, TrafficState } from '../../result/traffic.js';
import { listed } from '../../spelling/listed.js';
import {
  type Block,
  type Cell,
  type Document,
  left,
  list,
  paragraph,
  right,
  type Table,
} from '../document/blocks.js';
import { notesOf } from '../heading.js';
import { count, percent } from '../number.js';
import { bitRate, megabits, perSecond } from '../rate.js';

/** Rows of the table of links; the busiest are shown. */
const MOST_LANES = 20;
/** Where a region's name is longer, columns are numbered. */
const LONG_NAME = 16;

/** `quorate explain traffic`: who leads, what each link carries now and without each region. */
export function trafficDocument(result: TrafficResult): Document {
  const { topology, protocol, now, losses, overloads } = result;
  const shards = result.shards === 1 ? 'one group' : `${count(result.shards)} shards`;
  return {
    title: topology.name,
    subtitle: '',
    facts: [
      `${protocol}, ${shards}${POLICIES[result.policy]}, ${count(result.payload)} bytes a write, ${perSecond(now.offered)} operations a second`,
    ],
    sections: [
      {
        id: 'traffic',
        title: '',
        blocks: [
          ...list([
            ...verdict(overloads, now),
            ...regionsOf(losses).map((states) => lossSentence(now, states)),
          ]),
          replicaTable(result),
          ...laneTable(result),
        ],
      },
    ],
    notes: notesOf(result),
  };
}

const POLICIES = {
  leader: ', leaders together',
  balanced: ', leaders balanced',
  placed: ', leaders as the file places them',
  leaderless: ', no leaders',
} as const;

/** Who leads, who serves, and what interfaces carry. */
function replicaTable({ now }: TrafficResult): Table {
  return {
    kind: 'table',
    caption: 'Leaders, and what each replica’s interface carries, Mbit/s',
    columns: [left('replica'), left('at'), ...['leads', 'share', 'op/s', 'out', 'in', 'limit'].map(right)],
    groups: [{ title: 'interface, Mbit/s', first: 5, last: 7 }],
    keys: 1,
    rows: now.replicas.map((replica) => [
      replica.id,
      replica.at,
      replica.leaders === null ? '–' : count(replica.leaders),
      replica.share === null ? '–' : percent(replica.share),
      replica.operations === null ? '–' : perSecond(replica.operations),
      marked(replica.out, replica.limit),
      marked(replica.in, replica.limit),
      megabits(replica.limit),
    ]),
  };
}

/** A row for each link, a column for each region that is lost. */
function laneTable(result: TrafficResult): Block[] {
  const states = [result.now, ...result.losses];
  const keyed = new Map<string, Lane>();
  for (const state of states) for (const lane of state.lanes) keyed.set(keyOf(lane), lane);
  const most = (key: string): number => Math.max(...states.map((state) => carried(state, key)));
  const load = (key: string): number => most(key) / (keyed.get(key)?.limit ?? Number.POSITIVE_INFINITY);
  // Links that come nearest to their limits first, then the busiest.
  const keys = [...keyed.keys()].sort(
    (a, b) => load(b) - load(a) || most(b) - most(a) || (a < b ? -1 : a > b ? 1 : 0),
  );
  if (keys.length === 0) return [paragraph('Nothing goes between regions.')];
  const rows = keys.slice(0, MOST_LANES).map((key): (string | Cell)[] => {
    const { from, to, limit } = keyed.get(key) as Lane;
    return [`${from} → ${to}`, megabits(limit), ...states.map((state) => marked(carried(state, key), limit))];
  });
  const names = result.losses.map(({ lost, leader }) =>
    leader === null ? (lost ?? '') : `${lost}: ${leader}`,
  );
  const numbered = names.some((name) => name.length > LONG_NAME);
  const hidden = keys.length - rows.length;
  return [
    {
      kind: 'table',
      caption: 'What each link carries, Mbit/s: now, and without one region',
      columns: [
        left('link'),
        right('limit'),
        right('now'),
        ...names.map((name, i) => right(numbered ? String(i + 1) : name)),
      ],
      keys: 2,
      rows,
    },
    ...(numbered ? [paragraph(names.map((name, i) => `${i + 1} ${name}`).join(', '), 'quiet')] : []),
    ...(hidden === 0
      ? []
      : [
          paragraph(
            `and ${count(hidden)} more, none above ${bitRate(Math.max(...keys.slice(MOST_LANES).map(most)))}`,
            'quiet',
          ),
        ]),
  ];
}

function keyOf({ from, to, limit }: Lane): string {
  return `${from}\n${to}\n${limit ?? ''}`;
}

function carried({ lanes }: TrafficState, key: string): number {
  return lanes.find((lane) => keyOf(lane) === key)?.bytesPerSecond ?? 0;
}

/** A figure in Mbit/s, with an asterisk where it is above its limit. */
function marked(bytesPerSecond: number, limit: number | null): string | Cell {
  const text = megabits(bytesPerSecond);
  return limit !== null && bytesPerSecond > limit ? { text: `* ${text}`, tone: 'bad' } : text;
}

/** "Without us-east-1 its 300 leaders go to oh1 (150) and or1 (150)." */
function lossSentence(now: TrafficState, states: readonly TrafficState[]): string {
  const [after] = states;
  const served =
    after.offered - after.served > 1e-9 * after.offered
      ? ` ${perSecond(after.served)} of ${perSecond(after.offered)} operations a second are served.`
      : '';
  const before = now.replicas.filter(({ id }) => after.replicas.some((r) => r.id === id && !r.up));
  const lost = before.reduce((sum, { leaders }) => sum + (leaders ?? 0), 0);
  const head = `Without ${after.lost}`;
  if (after.stopped > 0) {
    const why = after.reason === null ? '' : `: ${after.reason}`;
    const whom =
      after.stopped === totalOf(now)
        ? 'all groups stop'
        : `${count(after.stopped)} ${plural(after.stopped)} without a leader`;
    return `${head} ${whom}${why}.${served}`;
  }
  if (now.replicas.some(({ leaders }) => leaders === null)) return `${head} no leaders move.${served}`;
  if (lost === 0) return `${head} no leader moves.${served}`;
  if (states.length > 1) {
    const whom = states.map(({ leader, probability }) => `${leader} (${percent(probability)})`);
    return `${head} ${lost === 1 ? 'its leader goes' : `its ${count(lost)} leaders go`} to ${whom.slice(0, -1).join(', ')} or ${whom[whom.length - 1]}.${served}`;
  }
  const next = after.replicas
    .map(({ id, leaders }, r) => ({ id, more: (leaders ?? 0) - (now.replicas[r].leaders ?? 0) }))
    .filter(({ more }) => more > 0);
  const where = next.length === 1 ? next[0].id : listed(next.map(({ id, more }) => `${id} (${count(more)})`));
  return `${head} ${lost === 1 ? 'its leader goes' : `its ${count(lost)} leaders go`} to ${where}.${served}`;
}

/** States without the same region together. */
function regionsOf(losses: readonly TrafficState[]): TrafficState[][] {
  const regions = new Map<string | null, TrafficState[]>();
  for (const state of losses) regions.set(state.lost, [...(regions.get(state.lost) ?? []), state]);
  return [...regions.values()];
}

function totalOf({ replicas, stopped }: TrafficState): number {
  return replicas.reduce((sum, { leaders }) => sum + (leaders ?? 0), stopped);
}

function plural(groups: number): string {
  return groups === 1 ? 'group is' : 'groups are';
}

function verdict(overloads: readonly Overload[], now: TrafficState): string[] {
  const limited =
    now.replicas.some(({ limit }) => limit !== null) || now.lanes.some(({ limit }) => limit !== null);
  if (overloads.length === 0) {
    return limited
      ? [
          'Every link and interface whose limit is known takes what goes over it, also without any one region.',
        ]
      : ['No limit is known: give network.links or network.bandwidth to see whether they take it.'];
  }
  const byName = new Map<string, Overload[]>();
  for (const overload of overloads) {
    const name = `${overload.kind} ${overload.name}`;
    byName.set(name, [...(byName.get(name) ?? []), overload]);
  }
  return [...byName].map(([name, all]) => overloadSentence(name, all));
}

/** "* The link a → b takes 48.0 Mbit/s: overloaded now and without c, at worst by 78.8 Mbit/s (164 %)." */
function overloadSentence(name: string, all: readonly Overload[]): string {
  const chances = new Map<string, number>();
  for (const { lost, probability } of all)
    if (lost !== null) chances.set(lost, (chances.get(lost) ?? 0) + probability);
  const whenLost = [...chances].map(([lost, chance]) =>
    chance > 1 - 1e-9 ? lost : `${lost} (with a chance of ${percent(chance)})`,
  );
  const now = all.some(({ lost }) => lost === null);
  const without = whenLost.length === 0 ? '' : `without ${whenLost.join(' or ')}`;
  const when = now && without !== '' ? `now, and ${without}` : now ? 'now' : without;
  const worst = all.reduce((a, b) => (b.bytesPerSecond > a.bytesPerSecond ? b : a));
  const share = percent(worst.bytesPerSecond / worst.limit);
  const most = all.length === 1 ? '' : ' at most';
  return `* The ${name} takes ${bitRate(worst.limit)}; ${when} it should carry ${bitRate(worst.bytesPerSecond)}${most} (${share}).`;
}
