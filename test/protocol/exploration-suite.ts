import { expect, it } from 'vitest';
import { explore } from './explore.js';
import type { SmallWorld } from './small-world.js';

/** A world to be explored in full. */
export interface Explored<Bounds> {
  readonly name: string;
  readonly bounds: Bounds;
  /** Different worlds there are; if it changes, the protocol or what is explored has changed. */
  readonly worlds: number;
}

/**
 * In every one of these worlds: agreement, and no answer to a write before a phase-2 quorum has it on disk (see
 * explore.ts).
 *
 * @param happens beside answers, what has to be seen within these bounds
 * @returns how often each thing was seen, in all worlds together, once their tests have run
 */
export function itHoldsInEveryWorld<Bounds>(
  worlds: readonly Explored<Bounds>[],
  smallWorld: (bounds: Bounds) => SmallWorld,
  happens: (bounds: Bounds) => readonly string[] = () => [],
): Readonly<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const { name, bounds, worlds: count } of worlds) {
    it(name, () => {
      const { violation, complete, worlds: explored, seen } = explore(smallWorld(bounds));
      expect(violation).toBeUndefined();
      expect(complete).toBe(true);
      for (const what of ['answered', ...happens(bounds)]) expect(seen[what], what).toBeGreaterThan(0);
      expect(explored).toBe(count);
      for (const [what, times] of Object.entries(seen)) all[what] = (all[what] ?? 0) + times;
    });
  }
  return all;
}

/** Where a replica other than the first leader may try, one is elected sometimes. */
export function election({ elections }: { readonly elections: readonly number[] }): readonly string[] {
  return elections.some((replica) => replica !== 0) ? ['elected'] : [];
}
