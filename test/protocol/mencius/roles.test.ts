import { describe, expect, it } from 'vitest';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import { BEAT, PATIENCE as STUCK } from '../../../src/protocol/mencius/state.js';
import { type Cast, PATIENCE, Scene } from '../scene.js';
import { stateOf } from './subject.js';

const scene = (n: number, cast: Cast): Scene =>
  new Scene(menciusMachine(), n, { leader: undefined, ...cast });
const learner: Cast = { members: { 1: { role: 'learner' } } };
const valueAt = (staged: Scene, replica: number): number | undefined =>
  stateOf(staged.machines[replica]).store.get(1);

describe('the members of Mencius keep to their roles:', () => {
  it('a learner owns no slots: those go round among the others', () => {
    const staged = scene(4, learner).write(3).among([0, 1, 2, 3]).write(0).among([0, 1, 2, 3]);
    expect(staged.judge.unanswered).toBe(0);
    // r3 is the third owner: slot 2, before which the others skip; then r0 has slot 3.
    expect(stateOf(staged.machines[0]).executed).toBe(4);
  });

  it('a learner hears what is suggested and committed, executes it, accepts nothing and is not waited for', () => {
    const staged = scene(4, learner).write(0).among([0, 1, 2, 3]);
    expect(valueAt(staged, 1)).toBe(1);
    expect([...staged.durable[1].keys()].filter((key) => key >= 0)).toEqual([]);
    expect(staged.write(0).among([0, 2, 3]).judge.unanswered).toBe(0);
    expect(scene(4, learner).write(0).among([0, 1]).judge.unanswered).toBe(1);
  });

  it('what it missed it asks for with a later heartbeat, also after a restart', () => {
    const staged = scene(4, learner).write(0).among([0, 2, 3]).crash(1);
    for (let i = 0; i < 3; i++) staged.passes(100).goesOff(0, BEAT).among([0, 1, 2, 3]);
    expect(valueAt(staged, 1)).toBe(1);
  });

  it('it answers local reads, takes no writes, and revokes nothing, however long others are silent', () => {
    const staged = scene(4, { ...learner, reads: 'local' })
      .write(0)
      .among([0, 1, 2, 3])
      .read(1);
    expect(staged.judge.unanswered).toBe(0);
    expect(staged.write(1).underWay).toEqual([]);
    staged
      .passes(10 * PATIENCE[1])
      .goesOff(1, STUCK)
      .goesOff(1, BEAT);
    expect(staged.underWay).toEqual(['1 0 heartbeat', '1 2 heartbeat', '1 3 heartbeat']);
  });
});
