import { after, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { CLIENT, type Model, type View } from '../contract.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on.
 *
 * Write: c→e, e→L, phase 2, L→e, e→c. Phase 2 waits for a phase-2 quorum of
 *   parallel: { L: W_L;  every other i: L→i, W_i, i→L }
 *   serial:   W_L, then { L: nothing;  every other i: L→i, W_i, i→L }
 */
export const model: Model = {
  write(view) {
    return throughLeader(view, (leader) => phase2(view, leader));
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return throughLeader(view, (leader) => phase2(view, leader));
      case 'leader-lease':
        return throughLeader(view, () => instant);
      case 'read-index':
        return throughLeader(view, (leader) => heartbeatRound(view, leader));
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      case 'primary':
      case 'quorum-lease':
        return never; // No such reads here; check() says so.
    }
  },
};

/** There and back again, by way of the entry. */
function throughLeader(view: View, atLeader: (leader: string) => Outcome): Outcome {
  const { entry, leader } = view;
  if (leader === undefined) return never;
  return after(
    view.hop(CLIENT, entry, 'request'),
    view.hop(entry, leader, 'forward'),
    atLeader(leader),
    view.hop(leader, entry, 'result'),
    view.hop(entry, CLIENT, 'reply'),
  );
}

function phase2(view: View, leader: string): Outcome {
  const own = view.fsync(leader, 'accepted entry');
  const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
  const system = view.quorum.phase2;
  const accepted = quorum(
    system,
    system.members.map((id) => {
      if (id === leader) return serial ? instant : own;
      return after(
        view.hop(leader, id, 'accept'),
        view.fsync(id, 'accepted entry'),
        view.hop(id, leader, 'accepted'),
      );
    }),
  );
  return serial ? after(own, accepted) : accepted;
}

/** Leadership confirmed by a set that meets every phase-1 quorum; no disk. */
function heartbeatRound(view: View, leader: string): Outcome {
  const system = view.quorum.phase2;
  return quorum(
    system,
    system.members.map((id) => {
      if (id === leader) return instant;
      return after(view.hop(leader, id, 'heartbeat'), view.hop(id, leader, 'following'));
    }),
  );
}
