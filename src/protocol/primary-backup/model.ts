import { after, all, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. P is the primary.
 *
 * Write: c→e, e→P, replication, P→e, e→c. Replication always waits for P's own disk, and for a quorum, P being in, of
 *   serial:   W_P, then { P: nothing;  every backup b: P→b, W_b, b→P }
 *   parallel: both at once.
 * Where P is a quorum by itself (asynchronous) there is W_P alone.
 */
export const model: Model = {
  write(view) {
    return throughPrimary(view, (primary) => replication(view, primary));
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'primary':
      case 'leader-lease':
        return throughPrimary(view, () => instant);
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; check() says so.
    }
  },
};

/** There and back again, by way of the entry. */
function throughPrimary(view: View, atPrimary: (primary: string) => Outcome): Outcome {
  const { entry, leader } = view;
  if (leader === undefined) return never;
  return after(
    view.hop(CLIENT, entry, 'request'),
    view.hop(entry, leader, 'forward'),
    atPrimary(leader),
    view.hop(leader, entry, 'result'),
    view.hop(entry, CLIENT, 'reply'),
  );
}

function replication(view: View, primary: string): Outcome {
  const system = view.quorum.phase2;
  const own = view.fsync(primary, 'log entry');
  if (system.contains(1 << system.members.indexOf(primary))) return own;
  const shipped = quorum(
    system,
    system.members.map((id) => {
      if (id === primary) return instant;
      return after(
        view.hop(primary, id, 'append'),
        view.fsync(id, 'log entry'),
        view.hop(id, primary, 'flushed'),
      );
    }),
  );
  const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
  return serial ? after(own, shipped) : all(own, shipped);
}
