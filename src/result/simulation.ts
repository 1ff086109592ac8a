import type { Figures } from './latency.js';
import type { LeadershipResult } from './leadership.js';
import type { Amount, Count, Milliseconds, ShareOrNull } from './measures.js';
import type {
  FaultOutcome,
  LeaderSuccession,
  Outage,
  ReplicaWork,
  Safety,
  SampledFigures,
  Trace,
} from './simulation-run.js';
import type { ProtocolResult, Provenance, TopologyResult } from './subject.js';

/** One client's simulated figures, and where the load is one that the model speaks of, the model's beside them. */
export interface SimulatedClientResult {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  /** Of its operations, those sent to another replica as well: the one asked had not answered within the request timeout. */
  readonly switched: Count;
  /** The longest time after the first fault began in which a write of it waited and none was answered; null where there was none. */
  readonly outage: Outage | null;
  readonly write: SampledFigures;
  readonly read: SampledFigures;
  /** Writes, had the replica waited with its answer until it had executed them; present where it does not wait. */
  readonly execution?: SampledFigures;
  /** What `estimate` says; null under load or faults, and where nothing was measured: the model does not apply. */
  readonly model: { readonly write: Figures; readonly read: Figures; readonly execution?: Figures } | null;
  /** Why the simulated figures are not compared with `model`'s, in a sentence; null where they are. */
  readonly notCompared: string | null;
}

/** A fault, and what it met. */
export interface SimulatedFault extends FaultOutcome {
  /** As the user wrote it. */
  readonly fault: string;
  /** Why nothing was tested by it, in a sentence; null where something was. */
  readonly untested: string | null;
}

/** The result of `quorate simulate` as plain data. Times in ms. */
export interface SimulationResult {
  readonly schema: 'quorate.simulation/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: Count;
  /** "spaced", "open", "closed:10" */
  readonly load: string;
  readonly faults: readonly string[];
  /** Beginnings and ends of faults that the run ended before. */
  readonly faultsMissed: Count;
  /** One for each of `faults`. */
  readonly faultOutcomes: readonly SimulatedFault[];
  /** False where no client was served within the time given to warm up (`lasted`, ms): nothing was measured. */
  readonly warmUp: { readonly served: boolean; readonly lasted: Milliseconds };
  /** Whether a leader can stay, as `estimate` says; null where nobody is elected by timeouts. */
  readonly leadership: LeadershipResult | null;
  /** Operations that counted, of all clients. */
  readonly samples: Count;
  /** Those of them that were answered; 0: the checks had nothing to judge. */
  readonly finished: Count;
  readonly retries: Count;
  readonly events: Count;
  /** Simulated time measured (ms). */
  readonly span: Milliseconds;
  readonly clients: readonly SimulatedClientResult[];
  readonly perOperation: { readonly messages: Amount; readonly durableWrites: Amount };
  readonly replicas: readonly ReplicaWork[];
  /** Share of the commands that took the slow path, by the replica that led them; absent where the protocol has one path. */
  readonly slowPath?: readonly { readonly replica: string; readonly share: ShareOrNull }[];
  readonly safety: Safety;
  readonly leaders: readonly string[];
  /** How often another replica came to lead; the first of these. */
  readonly leaderChanges: Count;
  readonly successions: readonly LeaderSuccession[];
  /** The longest time after the first fault began in which a write of any client waited and none was answered; null where there was none. */
  readonly outage: Outage | null;
  readonly lostWrites: Count;
  readonly trace?: Trace;
}
