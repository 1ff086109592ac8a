import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import type { ChainMessage } from '../../../src/protocol/chain-replication/messages.js';
import { BEAT, LEASE, PATIENCE } from '../../../src/protocol/chain-replication/state.js';
import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of chain replication. r0 is the head at first. */
export interface Bounds {
  readonly n: number;
  /** Copies that an answered write has at least: all, or as many as the chain may shrink to. */
  readonly copies?: number;
  /** Writes, by the replica that the client talks to. */
  readonly writesAt: readonly number[];
  /** Replicas that may lose patience with the tail; one that is named twice, twice. */
  readonly impatient?: readonly number[];
  /** How often the tail may find that leases have run out. */
  readonly lapses?: number;
  /** Replicas that may send a round of beacons beyond the first, once tail. */
  readonly beats?: readonly number[];
  readonly crashes?: number;
  /** Messages delivered twice. */
  readonly twice?: number;
  /** These never arrive. */
  readonly loses?: readonly ChainMessage['type'][];
  readonly atMost?: number;
}

export function smallWorld(bounds: Bounds, factory: MachineFactory = chainReplicationMachine()): SmallWorld {
  const { n, copies = n, writesAt, impatient = [], lapses = 0, crashes = 0, twice = 0 } = bounds;
  const { beats = [], loses = [] } = bounds;
  const lost = new Set<string>(loses);
  return {
    factory,
    setups: setupsOf(n, {
      leader: 0,
      // The machine does not ask; what is looked for on the disks does.
      quorum: schemeOf({ threshold: copies }, n),
      reads: 'tail',
      disk: 'serial',
      heartbeat: 100,
      election: [1000, 2000],
    }),
    requests: writes(writesAt),
    timers: [
      ...firings(impatient, PATIENCE),
      ...firings(Array(lapses).fill(n - 1), LEASE),
      ...firings(beats, BEAT),
    ],
    crashes,
    copies: twice,
    loses: (body) => lost.has(body.type),
    holds: isOnDisk,
    atMost: bounds.atMost ?? 200_000,
    sometimes: {
      changed: (_from, body) => body.type === 'current',
      links: (_from, body) => body.type === 'link',
      tails: (from, body) => from !== n - 1 && body.type === 'beacon',
      heads: (from, _body, machine) => from !== 0 && machine.leads,
    },
  };
}
