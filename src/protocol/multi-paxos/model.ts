import { after, all, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { membersInQuorums } from '../../quorum/combined.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { countedQuorums, isBlocking } from '../loop.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on.
 *
 * Write: c→e, e→L, phase 2, L→e, e→c. Phase 2 waits for a phase-2 quorum of
 *   parallel: { L: W_L;  every other i: L→i, W_i, i→L }
 *   serial:   W_L, then { L: nothing;  every other i: L→i, W_i, i→L }
 * i being members that some phase-2 quorum counts on: no learner, no arbiter.
 * With a blocking loop L comes to what the others accept once its own write is over, whether or not the quorum needs it:
 *   parallel: a quorum with L in it of { L: W_L;  every other i: L→i, W_i, i→L }
 * and an entry e that is not L comes to the result once it has written the command, too: all { phase 2, L→e;  L→e, W_e }.
 */
export const model: Model = {
  write(view) {
    return write(view);
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return write(view);
      case 'leader-lease':
        return throughLeader(view, () => instant);
      case 'read-index':
        return throughLeader(view, (leader) => heartbeatRound(view, leader));
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; check() says so.
    }
  },
};

/** There and back again, by way of the entry. */
function throughLeader(view: View, atLeader: (leader: string) => Outcome): Outcome {
  return there(view, (leader, entry) => after(atLeader(leader), view.hop(leader, entry, 'result')));
}

/** To the leader by way of the entry, and from the entry back; `between` ends at the entry. */
function there(view: View, between: (leader: string, entry: string) => Outcome): Outcome {
  const { entry, leader } = view;
  if (leader === undefined) return never;
  return after(
    view.hop(CLIENT, entry, 'request'),
    view.hop(entry, leader, 'forward'),
    between(leader, entry),
    view.hop(entry, CLIENT, 'reply'),
  );
}

function write(view: View): Outcome {
  return there(view, (leader, entry) => {
    const own = view.fsync(leader, 'accepted entry');
    const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
    const blocking = isBlocking(view.deployment.protocol, traits);
    const system = view.quorum.phase2;
    const counts = membersInQuorums(system);
    /** Until replica i has the entry on its disk: one outcome for each, to be met wherever it matters. */
    const written = (id: string): Outcome =>
      after(view.hop(leader, id, 'accept'), view.fsync(id, 'accepted entry'));
    const atEntry = entry === leader ? instant : written(entry);
    const accepted = quorum(
      serial ? system : countedQuorums(system, leader, own, blocking),
      system.members.map((id, i) => {
        if (id === leader) return serial ? instant : own;
        if (!counts.has(i)) return never;
        return after(id === entry ? atEntry : written(id), view.hop(id, leader, 'accepted'));
      }),
    );
    const result = after(accepted, view.hop(leader, entry, 'result'));
    const answered = blocking && entry !== leader ? all(result, atEntry) : result;
    return serial ? after(own, answered) : answered;
  });
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
