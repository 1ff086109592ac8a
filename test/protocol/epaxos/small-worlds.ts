import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import type { Commit, EpaxosMessage } from '../../../src/protocol/epaxos/messages.js';
import { BEAT, type State } from '../../../src/protocol/epaxos/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of EPaxos. */
export interface Bounds {
  readonly n: number;
  readonly quorum: unknown;
  /** Writes of one key, by the replica that the client talks to. */
  readonly writesAt: readonly number[];
  /** Each write is of a key of its own. */
  readonly apart?: true;
  /** Replicas that may find all others silent, and recover what those lead; one that is named twice, twice. */
  readonly impatient?: readonly number[];
  readonly crashes?: number;
  readonly copies?: number;
  /** These never arrive. */
  readonly loses?: readonly EpaxosMessage['type'][];
  /** Links on which everything is lost: "0>2". */
  readonly cut?: readonly string[];
  readonly atMost?: number;
}

export function smallWorld(bounds: Bounds, factory: MachineFactory = tinyMachine()): SmallWorld {
  const { n, writesAt, apart, impatient = [], crashes = 0, copies = 0, loses = [], cut = [] } = bounds;
  const lost = new Set<string>(['heartbeat', ...loses]);
  return {
    factory,
    setups: setupsOf(n, {
      leader: undefined,
      quorum: schemeOf(bounds.quorum, n),
      reads: 'consensus',
      disk: 'parallel',
      // One heartbeat is longer than anybody's patience.
      heartbeat: 10_000,
      election: [1000, 2000],
    }),
    requests: writes(writesAt, (i) => (apart ? i : 0)),
    timers: firings(impatient, BEAT),
    crashes,
    copies,
    loses: (body, from, to) => lost.has(body.type) || cut.includes(`${from}>${to}`),
    holds: isOnDisk,
    together: orderOf,
    atMost: bounds.atMost ?? 200_000,
    sometimes: {
      slow: (_from, body) => body.type === 'accept',
      recovered: (_from, body) => body.type === 'prepare',
      tried: (_from, body) => body.type === 'try-pre-accept',
      givenUp: (_from, body) => body.type === 'commit' && (body as Commit).value.command.client < 0,
    },
  };
}

/** Few numbers ahead, and nothing dropped. */
export function tinyMachine(): MachineFactory {
  return epaxosMachine({ window: 2, snapshotEvery: 1000, batch: 10 });
}

/**
 * Replicas that have executed the same two writes of a key have done so in one order: they hold the same value. (No world
 * has more than two of a key.)
 */
function orderOf(states: readonly unknown[]): string | undefined {
  const replicas = states as readonly State[];
  const executed = (state: State): string =>
    [...state.sessions]
      .filter(([, session]) => isDone(session, 1))
      .map(([client]) => client)
      .sort()
      .join();
  for (const [r, a] of replicas.entries()) {
    for (const [other, b] of replicas.entries()) {
      if (r >= other || executed(a) !== executed(b)) continue;
      for (const [key, value] of a.store) {
        if (b.store.get(key) !== value)
          return `order: r${r} has k${key}=${value}, r${other} ${b.store.get(key)}`;
      }
    }
  }
  return undefined;
}
