import type { QuorumScheme } from '../../quorum/system.js';
import type { Command, Message } from './machine.js';

export interface ClientSetup {
  /** Number of the client process: `Command.client` of its commands. */
  readonly client: number;
  readonly n: number;
  readonly leader: number | undefined;
  readonly quorum: QuorumScheme;
  readonly learner: 'client' | 'coordinator';
}

/** What one client process does, message by message; under the same law as `Machine`. It has one operation outstanding. */
export interface ClientMachine {
  /**
   * The next operation (attempt 1), or once more the one that is outstanding, its client's patience being over (2, 3, …).
   *
   * @param entry the replica that the client would talk to; another one at each attempt
   */
  request(command: Command, entry: number, attempt: number, effects: ClientEffects): void;
  /** A replica's `reply` to an operation, which may be an earlier one. */
  reply(from: number, seq: number, result: number, effects: ClientEffects): void;
  /** A replica's `notify`. */
  message(from: number, body: Message, effects: ClientEffects): void;
  state: unknown;
}

export interface ClientEffects {
  /** This client's clock (ms). */
  readonly now: number;
  /** Send the command to a replica, where it arrives as a `request`. */
  request(to: number, command: Command): void;
  /** The outstanding operation is done, with this result. */
  finish(seq: number, result: number): void;
}
