import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { MachineSetup, Message } from '../../../src/protocol/contract/machine.js';
import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import type { Accept, PaxosMessage } from '../../../src/protocol/multi-paxos/messages.js';
import { ELECTION } from '../../../src/protocol/timers.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds of Multi-Paxos. r0 is the leader at first. */
export interface Bounds {
  readonly n: number;
  readonly quorum: unknown;
  readonly disk?: MachineSetup['disk'];
  /** Writes, by the replica that the client talks to. */
  readonly writesAt: readonly number[];
  /** Elections, by replica; one that is named twice may try twice. */
  readonly elections: readonly number[];
  readonly crashes?: number;
  readonly copies?: number;
  /** r0 and r1, the two who want to lead, hear of each other only by way of the others. */
  readonly apart?: boolean;
  /** Keep commits; they are lost otherwise. */
  readonly commits?: boolean;
  readonly atMost?: number;
}

export function smallWorld(bounds: Bounds, factory: MachineFactory = multiPaxosMachine()): SmallWorld {
  const { n, writesAt, elections, crashes = 0, copies = 0, apart = false, commits = false } = bounds;
  const quiet = commits ? ['heartbeat', 'following'] : ['heartbeat', 'following', 'commit'];
  return {
    factory,
    setups: setupsOf(n, {
      leader: 0,
      quorum: schemeOf(bounds.quorum, n),
      reads: 'consensus',
      disk: bounds.disk ?? 'parallel',
      heartbeat: 100,
      election: [1000, 2000],
    }),
    requests: writes(writesAt),
    timers: firings(elections, ELECTION),
    crashes,
    copies,
    loses: (body, from, to) => quiet.includes(body.type) || (apart && from + to === 1),
    holds: isOnDisk,
    atMost: bounds.atMost ?? 200_000,
    sometimes: {
      elected: (from, body) => from !== 0 && body.type === 'accept',
      adopted: (from, body) => from !== 0 && isAdopted(from, body),
      rejected: (_from, body) => body.type === 'nack',
    },
  };
}

/** Does the new leader propose what it was never asked to, client 1 having sent it to r0? */
function isAdopted(from: number, body: Message): boolean {
  return (
    (body as PaxosMessage).type === 'accept' && (body as Accept).entry.command.client === 1 && from !== 0
  );
}
