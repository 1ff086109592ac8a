import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import type { Accept, FastMessage } from '../../../src/protocol/fast-paxos/messages.js';
import { ELECTION } from '../../../src/protocol/timers.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of Fast Paxos. r0 coordinates at first. */
export interface Bounds {
  readonly n: number;
  readonly quorum: unknown;
  /** Clients, each with one write. */
  readonly clients: number;
  /** Elections, by replica. */
  readonly elections: readonly number[];
  readonly crashes?: number;
  readonly copies?: number;
  /** Links on which everything is lost: "c0>r2", clients being numbered from 0. */
  readonly cut?: readonly string[];
  readonly learner?: 'client' | 'coordinator';
  readonly atMost?: number;
}

export function smallWorld(bounds: Bounds, factory: MachineFactory = fastPaxosMachine()): SmallWorld {
  const { n, clients, elections, crashes = 0, copies = 0, cut = [] } = bounds;
  const { learner = 'coordinator' } = bounds;
  const name = (node: number): string => (node < n ? `r${node}` : `c${node - n}`);
  const quiet = ['heartbeat', 'following', 'commit', 'nack'];
  return {
    factory,
    setups: setupsOf(n, {
      leader: 0,
      quorum: schemeOf(bounds.quorum, n),
      reads: 'consensus',
      disk: 'parallel',
      learner,
      heartbeat: 100,
      election: [1000, 2000],
    }),
    requests: writes(Array(clients).fill(0)),
    timers: firings(elections, ELECTION),
    crashes,
    copies,
    loses: (body, from, to) => quiet.includes(body.type) || cut.includes(`${name(from)}>${name(to)}`),
    holds: isOnDisk,
    atMost: bounds.atMost ?? 200_000,
    sometimes: {
      elected: (from, body) => from !== 0 && (body as FastMessage).type === 'any',
      recovered: (from, body) => from === 0 && (body as FastMessage).type === 'accept',
      adopted: (from, body) =>
        from !== 0 && body.type === 'accept' && (body as Accept).entry.command.client > 0,
      lost: (_from, body) => body.type === 'propose',
    },
  };
}
