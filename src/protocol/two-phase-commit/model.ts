import { after, all, instant, never } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. K is the coordinator.
 *
 * Write: c→e, e→K, all{ every other p: K→p, W_p, p→K }, W_K, K→e, e→c. The last of them decides, whatever quorum is asked
 * for. Participants keep the lock for as long again as K→p, and no client waits for that.
 */
export const model: Model = {
  write(view) {
    return throughCoordinator(view, (coordinator) => {
      const others = view.replicas.filter((id) => id !== coordinator);
      const votes = others.map((id) =>
        after(
          view.hop(coordinator, id, 'prepare'),
          view.fsync(id, 'prepared record'),
          view.hop(id, coordinator, 'vote'),
        ),
      );
      return after(all(...votes), view.fsync(coordinator, 'decision'));
    });
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'primary':
        return throughCoordinator(view, () => instant);
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here, as traits say.
    }
  },
};

/** There and back again, by way of the entry. */
function throughCoordinator(view: View, atCoordinator: (coordinator: string) => Outcome): Outcome {
  const { entry, leader } = view;
  if (leader === undefined) return never;
  return after(
    view.hop(CLIENT, entry, 'request'),
    view.hop(entry, leader, 'forward'),
    atCoordinator(leader),
    view.hop(leader, entry, 'result'),
    view.hop(entry, CLIENT, 'reply'),
  );
}
