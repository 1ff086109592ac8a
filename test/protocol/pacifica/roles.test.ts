import { describe, expect, it } from 'vitest';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { BEAT, PATIENCE as SILENCE, type State } from '../../../src/protocol/pacifica/state.js';
import { type Cast, PATIENCE, Scene } from '../scene.js';
import { pacificaSubject } from './subject.js';

const valueAt = (staged: Scene, replica: number): number | undefined =>
  pacificaSubject.store(staged.machines[replica]).get(1);
const leaders = (staged: Scene): boolean[] => staged.machines.map(({ leads }) => leads);
const membersAt = (staged: Scene, replica: number): number =>
  (staged.machines[replica].state as State).configuration.members;
const scene = (n: number, cast: Cast): Scene => new Scene(pacificaMachine(), n, cast);
const everybody = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Started, and everybody has granted r0 a lease. */
function begun(n: number, cast: Cast): Scene {
  const all = everybody(n);
  return scene(n, cast).among(all).passes(100).goesOff(0, BEAT).among(all);
}

/** Grace is the longest election timeout. */
const GRACE = PATIENCE[1];

describe('the members of PacificA keep to their roles:', () => {
  it('a learner gets each write, grants no lease that counts, is not waited for, and never added', () => {
    const learner: Cast = { members: { 3: { role: 'learner' } } };
    const staged = begun(4, learner);
    expect(membersAt(staged, 0)).toBe(0b0111);
    expect(staged.write(0).among([0, 1, 2]).judge.unanswered).toBe(0);
    staged.passes(100).goesOff(0, BEAT).among(everybody(4)).passes(100).goesOff(0, BEAT).among(everybody(4));
    expect(valueAt(staged, 3)).toBe(1);
    for (let i = 0; i < 5; i++) staged.write(0).passes(100).goesOff(0, BEAT).among(everybody(4));
    expect(membersAt(staged, 0)).toBe(0b0111);
    // A voter in its place is added.
    const other = begun(4, {});
    expect(membersAt(other, 0)).toBe(0b1111);
    expect(other.write(0).among([0, 1, 2]).judge.unanswered).toBe(1);
  });

  it('a learner answers local reads, and wants to be nothing, however long the primary is silent', () => {
    const staged = begun(4, { members: { 3: { role: 'learner' } }, reads: 'local' }).write(0);
    staged.among(everybody(4)).passes(100).goesOff(0, BEAT).among(everybody(4)).read(3);
    expect(staged.judge.unanswered).toBe(0);
    expect(staged.passes(10 * GRACE).goesOff(3, SILENCE).underWay).toEqual([]);
  });

  it('an arbiter answers for the manager, and gets and serves nothing else', () => {
    const arbiter: Cast = { members: { 2: { role: 'arbiter' } }, reads: 'local' };
    const staged = begun(3, arbiter);
    expect(membersAt(staged, 0)).toBe(0b011);
    staged.write(0);
    expect(staged.underWay).toEqual(['0 1 prepare']);
    expect(staged.among([0, 1]).judge.unanswered).toBe(0);
    expect(staged.passes(100).goesOff(0, BEAT).underWay).toEqual(['0 1 beacon']);
    staged.among([0, 1]);
    // r0 is lost. r1 alone is no majority; with the arbiter it is.
    staged
      .passes(GRACE + 1)
      .goesOff(1, SILENCE)
      .among([1]);
    expect(leaders(staged)[1]).toBe(false);
    const asked = begun(3, arbiter)
      .write(0)
      .among([0, 1])
      .passes(GRACE + 1)
      .goesOff(1, SILENCE);
    expect(asked.underWay).toContain('1 2 ask');
    expect(leaders(asked.among([1, 2]))[1]).toBe(true);
    expect(asked.read(2).judge.unanswered).toBe(1);
    expect([...asked.durable[2].keys()].filter((key) => key >= 0)).toEqual([]);
  });

  it('a voter that is kept from leading is in the configuration, and does not ask to be primary', () => {
    const staged = begun(3, { members: { 1: { leads: 0 } } });
    expect(staged.write(0).among([0, 1]).judge.unanswered).toBe(1);
    expect(staged.passes(GRACE + 1).goesOff(1, SILENCE).underWay).not.toContain('1 2 ask');
    expect(leaders(staged.among([]).goesOff(2, SILENCE).among([1, 2]))).toEqual([true, false, true]);
  });

  it('whoever comes after others waits for the length of its election range once for each priority above, the lost primary apart', () => {
    const members = { 0: { leads: 9 }, 1: { leads: 5 }, 2: { leads: 1 } };
    const silent = (replica: number, ms: number): readonly string[] =>
      begun(3, { members }).passes(ms).goesOff(replica, SILENCE).underWay;
    expect(silent(1, GRACE - 1)).toEqual([]);
    expect(silent(1, GRACE + 1)).toContain('1 2 ask');
    const range = PATIENCE[1] - PATIENCE[0];
    expect(silent(2, GRACE + range - 1)).toEqual([]);
    expect(silent(2, GRACE + range + 1)).toContain('2 1 ask');
  });
});
