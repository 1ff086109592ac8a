import { after, all, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { membersInQuorums } from '../../quorum/combined.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { countedQuorums, isBlocking } from '../loop.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on.
 *
 * Write entered at the leader L: c→L, commit, L→c. Commit waits for a phase-2 quorum of
 *   parallel: { L: W_L;  every other i: L→i, W_i, i→L }
 *   serial:   W_L, then { L: nothing;  every other i: L→i, W_i, i→L }
 * i being members that some phase-2 quorum counts on: no learner, no arbiter.
 * With a blocking loop L comes to what the others answer once its own write is over, whether or not the quorum needs it:
 *   parallel: a quorum with L in it of { L: W_L;  every other i: L→i, W_i, i→L }
 *
 * Write entered at another replica e: c→e, e→L, all { commit, L→e;  L→e (append), W_e }, e→c: e answers when it has heard
 * of the commit and has the entry on its own disk. That append and that write are the very ones of e's part in the quorum.
 * The commit cannot overtake the append on their connection; the second part of `all` says so, too.
 */
export const model: Model = {
  write,

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return write(view);
      case 'leader-lease':
        return throughLeader(view, (leader, entry) => view.hop(leader, entry, 'readable'));
      case 'read-index':
        return throughLeader(view, (leader, entry) =>
          after(heartbeatRound(view, leader), view.hop(leader, entry, 'readable')),
        );
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; check() says so.
    }
  },
};

function write(view: View): Outcome {
  return throughLeader(view, (leader, entry) => committedAt(view, leader, entry));
}

/** To the leader by way of the entry, and from the entry back; `between` ends at the entry. */
function throughLeader(view: View, between: (leader: string, entry: string) => Outcome): Outcome {
  const { entry, leader } = view;
  if (leader === undefined) return never;
  return after(
    view.hop(CLIENT, entry, 'request'),
    view.hop(entry, leader, 'forward'),
    between(leader, entry),
    view.hop(entry, CLIENT, 'reply'),
  );
}

/** From the leader's having the command until the entry may answer. */
function committedAt(view: View, leader: string, entry: string): Outcome {
  const own = view.fsync(leader, 'own entry');
  const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
  const system = view.quorum.phase2;
  const counts = membersInQuorums(system);
  /** Until replica i has the entry on its disk: one outcome for each, to be met wherever it matters. */
  const appended = (id: string): Outcome =>
    after(view.hop(leader, id, 'append'), view.fsync(id, 'appended entry'));
  const atEntry = entry === leader ? instant : appended(entry);
  const blocking = isBlocking(view.deployment.protocol, traits);
  const committed = quorum(
    serial ? system : countedQuorums(system, leader, own, blocking),
    system.members.map((id, i) => {
      if (id === leader) return serial ? instant : own;
      if (!counts.has(i)) return never;
      return after(id === entry ? atEntry : appended(id), view.hop(id, leader, 'appended'));
    }),
  );
  const learned =
    entry === leader ? committed : all(after(committed, view.hop(leader, entry, 'commit')), atEntry);
  return serial ? after(own, learned) : learned;
}

/** Leadership confirmed by a set that meets every phase-1 quorum; no disk. */
function heartbeatRound(view: View, leader: string): Outcome {
  const system = view.quorum.phase2;
  const counts = membersInQuorums(system);
  return quorum(
    system,
    system.members.map((id, i) => {
      if (id === leader) return instant;
      if (!counts.has(i)) return never;
      return after(view.hop(leader, id, 'heartbeat'), view.hop(id, leader, 'following'));
    }),
  );
}
