import { setSize } from '../../quorum/set-size.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Command } from '../contract/machine.js';
import { DECIDED, isFast, NO_ROUND } from './ballot.js';
import type { Entry } from './messages.js';
import { mayBeChosen, meetsEveryFastQuorum } from './quorums.js';

/**
 * The value-picking rule: what a coordinator may propose in a slot, given what a classic quorum Q has voted for there
 * ("Fast Paxos" §2.2 and §3.1, figure 1).
 *
 *   Let k be the highest round in which anyone in Q has voted, and V the values voted for in it.
 *   No vote at all: any value. k was classic: V = {v}, so v. k was fast:
 *   O4: a v ∈ V for which a fast quorum R exists such that all of R ∩ Q has voted for v in k: v. None: any value.
 *
 * Since any two fast quorums and Q have a member in common, at most one v can satisfy O4.
 *
 * "Any value" is not any value here, because slots make a log, and clients hear from acceptors that a slot is chosen
 * before those in front of it are. A command that was sent after that must not get in front. An acceptor casts its fast
 * votes slot by slot. So if votes for v in this slot are known from a member of every fast quorum, then whatever is
 * chosen in a later slot was voted for by somebody after v was voted for here: v was sent before. Of such values we take
 * one, and where there are none, a command that does nothing.
 */
export interface Ballotings {
  /** The acceptors that have told what they voted for in this slot, or that they have not voted. */
  heard: number;
  /** The highest round of those votes. */
  round: number;
  /** What was voted for in it, and by whom. */
  readonly values: { readonly command: Command; voters: number }[];
}

export function freshBallotings(): Ballotings {
  return { heard: 0, round: NO_ROUND, values: [] };
}

/** An acceptor tells its vote in this slot, or that it has cast none. */
export function tellVote(ballotings: Ballotings, from: number, entry: Entry | null): void {
  ballotings.heard |= 1 << from;
  if (entry === null || entry.round < ballotings.round) return;
  const { values } = ballotings;
  if (entry.round > ballotings.round) {
    ballotings.round = entry.round;
    values.length = 0;
  }
  const { client, seq } = entry.command;
  const same = values.find(({ command }) => command.client === client && command.seq === seq);
  if (same === undefined) values.push({ command: entry.command, voters: 1 << from });
  else same.voters |= 1 << from;
}

/** Is it certain that no value gets a fast quorum in the fast round that these votes are of? */
export function isCollision(fast: QuorumSystem, { heard, values }: Ballotings): boolean {
  return values.length > 1 && !values.some(({ voters }) => mayBeChosen(fast, heard, voters));
}

/**
 * The value to propose, or undefined where it is to be the command that does nothing. `heard` must contain a classic
 * quorum. Where the rule leaves a choice, a value with most votes that is not `spent` (proposed in another slot).
 */
export function pick(
  fast: QuorumSystem,
  { heard, round, values }: Ballotings,
  spent: (command: Command) => boolean,
): Command | undefined {
  if (values.length === 0) return undefined;
  if (round === DECIDED || !isFast(round)) return values[0].command;
  const forced = values.find(({ voters }) => mayBeChosen(fast, heard, voters));
  if (forced !== undefined) return forced.command;
  const free = values.filter(({ command, voters }) => {
    return meetsEveryFastQuorum(fast, voters) && !spent(command);
  });
  free.sort((a, b) => setSize(b.voters) - setSize(a.voters) || byName(a.command, b.command));
  return free[0]?.command;
}

function byName(a: Command, b: Command): number {
  return a.client - b.client || a.seq - b.seq;
}
