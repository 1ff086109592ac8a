import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersInQuorums, quorumOfAny, quorumOfEach } from '../../src/quorum/combined.js';
import { minimalQuorums } from '../../src/quorum/minimal-quorums.js';
import { parseQuorumScheme } from '../../src/quorum/scheme.js';
import { majority, threshold, weighted } from '../../src/quorum/shapes.js';
import { arbitrarySystem } from './arbitrary-systems.js';

const IDS = ['a', 'b', 'c', 'd', 'e'];

describe('quorum systems combined', () => {
  it('a quorum of each is a set that contains a quorum of every one, and of any of at least one', () => {
    fc.assert(
      fc.property(
        arbitrarySystem(5),
        arbitrarySystem(5),
        fc.integer({ min: 0, max: 31 }),
        (one, other, set) => {
          expect(quorumOfEach([one, other]).contains(set)).toBe(one.contains(set) && other.contains(set));
          expect(quorumOfAny([one, other]).contains(set)).toBe(one.contains(set) || other.contains(set));
        },
      ),
    );
  });

  it('of one system alone are that system', () => {
    const system = majority(IDS);
    expect(quorumOfEach([system, system])).toBe(system);
  });

  it('of which one says it all are that one, with its words; else both are told', () => {
    const [three, one] = [majority(IDS), threshold(IDS, 1)];
    expect(quorumOfEach([one, three])).toBe(three);
    expect(quorumOfAny([one, three])).toBe(one);
    expect(quorumOfEach([three, threshold(IDS, 1, ['a'])]).describe()).toMatch(/ and /);
  });

  it('over different members are refused', () => {
    expect(() => quorumOfEach([majority(IDS), majority(['a'])])).toThrow(RangeError);
    expect(() => quorumOfAny([])).toThrow(RangeError);
  });

  it('the members in quorums are those of some minimal quorum', () => {
    fc.assert(
      fc.property(arbitrarySystem(5), (system) => {
        const named = new Set(minimalQuorums(system).flat());
        const found = [...membersInQuorums(system)].map((i) => system.members[i]);
        expect(found.sort()).toEqual([...named].sort());
      }),
    );
    expect([...membersInQuorums(weighted(IDS, { c: 0 }))].sort()).toEqual([0, 1, 3, 4]);
  });
});

describe('quorums of members with roles', () => {
  const schemeOf = (value: unknown, roles: object) => {
    const parsed = parseQuorumScheme(value, IDS, roles);
    if ('problems' in parsed) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
    return parsed.scheme;
  };

  it('a majority is one of those that have a vote', () => {
    const { phase2 } = schemeOf('majority', { voteless: ['d', 'e'] });
    expect(phase2.describe()).toBe('majority (2 of 3)');
    expect(phase2.contains(0b00011)).toBe(true);
    expect(phase2.contains(0b11001)).toBe(false);
  });

  // MongoDB manual, "Replica set arbiter": an arbiter votes and counts towards the majority, and has no data to acknowledge.
  it('an arbiter counts in elections and in the size of a majority, not among those that acknowledge writes', () => {
    const { phase1, phase2 } = schemeOf('majority', { voteless: ['d', 'e'], electorsOnly: ['c'] });
    expect(phase1.contains(0b00101)).toBe(true);
    expect(phase2.contains(0b00101)).toBe(false);
    expect(phase2.contains(0b00011)).toBe(true);
  });

  it.each([
    [{ expression: 'a & d' }, "'d' has no vote"],
    [{ weights: { d: 2 } }, "'d' has no vote"],
    [{ groups: { x: ['a', 'b'], y: ['c', 'd'] } }, "'d' has no vote"],
    [{ grid: [['a'], ['d']] }, "'d' has no vote"],
    [{ threshold: 4 }, 'threshold is 4: expected a whole number from 1 to 3'],
  ])('%j that counts on one without a vote is refused', (value, words) => {
    const parsed = parseQuorumScheme(value, IDS, { voteless: ['d', 'e'] });
    expect('problems' in parsed && parsed.problems.map(({ message }) => message).join('; ')).toContain(words);
  });

  it('that leave nobody to acknowledge writes are refused', () => {
    const parsed = parseQuorumScheme('all', IDS, { electorsOnly: ['a'] });
    expect('problems' in parsed && parsed.problems[0]?.message).toContain('no quorum for writes is left');
  });
});
