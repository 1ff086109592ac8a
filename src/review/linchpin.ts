import type { ReviewContext } from './context.js';

/** What the loss of one replica does to one client's writes (p50, ms). */
export interface Hurt {
  readonly replica: string;
  /** Others whose loss does about the same to that client. */
  readonly alike: readonly string[];
  readonly client: string;
  readonly before: number;
  readonly after: number;
}

/** A loss that makes p50 so many times longer, and so many ms, is one to design around. */
const FACTOR = 1.5;
const LEAST = 10;
/** Losses that do at least this share of the worst one's damage are named with it. */
const ALIKE = 0.9;

/**
 * The loss that slows some client's writes most, of a replica that neither leads nor is that client's own entry: those
 * hand over, and what that costs is a matter of where clients are. A loss that stops writes is another rule's matter.
 * Undefined where none makes p50 half as long again.
 */
export function worstLoss(context: ReviewContext): Hurt | undefined {
  const { estimate, leader, losses } = context;
  const hurts = losses
    .filter(({ kind, name }) => kind === 'replica' && name !== leader)
    .flatMap(({ name, clients }) =>
      clients.map(({ id, write: without }, i): Hurt | undefined => {
        const { entry, write } = estimate.clients[i];
        if (write.p50 === null || without.p50 === null || entry === name) return undefined;
        return { replica: name, alike: [], client: id, before: write.p50, after: without.p50 };
      }),
    )
    .filter((hurt) => hurt !== undefined)
    .filter(({ before, after }) => after >= FACTOR * before && after - before >= LEAST);
  if (hurts.length === 0) return undefined;
  const worst = hurts.reduce((most, hurt) => (factor(hurt) > factor(most) ? hurt : most));
  const alike = hurts.filter(
    (hurt) =>
      hurt.client === worst.client &&
      hurt.replica !== worst.replica &&
      factor(hurt) - 1 >= ALIKE * (factor(worst) - 1),
  );
  return { ...worst, alike: alike.map(({ replica }) => replica) };
}

function factor({ before, after }: Hurt): number {
  return after / before;
}
