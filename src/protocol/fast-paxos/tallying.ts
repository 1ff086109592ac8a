import type { Command, Effects } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import { fastRound } from './ballot.js';
import { executeChosen, noteChosen } from './learner.js';
import { chosenAt } from './log.js';
import type { Accepted, Commit } from './messages.js';
import { isCollision, tellVote } from './picking.js';
import { isSame, proposeLoser, proposeLosers, recover } from './recovery.js';
import { toOthers } from './sending.js';
import { isChosen, noteSpent, slotAt } from './slots.js';
import type { Office, Replica } from './state.js';

/** The coordinator counts votes, slot by slot, and knows so what is chosen. */

/** Executed slots whose votes are kept before they are dropped together. */
const SLOTS_KEPT = 1024;

/** A vote in the fast round. A fast quorum of them for one command chooses it; that none can is a collision. */
export function countVote(
  replica: Replica,
  from: number,
  { ballot, slot, command }: { readonly ballot: number; readonly slot: number; readonly command: Command },
  effects: Effects,
): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null || office.ballot !== ballot || slot < office.first) return;
  const tally = slotAt(office, slot, effects.now);
  const isNews = ((tally.votes.heard >>> from) & 1) === 0;
  tellVote(tally.votes, from, { round: fastRound(ballot), command });
  if (isChosen(replica, slot)) {
    // Too late. If it was for another command, that has lost a vote.
    if (isNews) {
      const won = chosenAt(state.log, slot);
      if (won !== null) noteStep(office, 1 << from, isSame(command, won));
      proposeLoser(replica, office, command, 1 << from, effects);
    }
    return;
  }
  const { fast, phase1 } = setup.quorum;
  const won = tally.votes.values.find(({ voters }) => fast.contains(voters));
  if (won !== undefined) {
    tally.fast = true;
    decide(replica, office, slot, won.command, effects);
  } else if (
    tally.proposed === null &&
    phase1.contains(tally.votes.heard) &&
    isCollision(fast, tally.votes)
  ) {
    recover(replica, office, slot, effects);
  }
}

/** A vote in the classic round. */
export function onAccepted(
  replica: Replica,
  from: number,
  { ballot, slot }: Accepted,
  effects: Effects,
): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null || office.ballot !== ballot || slot < office.first) return;
  const tally = slotAt(office, slot, effects.now);
  tally.accepted |= 1 << from;
  if (tally.proposed === null || isChosen(replica, slot)) return;
  if (setup.quorum.phase2.contains(tally.accepted)) {
    decide(replica, office, slot, tally.proposed, effects);
  }
}

function decide(replica: Replica, office: Office, slot: number, command: Command, effects: Effects): void {
  noteChosen(replica, slot, command);
  noteSpent(office, command);
  for (const { command: other, voters } of slotAt(office, slot, effects.now).votes.values) {
    noteStep(office, voters, isSame(other, command));
  }
  executeAndTell(replica, office, effects);
  if (replica.state.office === office && slot >= office.first) proposeLosers(replica, office, slot, effects);
}

/** Votes in a slot that is decided, for what was chosen or for something else. */
function noteStep({ astray }: Office, voters: number, won: boolean): void {
  for (let i = 0; i < astray.length; i++) {
    if ((voters >>> i) & 1) astray[i] = won ? 0 : astray[i] + 1;
  }
}

/** Executes the chosen prefix, answers the clients that cannot know by themselves, and tells the other replicas. */
export function executeAndTell(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const first = state.executed;
  const commands: Command[] = [];
  executeChosen(replica, effects, (slot, command, result) => {
    commands.push(command);
    const heard =
      setup.learner === 'client' && command.kind === 'write' && office.slots[slot - office.first]?.fast;
    if (!isNoOp(command) && !heard) effects.reply(command.client, command.seq, result);
  });
  if (commands.length === 0) return;
  const message: Commit = { type: 'commit', ballot: office.ballot, first, commands };
  toOthers(replica, message, effects);
  const done = state.executed - office.first;
  if (done < SLOTS_KEPT) return;
  office.first = state.executed;
  office.slots.splice(0, done);
}
