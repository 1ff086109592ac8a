import type { MachineSetup } from '../protocol/contract/machine.js';
import type { Causality } from './causality.js';
import type { Checks } from './checks/checks.js';
import type { Clients, Session } from './clients.js';
import type { EventQueue } from './event-queue.js';
import type { Executions } from './executions.js';
import type { Host } from './host.js';
import type { MessageSizes } from './message-size.js';
import type { Network } from './network.js';
import type { Operations } from './operations.js';
import type { Outbox } from './outbox.js';
import type { Recorder } from './recorder.js';
import type { Transport } from './transport.js';

/** The pieces that an engine moves; `assemble` puts them together. */
export interface EngineParts {
  readonly queue: EventQueue;
  readonly network: Network;
  readonly transport: Transport;
  readonly causality: Causality;
  readonly operations: Operations;
  readonly safety: Checks;
  readonly hosts: readonly Host[];
  readonly clients: Clients;
  readonly recorder: Recorder | undefined;
  /** Kept where the protocol may answer before it executes. */
  readonly executions: Executions | undefined;
  /** Gathers packets; undefined: each message travels by itself. */
  readonly outbox: Outbox | undefined;
  readonly sizes: MessageSizes;
  readonly quorum: MachineSetup['quorum'];
  /** ms of processor time for each message that a replica receives. */
  readonly processing: number;
  /** Leave heartbeats and the like out of what is counted. */
  readonly backgroundLeftOut: boolean;
}

/** What happens to the world from outside: the load, the timeline of faults, the end. */
export interface Director {
  /** Position of the replica that began to lead last; −1: nobody has. */
  readonly leader: number;
  /** An event whose kind the engine does not know. */
  due(kind: number, place: number): void;
  /** An operation is about to be sent for the first time. */
  issued(session: Session, counted: boolean): void;
  /** A client process is idle again: its operation was answered, or given up. */
  idle(session: Session, operation: number, answered: boolean): void;
  /** Nothing is left of what any operation caused. Called where causes are followed. */
  settled(): void;
}
