import { after, choice, instant, never, quorum } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { membersInQuorums } from '../../quorum/combined.js';
import { including } from '../../quorum/including.js';
import type { Client } from '../../topology/deployment.js';
import { CLIENT, type Model, type View } from '../contract/model.js';
import { ownersBetween } from './covering.js';
import { traits } from './traits.js';

/**
 * What an operation waits for, as the machine beside this file does it, nothing else going on.
 *
 * Write: c→e, S, e→c. Let `last` be the replica at which the command before this one entered. Between its slot and
 * ours each replica between them in the order of turns has one slot, and must say that it skips it; that comes with
 * its acceptance. So S is the first moment at which those who have accepted contain a phase-2 quorum and all of these:
 *   parallel: { e: W_e;  every other i: e→i, W_i, i→e }
 *   serial:   W_e, then { e: nothing;  every other i: e→i, W_i, i→e }
 * "A quorum, and all of these" is a quorum system too, so that each delay occurs once.
 *
 * The command before this one came from any of the clients, each as likely as another.
 *
 * Commuting commands change nothing here: they spare the wait until commands in front are chosen, and where one
 * operation comes after another there are none. Those who must skip a slot are waited for as ever (see out-of-order.ts).
 */
export const model: Model = {
  write: (view) => throughLog(view),

  read(view) {
    switch (view.deployment.protocol.reads ?? traits.reads[0]) {
      case 'consensus':
        return throughLog(view);
      case 'local':
        return after(view.hop(CLIENT, view.entry, 'request'), view.hop(view.entry, CLIENT, 'reply'));
      default:
        return never; // No such reads here; check() says so.
    }
  },
};

/** Where the command before may have entered, and how likely: shares add up to 1. */
export type Predecessors = readonly { readonly entry: string; readonly share: number }[];

export function throughLog(view: View, predecessors: Predecessors = predecessorsOf(view)): Outcome {
  const { entry } = view;
  return after(
    view.hop(CLIENT, entry, 'request'),
    choose(agreement(view), predecessors),
    view.hop(entry, CLIENT, 'reply'),
  );
}

function choose(afterOne: (last: string) => Outcome, predecessors: Predecessors): Outcome {
  const [{ entry, share }, ...others] = predecessors;
  if (others.length === 0) return afterOne(entry);
  const rest = others.map((other) => ({ ...other, share: other.share / (1 - share) }));
  return choice(Math.min(1, share), afterOne(entry), choose(afterOne, rest));
}

/** Accepted by a quorum and covered, after a command that entered at `last`. The same delays, whichever that is. */
function agreement(view: View): (last: string) => Outcome {
  const { entry } = view;
  const owners = ownersIn(view);
  const system = view.quorum.phase2;
  const serial = (view.deployment.protocol.disk ?? traits.disk[0]) === 'serial';
  const own = view.fsync(entry, 'accepted entry');
  const parts = system.members.map((id) => {
    if (id === entry) return serial ? instant : own;
    return after(
      view.hop(entry, id, 'suggest'),
      view.fsync(id, 'accepted entry'),
      view.hop(id, entry, 'accepted'),
    );
  });
  return (last) => {
    // The slots of replicas that are down are revoked ahead of use.
    const between = ownersBetween(owners, last, entry).filter((id) => isUp(view, id));
    const accepted = quorum(including(system, between), parts);
    return serial ? after(own, accepted) : accepted;
  };
}

/** Those that own slots: all that some quorum counts on. A learner owns none. */
function ownersIn({ quorum: { phase1, phase2 } }: View): string[] {
  const counted = new Set([...membersInQuorums(phase1), ...membersInQuorums(phase2)]);
  return phase2.members.filter((_, i) => counted.has(i));
}

function isUp(view: View, id: string): boolean {
  return view.hop(id, id, 'itself').kind !== 'never';
}

/** Every client as often as any other; the own entry first. */
export function predecessorsOf(view: View): Predecessors {
  const { clients } = view.deployment;
  const counts = new Map<string, number>([[view.entry, 0]]);
  for (const client of clients) {
    const entry = entryOf(view, client);
    counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([entry, count]) => ({ entry, share: count / clients.length }));
}

/** The replica that the client's file entry names, if it is up, else the nearest one that is. */
function entryOf(view: View, client: Client): string {
  const owners = new Set(ownersIn(view));
  const up = view.deployment.replicas.filter(({ id }) => owners.has(id) && isUp(view, id));
  const named = up.find(({ id }) => id === client.entry);
  if (named !== undefined) return named.id;
  let nearest = view.entry;
  let least = Number.POSITIVE_INFINITY;
  for (const { id, at } of up) {
    const rtt = view.deployment.network.link(client.at, at).rtt.mean;
    if (rtt < least) {
      least = rtt;
      nearest = id;
    }
  }
  return nearest;
}
