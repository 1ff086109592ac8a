import type { ClientEffects, ClientMachine, ClientSetup } from '../contract/client.js';
import type { Command, Message } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import type { Vote } from './messages.js';
import { type FastScheme, quorumsInUse } from './quorums.js';

/** What a client knows: its outstanding operation, and the votes for it, by ballot and slot. */
interface ClientState {
  command: Command | null;
  tallies: { readonly ballot: number; readonly slot: number; voters: number }[];
}

/**
 * The client's part ("Fast Paxos" §3.1: proposers send directly to the acceptors): it proposes its command to all of
 * them, which learners are not; local reads it asks of them, too. A learner itself, it is done when it has heard of votes by a fast quorum, all in one slot and one ballot: what
 * they agree on is chosen. The result of a write it knows; those of reads, and of writes that have lost their slot, come
 * from the coordinator.
 */
export class FastPaxosClient implements ClientMachine {
  state: ClientState = { command: null, tallies: [] };
  private readonly quorum: FastScheme;

  constructor(private readonly setup: ClientSetup) {
    this.quorum = quorumsInUse(setup.quorum);
  }

  /** Also when it tries again: the same to all, who know it by its number. */
  request(command: Command, _entry: number, _attempt: number, effects: ClientEffects): void {
    if (this.state.command?.seq !== command.seq) this.state = { command, tallies: [] };
    const { n, reads } = this.setup;
    const { electors, holders } = masksOf(this.setup);
    const asked = command.kind === 'read' && reads === 'local' ? holders : electors;
    for (let to = 0; to < n; to++) if ((asked >>> to) & 1) effects.request(to, command);
  }

  reply(_from: number, seq: number, result: number, effects: ClientEffects): void {
    if (this.state.command?.seq === seq) this.finish(seq, result, effects);
  }

  message(from: number, body: Message, effects: ClientEffects): void {
    const { seq, ballot, slot } = body as Vote;
    const { command, tallies } = this.state;
    if (command === null || command.seq !== seq) return;
    let tally = tallies.find((other) => other.ballot === ballot && other.slot === slot);
    if (tally === undefined) {
      tally = { ballot, slot, voters: 0 };
      tallies.push(tally);
    }
    tally.voters |= 1 << from;
    if (this.quorum.fast.contains(tally.voters)) this.finish(seq, command.value, effects);
  }

  private finish(seq: number, result: number, effects: ClientEffects): void {
    this.state = { command: null, tallies: [] };
    effects.finish(seq, result);
  }
}
