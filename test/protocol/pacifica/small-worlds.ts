import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { MachineSetup } from '../../../src/protocol/contract/machine.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import type { PacificaMessage } from '../../../src/protocol/pacifica/messages.js';
import { BEAT, LEASE, PATIENCE } from '../../../src/protocol/pacifica/state.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of PacificA. r0 is primary at first. */
export interface Bounds {
  readonly n: number;
  /** Copies that an answered write has at least: all, or as many as the configuration may shrink to. */
  readonly copies?: number;
  readonly disk?: MachineSetup['disk'];
  /** Writes, by the replica that the client talks to. */
  readonly writesAt: readonly number[];
  /** Replicas that may lose patience with the primary; one that is named twice, twice. */
  readonly impatient?: readonly number[];
  /** How often the primary may find that leases have run out. */
  readonly lapses?: number;
  /** Replicas that may send a round of beacons beyond the first, once primary; one that is named twice, twice. */
  readonly beats?: readonly number[];
  readonly crashes?: number;
  /** Messages delivered twice. */
  readonly twice?: number;
  /** These never arrive. */
  readonly loses?: readonly PacificaMessage['type'][];
  /** Links on which everything is lost: "0>2". */
  readonly cut?: readonly string[];
  readonly atMost?: number;
}

export function smallWorld(bounds: Bounds, factory: MachineFactory = pacificaMachine()): SmallWorld {
  const { n, copies = n, writesAt, impatient = [], lapses = 0, crashes = 0, twice = 0 } = bounds;
  const { beats = [], loses = [], cut = [] } = bounds;
  const lost = new Set<string>(loses);
  return {
    factory,
    setups: setupsOf(n, {
      leader: 0,
      // The machine does not ask; what is looked for on the disks does.
      quorum: schemeOf({ threshold: copies }, n),
      reads: 'leader-lease',
      disk: bounds.disk ?? 'parallel',
      heartbeat: 100,
      election: [1000, 2000],
    }),
    requests: writes(writesAt),
    timers: [
      ...firings(impatient, PATIENCE),
      ...firings(Array(lapses).fill(0), LEASE),
      ...firings(beats, BEAT),
    ],
    crashes,
    copies: twice,
    loses: (body, from, to) => lost.has(body.type) || cut.includes(`${from}>${to}`),
    holds: isOnDisk,
    atMost: bounds.atMost ?? 200_000,
    sometimes: {
      reigns: (from, body) => from !== 0 && (body as PacificaMessage).type === 'beacon',
      prepares: (from, body) => from !== 0 && body.type === 'prepare',
      changed: (_from, body) => body.type === 'current',
      refused: (_from, body) => body.type === 'refused',
    },
  };
}
