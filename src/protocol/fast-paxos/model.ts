import { after, any, choice, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { quorumsInUse } from './quorums.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. L is the coordinator.
 *
 *   write, the client learns:       Qfast{ c→i, W_i, i→c }
 *   write, the coordinator learns,
 *   read by consensus:              Qfast{ c→i, W_i, i→L }, L→c
 *   local read:                     the first of c→i, i→c: the client asks all
 *
 * With interference p a share p of them collides. The coordinator is then taken to know it when it has the votes of a
 * fast quorum, and to run a classic round: Qfast{ c→i, W_i, i→L }, Q2{ L: W_L; other i: L→i, W_i, i→L }, L→c.
 *
 * Left out: where a request is slower than another's vote and the coordinator's commit together, its acceptor finds the
 * command chosen and casts no vote, so that the client waits for one more.
 *
 * With too few replicas up for a fast quorum, classic rounds: c→L, Q2{ L: W_L; other i: L→i, W_i, i→L }, L→c.
 */
export const model: Model = {
  write(view) {
    const client = (view.deployment.protocol.learner ?? 'client') === 'client';
    return client ? agreed(view, votesAt(view, CLIENT)) : agreed(view, byCoordinator(view));
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return agreed(view, byCoordinator(view));
      case 'local':
        return any(
          ...view.replicas.map((id) => after(view.hop(CLIENT, id, 'request'), view.hop(id, CLIENT, 'reply'))),
        );
      default:
        return never; // No such reads here.
    }
  },
};

/** Fast, if a fast quorum is up, and what collisions add; else classic. */
function agreed(view: View, fast: Outcome): Outcome {
  const { leader } = view;
  if (leader === undefined) return never;
  if (!isFastQuorumUp(view)) {
    const request = view.hop(CLIENT, leader, 'request');
    return after(request, classicRound(view, leader), view.hop(leader, CLIENT, 'reply'));
  }
  const { interference = 0 } = view.deployment.protocol;
  if (interference === 0) return fast;
  const recovered = after(
    votesAt(view, leader),
    classicRound(view, leader),
    view.hop(leader, CLIENT, 'reply'),
  );
  return choice(interference, recovered, fast);
}

function byCoordinator(view: View): Outcome {
  const { leader } = view;
  if (leader === undefined) return never;
  return after(votesAt(view, leader), view.hop(leader, CLIENT, 'reply'));
}

/** Until a learner has heard the votes of a fast quorum. */
function votesAt(view: View, learner: string): Outcome {
  const system = fastQuorum(view);
  const parts = system.members.map((id) => {
    return after(view.hop(CLIENT, id, 'request'), view.fsync(id, 'vote'), view.hop(id, learner, 'vote'));
  });
  return quorum(system, parts);
}

/** Phase 2 of a classic round. */
function classicRound(view: View, leader: string): Outcome {
  const system = view.quorum.phase2;
  const parts = system.members.map((id) => {
    const vote = view.fsync(id, 'vote');
    return id === leader
      ? vote
      : after(view.hop(leader, id, 'accept'), vote, view.hop(id, leader, 'accepted'));
  });
  return quorum(system, parts);
}

function isFastQuorumUp(view: View): boolean {
  const system = fastQuorum(view);
  const isUp = (id: string): boolean => view.hop(CLIENT, id, 'request').kind !== 'never';
  return system.contains(system.members.reduce((set, id, i) => (isUp(id) ? set | (1 << i) : set), 0));
}

function fastQuorum(view: View): QuorumSystem {
  return quorumsInUse(view.quorum).fast;
}
