import type { MachineSetup } from '../../../../src/protocol/contract/machine.js';

/** A connection between the leader and another replica that carries nothing for `length` (ms). All times in ms. */
export interface Pause {
  readonly length: number;
  /** There and back on that connection, when it works; and a durable write of the other replica. */
  readonly roundTrip: number;
  readonly fsync: number;
  readonly heartbeat: number;
  readonly lease: number;
  /** From noticing that the other replica is gone until writes go on without it. */
  readonly reconfiguration: number;
}

/** 'called': a survivor has lost patience; 'elected': one may go on in place of the lost; 'answered': a write is. */
export type CrashPhase = 'called' | 'elected' | 'answered';

/** One crash: the world in which a model by hand runs. Replicas by number, times in ms since the crash. */
export interface Crash {
  /** What every machine is told, but for `self`. */
  readonly setup: Omit<MachineSetup, 'self'>;
  readonly crashed: number;
  /** The same: it led when it happened. */
  readonly leader: number;
  /** Those that are up, ascending. */
  readonly survivors: readonly number[];
  /** How long ago the lost replica had last sent its heartbeats. */
  readonly silence: number;
  readonly now: number;
  /** A uniform in [0, 1). */
  random(): number;
  /** A draw of how long a message takes, processing at its receiver included. */
  delay(from: number, to: number): number;
  /** Does something after this many ms. */
  later(ms: number, act: () => void): void;
  /** Does something when a message sent now arrives, behind all sent before on that way; nothing where the receiver is down. */
  send(from: number, to: number, act: () => void): void;
  /** Does something when a record handed to the replica's disk now is durable. */
  write(replica: number, act: () => void): void;
  /** This phase has come, by this replica. The first time counts; of 'elected' the last before 'answered'. */
  mark(phase: CrashPhase, replica: number): void;
}
