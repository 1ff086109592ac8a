import type { MachineFactory } from '../protocol/contract/host.js';
import type { MachineSetup } from '../protocol/contract/machine.js';
import type { Traits } from '../protocol/contract/traits.js';
import type { Deployment } from '../topology/deployment.js';
import type { ContactRule } from './contacts.js';
import type { Fault } from './fault.js';
import type { Workload } from './workload.js';

/** What the simulator asks of a protocol's traits. */
export type SimulatedTraits = Pick<
  Traits,
  'ordered' | 'answersEarly' | 'disk' | 'loop' | 'reads' | 'linearizable'
>;

/** What to simulate. */
export interface SimulationOptions {
  readonly deployment: Deployment;
  readonly machine: MachineFactory;
  /** The replica that should lead at first; undefined for leaderless protocols. */
  readonly leader: string | undefined;
  /** The quorums that the protocol uses; the deployment's where absent. */
  readonly quorum?: MachineSetup['quorum'];
  /** The replica that a client asks, as it sees the group at the time. */
  readonly entryOf: ContactRule;
  readonly seed: number;
  readonly workload: Workload;
  readonly faults?: readonly Fault[];
  /**
   * When to stop sending: after so many operations in all, or so many ms of measuring, whichever comes first.
   * Where neither is given: 1000 operations for each client. What was sent is always waited for.
   */
  readonly until?: { readonly operations?: number; readonly time?: number };
  /** Trace this client's n-th counted operation (1 for the first), of this kind where one is given. */
  readonly trace?: { readonly client: string; readonly operation: number; readonly kind?: 'write' | 'read' };
  /** Told every some thousand events how far it is: operations sent, or where time alone ends the run, ms. */
  readonly progress?: (done: number, total: number) => void;
  /** Put the history of all operations into the result. */
  readonly history?: boolean;
  /**
   * The protocol's customs, for what the deployment leaves open, and its promises. Where absent: ordered, parallel disk
   * writes, reads by consensus, no promise of linearizability.
   */
  readonly traits?: SimulatedTraits;
  /** Freeze messages and records, so that a machine that alters what it sent or stored throws. Slow: for tests. */
  readonly freeze?: boolean;
}

/** @throws RangeError for numbers that make no sense. */
export function checkOptions({ workload, until, seed, deployment }: SimulationOptions): void {
  const { reads, keys, timeout, attempts } = workload;
  const demand = (holds: boolean, sentence: string): void => {
    if (!holds) throw new RangeError(sentence);
  };
  const whole = (value: number | undefined): boolean =>
    value === undefined || (Number.isInteger(value) && value >= 1);
  demand(deployment.clients.length > 0, 'a deployment without clients has nothing to simulate');
  demand(Number.isFinite(seed), `a seed is a finite number, not ${seed}`);
  demand(
    reads === undefined || (reads >= 0 && reads <= 1),
    `a share of reads lies between 0 and 1, not at ${reads}`,
  );
  demand(whole(keys?.count), `the number of keys is a whole number from 1, not ${keys?.count}`);
  demand(whole(attempts), `the number of attempts is a whole number from 1, not ${attempts}`);
  demand(
    timeout === undefined || (timeout > 0 && Number.isFinite(timeout)),
    `a patience is above 0 ms, not ${timeout}`,
  );
  const { operations, time } = until ?? {};
  demand(
    operations === undefined || (Number.isInteger(operations) && operations >= 0),
    `operations are counted in whole numbers from 0, not ${operations}`,
  );
  demand(time === undefined || (time >= 0 && Number.isFinite(time)), `a run lasts 0 ms or more, not ${time}`);
}
