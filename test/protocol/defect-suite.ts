import { describe, expect, it } from 'vitest';
import type { Alteration } from './altered.js';
import type { Defect, Found, InSchedules } from './defect.js';

/** How a protocol's machines with a defect are run; each gives the violations. An empty alteration is no defect. */
export interface DefectSuite<Way extends Found> {
  readonly defects: readonly Defect<Way>[];
  /** One random schedule. */
  schedule(found: Way & InSchedules, alteration: Alteration, seed: number): readonly string[];
  /** What finds it otherwise. */
  otherwise?(found: Exclude<Way, InSchedules>, alteration: Alteration): readonly string[];
  /** So many schedules of each kind, without a defect, must find nothing. */
  readonly sound: number;
}

/**
 * A test for each defect: the first violation that is found is of the check that the list names. That nothing happens at
 * all (liveness) does not count. And the same ways find nothing where there is no defect.
 */
export function describeDefects<Way extends Found>(suite: DefectSuite<Way>): void {
  describe('the checks bite:', () => {
    for (const defect of suite.defects) {
      const { name, check, also } = defect;
      it(`${check}, by ${defect.found.by}, finds ${name}`, () => {
        const [first = 'nothing was found'] = hunt(suite, defect);
        expect(first).toMatch(new RegExp(`^${check}: `));
      });
      if (also === undefined) continue;
      it(`${also}, by ${defect.found.by}, finds ${name}`, () => {
        expect(hunt(suite, defect, also)).not.toEqual([]);
      });
    }

    it('and finds nothing where there is no defect', () => {
      const kinds = new Map<string, Way>();
      for (const { found } of suite.defects) {
        kinds.set(
          JSON.stringify({ ...found, seeds: 0, play: String((found as { play?: unknown }).play) }),
          found,
        );
      }
      for (const found of kinds.values()) {
        if (!isRandom(found)) {
          expect(suite.otherwise?.(found as Exclude<Way, InSchedules>, {})).toEqual([]);
          continue;
        }
        for (let seed = 1; seed <= suite.sound; seed++) {
          expect(real(suite.schedule(found, {}, seed)), `seed ${seed}`).toEqual([]);
        }
      }
    });
  });
}

function isRandom<Way extends Found>(found: Way): found is Way & InSchedules {
  return found.by === 'random schedules';
}

/** The violations where the first is found, of any check or of one; empty: nowhere. */
function hunt<Way extends Found>(
  suite: DefectSuite<Way>,
  { found, alteration }: Defect<Way>,
  check = '',
): readonly string[] {
  if (!isRandom(found)) return suite.otherwise?.(found as Exclude<Way, InSchedules>, alteration) ?? [];
  for (let seed = 1; seed <= found.seeds; seed++) {
    const violations = real(suite.schedule(found, alteration, seed)).filter((what) => what.startsWith(check));
    if (violations.length > 0) return violations;
  }
  return [];
}

function real(violations: readonly string[]): string[] {
  return violations.filter((what) => !what.startsWith('liveness'));
}

/** The violation that a transcript shows in which c9 reads 7 although c2 was told that 8 is written. */
export function staleReads(transcript: string): string[] {
  const isStale = /client c2: #1 is 8[\s\S]*client c9: #1 is 7/.test(transcript);
  return isStale ? ['reads: c9 reads 7 after c2 was told that 8 is written'] : [];
}
