import type { Effects } from '../contract/machine.js';
import { has, isAmong, masksOf } from '../member-masks.js';
import { rightfulHeir } from '../precedence.js';
import { campaign, isBoundByLease, preCampaign } from './election.js';
import { endOf } from './log.js';
import { isRemoved, membersOf } from './members.js';
import { send } from './sending.js';
import { NOBODY, type Office, type Replica } from './state.js';
import { becomeFollower } from './terms.js';

/**
 * Leadership transfer: dissertation §3.10. The leader takes no more commands, waits until the heir has all of its log on
 * disk, and tells it to ask for votes at once, as if its election timer had gone off; voters do not hold it against the
 * heir that they have heard a leader. Unlike there, the leader gives up its office in the same moment: from then on
 * voters are bound by no lease, so it must not answer by one (§6.4.1). And it hands over only once it serves: then no lease
 * of a leader before it is left either.
 *
 * Without an operator, where the group says after how long: to the member that comes first, once that is back.
 */

/** An operator orders us to lead. We ask the leader for an election timeout, or for votes where we know of none. */
export function seekToLead(replica: Replica, effects: Effects): boolean {
  const { state, setup } = replica;
  if (state.role === 'leader' || isRemoved(replica) || !isAmong(masksOf(setup).candidates, setup))
    return false;
  state.seeksUntil = effects.now + setup.election[1];
  if (state.leader !== NOBODY) askToLead(replica, effects);
  // Bound by a lease, we ask for no votes before our election timer goes off.
  else if (!isBoundByLease(replica, setup.self, effects.now)) preCampaign(replica, effects);
  return true;
}

/** Asks the leader, and again with each heartbeat from it: messages get lost. */
export function askToLead({ state }: Replica, effects: Effects): void {
  if (effects.now >= state.seeksUntil || state.leader === NOBODY) return;
  send(effects, state.leader, { type: 'hand-over', term: state.term });
}

/** At the leader. */
export function onHandOver(replica: Replica, office: Office, from: number, effects: Effects): void {
  const { setup } = replica;
  if (!has(membersOf(replica), from) || office.heir?.replica === from) return;
  office.heir = { replica: from, until: effects.now + setup.election[1] };
  handOverIfReady(replica, office, effects);
}

/** Is a member back that comes before us? Then it is our heir. */
export function handsBack(replica: Replica, office: Office, effects: Effects): boolean {
  const { state, setup } = replica;
  if (setup.returnsAfter === undefined || effects.now < office.servesFrom) return false;
  let able = 0;
  for (let i = 0; i < setup.n; i++) if (office.match[i] >= state.commit) able |= 1 << i;
  const heir = rightfulHeir(setup, office, able & membersOf(replica), effects.now);
  if (heir === undefined) return false;
  office.heir = { replica: heir, until: effects.now + setup.election[1] };
  return true;
}

/** The heir has all of our log: it is its turn. */
export function handOverIfReady(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  const { heir } = office;
  if (heir === null || effects.now < office.servesFrom) return;
  if (office.match[heir.replica] < endOf(state.log)) return;
  handOver(replica, heir.replica, effects);
}

function handOver(replica: Replica, to: number, effects: Effects): void {
  send(effects, to, { type: 'timeout-now', term: replica.state.term });
  becomeFollower(replica, effects);
}

/** Does the heir not get on? Then we take commands again. True where we do. */
export function hasGivenUpHeir(office: Office, now: number): boolean {
  if (office.heir === null || now < office.heir.until) return false;
  office.steadySince[office.heir.replica] = now;
  office.heir = null;
  return true;
}

/** At the heir. */
export function onTimeoutNow(replica: Replica, effects: Effects): void {
  campaign(replica, effects, true);
}

/** A leader that is out of the group, and that is committed (§4.2.2). One who has all of the log may go on at once. */
export function resign(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const members = membersOf(replica) & masksOf(setup).candidates;
  for (let to = 0; to < setup.n; to++) {
    if (has(members, to) && office.match[to] >= endOf(state.log)) {
      handOver(replica, to, effects);
      return;
    }
  }
  becomeFollower(replica, effects);
}
