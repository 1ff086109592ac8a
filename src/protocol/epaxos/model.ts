import { after, choice, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { fastQuorumOf } from './quorums.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on.
 *
 *   c→e, Q_fast{ e: W_e;  every other i: e→i, W_i, i→e }, e→c
 *
 * and, with the probability that the file gives as `interference`, the slow path before the answer:
 *
 *   Q₂{ e: W_e;  every other i: e→i, W_i, i→e }
 *
 * Where those that are up do not contain a fast quorum, and that is known by their silence, a phase-2 quorum of
 * pre-acceptances is followed by the slow path at once.
 *
 * With nothing else going on the dependencies are executed before, so that a command is executed, and a read answered,
 * the moment that it is committed.
 */
export const model: Model = {
  write: (view) => throughConsensus(view),

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return throughConsensus(view);
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; check() says so.
    }
  },

  execution: (view) => throughConsensus(view),
};

function throughConsensus(view: View): Outcome {
  const { entry } = view;
  return after(view.hop(CLIENT, entry, 'request'), ...agreement(view), view.hop(entry, CLIENT, 'reply'));
}

function agreement(view: View): Outcome[] {
  const { phase2 } = view.quorum;
  const fast = fastQuorumOf(view.quorum);
  const slow = round(view, phase2, ['accept', 'accepted']);
  const first = ['pre-accept', 'pre-accepted'] as const;
  const up = view.replicas.reduce((set, id, i) => (isUp(view, id) ? set | (1 << i) : set), 0);
  if (!fast.contains(up)) return [round(view, phase2, first), slow];
  const interference = view.deployment.protocol.interference ?? 0;
  const preAccepted = round(view, fast, first);
  return interference === 0 ? [preAccepted] : [preAccepted, choice(interference, slow, instant)];
}

/** To everybody and back, and onto each disk, until a quorum has answered. */
function round(view: View, system: QuorumSystem, [there, back]: readonly [string, string]): Outcome {
  const { entry } = view;
  const parts = system.members.map((id) => {
    const written = view.fsync(id, `${back} record`);
    return id === entry ? written : after(view.hop(entry, id, there), written, view.hop(id, entry, back));
  });
  return quorum(system, parts);
}

function isUp(view: View, id: string): boolean {
  return view.hop(id, id, 'itself').kind !== 'never';
}
