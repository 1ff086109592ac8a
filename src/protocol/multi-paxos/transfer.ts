import type { Effects } from '../contract/machine.js';
import { rightfulHeir } from '../precedence.js';
import { campaign } from './election.js';
import { stepDown } from './following.js';
import { beat } from './lease.js';
import type { TakeOver } from './messages.js';
import { serveAsked } from './requests.js';
import { send } from './sending.js';
import type { Office, Replica } from './state.js';

/**
 * Leadership goes back to the member that comes first, once that has been back for as long as the group says
 * (`MachineSetup.returnsAfter`), as in Raft (Ongaro, "Consensus: Bridging Theory and Practice", 2014, §3.10): the leader
 * proposes nothing more, waits until all is chosen and its heir has executed it, gives up its office and with it its lease,
 * and tells the heir to run phase 1 at once. Acceptors do not hold it against the heir that they have heard that leader:
 * that one, and none after it. It hands over only once it serves: then no lease of a leader before it is left either.
 */
export function handBack(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup, limits } = replica;
  const { now } = effects;
  if (setup.returnsAfter === undefined || now < office.servesFrom) return;
  const { heir } = office;
  if (heir === null) {
    let able = 0;
    // The rest fits into one message.
    for (let i = 0; i < setup.n; i++) if (state.executed - office.executed[i] <= limits.batch) able |= 1 << i;
    const rightful = rightfulHeir(setup, office, able, now);
    if (rightful === undefined) return;
    office.heir = { replica: rightful, until: now + setup.election[1] };
    if (state.executed === office.next) beat(replica, office, effects);
  } else if (state.executed === office.next && office.executed[heir.replica] >= state.executed) {
    send(effects, heir.replica, { type: 'take-over', ballot: office.ballot });
    stepDown(replica, effects);
  } else if (now >= heir.until) {
    // It does not get on: we propose again, and see how it does.
    office.steadySince[heir.replica] = now;
    office.heir = null;
    serveAsked(replica, office, effects);
  }
}

/** At the heir. */
export function onTakeOver(replica: Replica, from: number, { ballot }: TakeOver, effects: Effects): void {
  const { state } = replica;
  if (state.role === 'follower' && state.leader === from && state.promised === ballot) {
    campaign(replica, effects, ballot);
  }
}
