import { describe, expect, it } from 'vitest';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { BEAT } from '../../../src/protocol/epaxos/state.js';
import { type Cast, PATIENCE, Scene } from '../scene.js';
import { stateOf } from './subject.js';

const scene = (n: number, cast: Cast): Scene => new Scene(epaxosMachine(), n, { leader: undefined, ...cast });
const learner: Cast = { members: { 3: { role: 'learner' } }, quorum: { classic: 2, fast: 2 } };
const valueAt = (staged: Scene, replica: number): number | undefined =>
  stateOf(staged.machines[replica]).store.get(1);

describe('the members of EPaxos keep to their roles:', () => {
  it('a learner is asked for nothing, hears what is committed, and executes it', () => {
    const staged = scene(4, learner).write(0);
    expect(staged.underWay).toEqual(['0 1 pre-accept', '0 2 pre-accept']);
    expect(staged.among([0, 1, 3]).judge.unanswered).toBe(0);
    expect(valueAt(staged, 3)).toBe(1);
  });

  it('and what it missed it asks for with a later heartbeat', () => {
    const staged = scene(4, learner).write(0).among([0, 1, 2]);
    expect(valueAt(staged, 3)).toBeUndefined();
    for (let i = 0; i < 3; i++) staged.passes(100).goesOff(0, BEAT).among([0, 3]);
    expect(valueAt(staged, 3)).toBe(1);
  });

  it('it does not help to commit, and recovers nothing', () => {
    const staged = scene(4, learner).write(0).among([0, 3]);
    expect(staged.judge.unanswered).toBe(1);
    staged.passes(10 * PATIENCE[1]).goesOff(3, BEAT);
    expect(staged.underWay.filter((mail) => !mail.endsWith('heartbeat'))).toEqual([]);
  });

  it('it answers local reads, and takes no writes, also after a restart', () => {
    const staged = scene(4, { ...learner, reads: 'local' });
    staged.write(0).among([0, 1, 2, 3]).read(3);
    expect(staged.judge.unanswered).toBe(0);
    expect(staged.crash(3).write(3).among([0, 1, 2, 3]).judge.unanswered).toBe(1);
    expect(stateOf(staged.machines[3]).floors[3]).toBe(-1);
  });
});

describe('a write of which all of three must have a copy', () => {
  it('is answered with three copies and not with two, though a fast quorum of the paper is two of three', () => {
    const all = scene(3, { quorum: 'all' });
    expect(all.write(0).among([0, 1]).judge.unanswered).toBe(1);
    for (let i = 0; i < 40; i++) all.passes(100).goesOff(0, BEAT).among([0, 1]);
    expect(all.judge.unanswered).toBe(1);
    for (let i = 0; i < 3; i++)
      all
        .passes(8 * PATIENCE[0])
        .goesOff(0, BEAT)
        .among([0, 1, 2]);
    expect(all.judge.unanswered).toBe(0);
    expect(scene(3, {}).write(0).among([0, 1]).judge.unanswered).toBe(0);
  });
});
