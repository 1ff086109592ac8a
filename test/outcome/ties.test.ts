import { describe, expect, it } from 'vitest';
import { mixture } from '../../src/distribution/mixture.js';
import { constant } from '../../src/distribution/points.js';
import { sharesOf } from '../../src/outcome/deciders.js';
import { quorumOf, together } from '../../src/outcome/together.js';
import { hierarchical, threshold } from '../../src/quorum/shapes.js';

describe('who decides where several finish at the same moment', () => {
  it('three of five equals: the third in the order of members, and three are in the quorum', () => {
    const system = threshold(['a', 'b', 'c', 'd', 'e'], 3);
    const parts = Array.from({ length: 5 }, () => constant(10));
    const { decides, inQuorum } = sharesOf(system, parts, together(parts, quorumOf(system)));
    expect([...decides]).toEqual([0, 0, 1, 0, 0]);
    expect([...inQuorum]).toEqual([1, 1, 1, 0, 0]);
  });

  it('times that differ by rounding alone are the same moment', () => {
    const system = threshold(['a', 'b', 'c'], 2);
    const parts = [0.1 + 0.2, 0.3, 0.3].map((ms) => constant(ms));
    const { decides } = sharesOf(system, parts, together(parts, quorumOf(system)));
    expect([...decides]).toEqual([0, 1, 0]);
  });

  it('two of three groups, two of three in each: the third of a group has answered and is not needed', () => {
    const members = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3'];
    const groups = ['a', 'b', 'c'].map((name) => ({
      name,
      members: members.filter((member) => member.startsWith(name)),
    }));
    const system = hierarchical(members, groups, 2, () => 2);
    const far = (member: string): number => (member[0] === 'a' ? 1 : member[0] === 'b' ? 30 : 70);
    const parts = members.map((member) => constant(far(member)));
    const { decides, inQuorum } = sharesOf(system, parts, together(parts, quorumOf(system)));
    expect([...decides]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect([...inQuorum]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0]);
  });

  it('where each is late now and then, shares still add up to a quorum of two', () => {
    const system = threshold(['a', 'b', 'c'], 2);
    const parts = [1, 2, 3].map(() =>
      mixture([
        { weight: 0.9, of: constant(10) },
        { weight: 0.1, of: constant(200) },
      ]),
    );
    const { decides, inQuorum } = sharesOf(system, parts, together(parts, quorumOf(system)));
    expect(decides.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(inQuorum.reduce((a, b) => a + b)).toBeCloseTo(2, 12);
    // By hand: a and b in time; or a in time and both others late; or all late.
    expect(decides[1]).toBeCloseTo(0.81 + 0.009 + 0.001, 12);
  });
});
