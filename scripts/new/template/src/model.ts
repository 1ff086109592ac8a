import { after, instant, never } from '../../../../src/outcome/build.js';
import type { Outcome } from '../../../../src/outcome/outcome.js';
import { CLIENT, type Model, type View } from '../../../../src/protocol/contract/model.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on. L is the leader.
 *
 *   write: c→e, e→L, W_L, L→e, e→c        read: the same without W_L
 *
 * Every hop and every durable write is a leaf of its own, so that explanations can name it.
 */
export const model: Model = {
  write: (view) => throughLeader(view, (leader) => view.fsync(leader, 'record')),
  read: (view) => throughLeader(view, () => instant),
};

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
