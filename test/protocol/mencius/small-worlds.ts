import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { MachineSetup, Message } from '../../../src/protocol/contract/machine.js';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import type { MenciusMessage } from '../../../src/protocol/mencius/messages.js';
import { PATIENCE, type State } from '../../../src/protocol/mencius/state.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of Mencius. */
export interface Bounds {
  readonly n: number;
  readonly quorum: unknown;
  readonly disk?: MachineSetup['disk'];
  /** Writes, by the replica that the client talks to. */
  readonly writesAt: readonly number[];
  /** Replicas whose patience may end; one that is named twice, twice. */
  readonly impatient: readonly number[];
  readonly crashes?: number;
  readonly copies?: number;
  /** These never arrive. */
  readonly loses?: readonly MenciusMessage['type'][];
  /** r0 and r1 hear of each other only by way of the others. */
  readonly apart?: boolean;
  readonly atMost?: number;
  /** Commands on different keys commute, and each write is on a key of its own. */
  readonly commuting?: true;
}

/** As far ahead as need be and no farther. */
export function tinyMachine(n: number): MachineFactory {
  return menciusMachine({ window: n, ahead: 1, snapshotEvery: 1000, maxLag: 1000, batch: 10 });
}

export function smallWorld(bounds: Bounds, factory = tinyMachine(bounds.n)): SmallWorld {
  const { n, writesAt, impatient, crashes = 0, copies = 0, apart = false, loses = [] } = bounds;
  const lost = new Set<string>(loses);
  return {
    factory,
    setups: setupsOf(n, {
      leader: undefined,
      quorum: schemeOf(bounds.quorum, n),
      reads: 'consensus',
      disk: bounds.disk ?? 'parallel',
      heartbeat: 100,
      election: [1000, 2000],
      commuting: bounds.commuting ?? false,
    }),
    requests: writes(writesAt, bounds.commuting && ((i) => i)),
    timers: firings(impatient, PATIENCE),
    crashes,
    copies,
    loses: (body, from, to) => lost.has(body.type) || (apart && from + to === 1),
    holds: isOnDisk,
    atMost: bounds.atMost ?? 300_000,
    sometimes: {
      revoked: (_from, body) => body.type === 'revoked',
      adopted: (_from, body) => isAdoption(body),
      refused: (_from, body) => body.type === 'refused',
      rejected: (_from, body) => body.type === 'nack',
      outOfOrder: (_from, _body, machine) => ((machine.state as State).ahead?.done.size ?? 0) > 0,
    },
  };
}

/** Does a revoker propose what an owner suggested? */
function isAdoption(body: Message): boolean {
  const message = body as MenciusMessage;
  return message.type === 'revoke' && message.range.values.length > 0;
}
