import { aroundOf, Following } from './following.js';
import { leavesOf } from './leaves.js';
import { type Message, OUTSIDE } from './message.js';
import type { Leaf, Outcome } from './outcome.js';

/** Waits at processors that make an operation longer by less than this share go unnoticed. */
const UNNOTICED = 0.005;
/** A processor's work for an idle group that makes an operation longer by less than this share goes unnoticed. */
const SMALL_BURST = 0.02;
/** So rarely does an operation meet such work that p99 does not show it. */
const RARELY = 0.005;
/** Waits of a connection's messages that are rarer than this need not be told from independent ones. */
const RARE_WAITS = 0.002;

type MessageLeaf = Leaf & { readonly message: Message };

/**
 * Do messages of this expression meet, on a connection or at a processor, so that their delays are not their own? Then the
 * calculus, which takes each for independent, is off by more than anybody would overlook, and the expression must be drawn
 * by following its messages.
 */
export function messagesMeet(outcome: Outcome): boolean {
  const around = aroundOf(outcome);
  if (around === undefined) return false;
  const messages = leavesOf(outcome).filter((leaf): leaf is MessageLeaf => leaf.message !== undefined);
  const still = new Following(outcome, half, { together: false, still: true });
  let alone: number | undefined;
  const runAlone = (): number => {
    alone ??= still.next();
    return alone;
  };
  if (sharedConnections(messages).some((leaves) => waits(leaves, still, runAlone))) return true;
  const handled = messages.filter(({ message }) => message.handling > 0);
  if (handled.length === 0) return false;
  const together = new Following(outcome, half, { together: true, still: true }).next();
  if (together > runAlone() * (1 + UNNOTICED)) return true;
  const most = Math.max(...handled.map(({ message }) => message.handling));
  if (2 * (around.replicas - 1) * most <= SMALL_BURST * runAlone()) return false;
  return meetsIdleWork(handled, runAlone());
}

const half = (): number => 0.5;

/** Messages of one connection, where there are several. */
function sharedConnections(messages: readonly MessageLeaf[]): MessageLeaf[][] {
  const links = new Map<number, MessageLeaf[]>();
  for (const leaf of messages) {
    const { from, to, around } = leaf.message;
    if (from === OUTSIDE || to === OUTSIDE) continue;
    const link = from * around.replicas + to;
    links.set(link, [...(links.get(link) ?? []), leaf]);
  }
  return [...links.values()].filter((leaves) => leaves.length > 1);
}

/** May one overtake another that was sent before, or do they wait for the same one of an idle group? */
function waits(leaves: readonly MessageLeaf[], still: Following, run: () => number): boolean {
  if (leaves.every(({ message: { transit } }) => transit.start === transit.end)) return false;
  if (leaves.some(({ message }) => message.heldUp > RARE_WAITS)) return true;
  run();
  const begun = leaves.map((leaf) => still.begunAt(leaf) + leaf.message.before);
  return leaves.some(({ message: { transit } }, i) =>
    leaves.some(
      (later, j) =>
        begun[j] >= begun[i] &&
        i !== j &&
        begun[i] + transit.quantile(1 - RARE_WAITS) > begun[j] + later.message.transit.start,
    ),
  );
}

/** Does the operation often enough find processors busy with what an idle group sends? */
function meetsIdleWork(handled: readonly MessageLeaf[], alone: number): boolean {
  const { replicas, idle } = handled[0].message.around;
  const work = new Float64Array(replicas);
  const add = (sent: typeof idle.roots): void => {
    for (const { to, handling, answers } of sent) {
      work[to] += handling;
      add(answers);
    }
  };
  add(idle.roots);
  const met = handled.filter(({ message: { to } }) => work[to] > SMALL_BURST * alone);
  return met.reduce((share, { message: { to } }) => share + work[to] / idle.period, 0) > RARELY;
}
