import { after, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { membersInQuorums } from '../../quorum/combined.js';
import { all } from '../../quorum/shapes.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. P is the primary.
 *
 * Write: c→e, e→P, all{ P: W_P; every secondary s: P→s, W_s, s→P }, P→e, e→c; with disk serial W_P comes first, and P's
 * part of the rest is nothing. The secondaries are all other voters that are up: one that is lost has been removed, provided
 * that a majority of those with a vote is up to answer for the configuration manager.
 */
export const model: Model = {
  write(view) {
    return throughPrimary(view, (primary) => replication(view, primary));
  },

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'leader-lease':
        return throughPrimary(view, () => instant);
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; the traits say so.
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
  const own = view.fsync(primary, 'prepared entry');
  const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
  const { phase1: manager, phase2: configuration } = view.quorum;
  const voters = membersInQuorums(configuration);
  const part = (id: string): Outcome => {
    if (id === primary) return serial ? instant : own;
    return after(
      view.hop(primary, id, 'prepare'),
      view.fsync(id, 'prepared entry'),
      view.hop(id, primary, 'prepared'),
    );
  };
  const isUp = (id: string): boolean => view.hop(primary, id, 'prepare').kind !== 'never';
  const answers = manager.members.reduce((set, id, i) => (isUp(id) ? set | (1 << i) : set), 0);
  if (!manager.contains(answers)) return never;
  const up = configuration.members.filter((id, i) => voters.has(i) && isUp(id));
  const prepared = quorum(all(up), up.map(part));
  return serial ? after(own, prepared) : prepared;
}
