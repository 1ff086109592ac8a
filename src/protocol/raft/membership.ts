import type { Effects } from '../contract/machine.js';
import { has, masksOf } from '../member-masks.js';
import { NO_OP } from '../replicated-map.js';
import { configurationOf, endOf } from './log.js';
import { hasQuorums, isRemoved, keepersOf, membersOf } from './members.js';
import { propose, sendRest } from './replication.js';
import type { Office, Replica } from './state.js';
import { handOverIfReady, handsBack, resign } from './transfer.js';

/**
 * Changes of the group, one replica at a time: dissertation, chapter 4.
 *
 * The leader appends an entry that names the group from there on. Everyone goes by the latest in its log, committed or
 * not, and back to the one before if the entry is replaced. Since any quorums of two groups that differ by one member
 * meet, no two leaders can be elected in one term, the one by the old, the other by the new group; with two changes under
 * way they could. So the next change waits until the one before is committed; and, what the dissertation first overlooked,
 * until an entry of the leader's own term is: of an uncommitted change of an earlier term another leader may not know, and
 * make another (Ongaro, "bug in single-server membership changes", raft-dev, 10 July 2015).
 *
 * A replica that comes in gets the log first, without a vote, in rounds (§4.2.1). One that goes out gets it until it has
 * executed its removal. A leader that removes itself leads on, without counting itself, until that is committed (§4.2.2).
 * One that never hears of its removal asks for votes in vain: nobody would vote for it who hears a leader (§4.2.3).
 *
 * Operators' orders go to every replica that is up; each keeps the latest word on every replica, and whoever leads sees
 * to it. An order that would leave no quorum is not carried out.
 *
 * @returns is the replica not what it is wanted to be, as far as this one knows?
 */
export function onOrder(replica: Replica, out: number, isWanted: boolean): boolean {
  replica.state.wanted.set(out, isWanted);
  return has(membersOf(replica), out) !== isWanted;
}

/** What a leader looks after whenever anything has happened. */
export function attend(replica: Replica, office: Office, effects: Effects): void {
  if (isRemoved(replica)) {
    resign(replica, office, effects);
  } else if (office.heir !== null || handsBack(replica, office, effects)) {
    handOverIfReady(replica, office, effects);
  } else if (replica.state.wanted.size > 0) {
    change(replica, office, effects);
  }
}

/** Appends the next change, if one is wanted and it is time for it. */
function change(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  if (state.commit < office.barrier || configurationOf(state.log).slot >= state.commit) return;
  const members = membersOf(replica);
  for (const [other, isWanted] of state.wanted) {
    const bit = 1 << other;
    if (has(members, other) === isWanted) continue;
    if (isWanted && !has(office.guests, other)) {
      office.guests |= bit;
      if (has(keepersOf(replica, office), other)) sendRest(replica, office, other, effects);
    }
    if (isWanted ? !hasCaughtUp(replica, office, other, effects.now) : !hasQuorums(replica, members & ~bit)) {
      continue;
    }
    office.catching = null;
    if (isWanted) office.guests &= ~bit;
    else office.guests |= bit;
    propose(replica, office, NO_OP, effects, members ^ bit);
    return;
  }
}

/**
 * Rounds: in each the replica gets what is in the log at the beginning of the round. Once one takes no longer than the
 * shortest election timeout the rest is so little that its vote will not keep the others waiting (§4.2.1).
 */
function hasCaughtUp({ state, setup }: Replica, office: Office, replica: number, now: number): boolean {
  // An arbiter gets no log.
  if (!has(masksOf(setup).keepers, replica)) return true;
  const { catching } = office;
  if (catching?.replica === replica) {
    if (office.match[replica] < catching.target) return false;
    if (now - catching.since <= setup.election[0]) return true;
  } else if (catching !== null) {
    return false;
  }
  office.catching = { replica, target: endOf(state.log), since: now };
  return false;
}
