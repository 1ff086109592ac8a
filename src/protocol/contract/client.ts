import type { Command, MachineSetup, Message } from './machine.js';

/** What a client process knows of the group: as its members do. */
export interface ClientSetup
  extends Pick<MachineSetup, 'n' | 'leader' | 'quorum' | 'learner' | 'reads' | 'members'> {
  /** Number of the client process: `Command.client` of its commands. */
  readonly client: number;
}

/** What a client of this number is told of the group that a member is told of. */
export function clientSetupOf(setup: MachineSetup, client: number): ClientSetup {
  const { n, leader, quorum, learner, reads, members } = setup;
  return { client, n, leader, quorum, learner, reads, members };
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
