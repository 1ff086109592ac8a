import { aroundOf, Following } from './following.js';
import { leavesOf, partsOf } from './leaves.js';
import { type Message, OUTSIDE } from './message.js';
import type { Leaf, Outcome } from './outcome.js';

/** Waits that make an operation longer by less than this share go unnoticed. */
const UNNOTICED = 0.005;
/** A processor's work for an idle group that makes an operation longer by less than this share goes unnoticed. */
const SMALL_BURST = 0.02;
/** So rarely does an operation meet such work that p99 does not show it. */
const RARELY = 0.005;
/** So rarely may one message overtake another without anybody's noticing. */
const OVERTAKES = 0.002;

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
  const behind = inOrderAnyway(outcome);
  if (sharedConnections(messages).some((leaves) => waits(leaves, behind, still, runAlone))) return true;
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
function waits(
  leaves: readonly MessageLeaf[],
  behind: ReadonlyMap<Outcome, ReadonlySet<Outcome>>,
  still: Following,
  run: () => number,
): boolean {
  if (leaves.every(({ message: { transit } }) => transit.start === transit.end)) return false;
  // Those that wait for one and the same message of an idle group do so together, which waits drawn apart do not.
  const heldUp = leaves.reduce((sum, { message }) => sum + message.heldUp, 0);
  if (heldUp > run() * UNNOTICED) return true;
  const begun = leaves.map((leaf) => still.begunAt(leaf) + leaf.message.before);
  return leaves.some(({ message: { transit } }, i) =>
    leaves.some(
      (later, j) =>
        begun[j] >= begun[i] &&
        i !== j &&
        behind.get(later)?.has(leaves[i]) !== true &&
        begun[i] + transit.quantile(1 - OVERTAKES) > begun[j] + later.message.transit.start,
    ),
  );
}

/**
 * For a message that ends one part of an `all` and stands nowhere else, the leaves that another part has to go through:
 * whether the message waits for these on their connection or not, the `all` does.
 */
function inOrderAnyway(outcome: Outcome): Map<Outcome, ReadonlySet<Outcome>> {
  const places = new Map<Outcome, number>();
  const last: { readonly message: Outcome; readonly others: Outcome[] }[] = [];
  const stepsOf = (part: Outcome): readonly Outcome[] => (part.kind === 'after' ? part.parts : [part]);
  const visit = (node: Outcome): void => {
    places.set(node, (places.get(node) ?? 0) + 1);
    if (node.kind === 'all')
      for (const part of node.parts) {
        const others = node.parts.filter((other) => other !== part).flatMap(stepsOf);
        last.push({ message: stepsOf(part)[stepsOf(part).length - 1], others });
      }
    for (const part of partsOf(node)) visit(part);
  };
  visit(outcome);
  return new Map(
    last
      .filter(({ message }) => message.kind === 'leaf' && places.get(message) === 1)
      .map(({ message, others }) => [message, new Set(others)]),
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
