import type { Figures, ProtocolResult, Provenance, TopologyResult } from './estimate.js';
import type { ReplicaWork, Safety, SampledFigures, Trace } from './simulation-run.js';

/** One client's simulated figures, and where the load is one that the model speaks of, the model's beside them. */
export interface SimulatedClientResult {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  readonly write: SampledFigures;
  readonly read: SampledFigures;
  /** Writes, had the replica waited with its answer until it had executed them; present where it does not wait. */
  readonly execution?: SampledFigures;
  /** What `estimate` says; null under load or faults, where the model does not apply. */
  readonly model: { readonly write: Figures; readonly read: Figures; readonly execution?: Figures } | null;
}

/** The result of `quorate simulate` as plain data. Times in ms. */
export interface SimulationResult {
  readonly schema: 'quorate.simulation/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: number;
  /** "spaced", "open", "closed:10" */
  readonly load: string;
  readonly faults: readonly string[];
  /** Beginnings and ends of faults that the run ended before. */
  readonly faultsMissed: number;
  /** Operations that counted, of all clients. */
  readonly samples: number;
  readonly retries: number;
  readonly events: number;
  /** Simulated time measured (ms). */
  readonly span: number;
  readonly clients: readonly SimulatedClientResult[];
  readonly perOperation: { readonly messages: number; readonly durableWrites: number };
  readonly replicas: readonly ReplicaWork[];
  /** Share of the commands that took the slow path, by the replica that led them; absent where the protocol has one path. */
  readonly slowPath?: readonly { readonly replica: string; readonly share: number | null }[];
  readonly safety: Safety;
  readonly leaders: readonly string[];
  readonly lostWrites: number;
  readonly trace?: Trace;
}
