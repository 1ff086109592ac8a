import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { Message } from '../../../src/protocol/contract/machine.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { BEAT, SURVEY } from '../../../src/protocol/primary-backup/state.js';
import { altered, passOn } from '../altered.js';
import { WITNESS } from '../only-the-witness.js';
import { type Cast, PATIENCE, Scene } from '../scene.js';
import { primaryBackupSubject, SMALL_LIMITS } from './subject.js';

const factory = primaryBackupMachine();
const valueAt = (staged: Scene, replica: number): number | undefined =>
  primaryBackupSubject.store(staged.machines[replica]).get(1);
const leaders = (staged: Scene): boolean[] => staged.machines.map(({ leads }) => leads);

/** The primary is stopped, and the operator has this one take over; the others are asked until the time for answers is over. */
function promoted(staged: Scene, replica: number, among: readonly number[]): Scene {
  return staged
    .order(replica, { type: 'promote' })
    .among(among)
    .passes(PATIENCE[0])
    .goesOff(replica, SURVEY)
    .among(among);
}

/** r1 is away while r0 and r2, a witness, take so many writes that r0 no longer keeps its log for r1; then r0 is lost. */
function onlyTheWitnessHasIt(machines: MachineFactory): string[] {
  const staged = new Scene(machines, 3, WITNESS).among([0, 1, 2]);
  for (let i = 0; i < 40; i++) staged.write(0).among([0, 2]).passes(100).goesOff(0, BEAT).among([0, 2]);
  expect(staged.judge.unanswered).toBe(0);
  promoted(staged, 1, [1, 2]);
  expect(leaders(staged)[1]).toBe(true);
  staged.write(1).among([1, 2]);
  return valueAt(staged, 1) === 41 && staged.judge.violations.length === 0
    ? []
    : ['durability: what was acknowledged is not on the disk of the next primary'];
}

describe('the members of primary/backup keep to their roles:', () => {
  it('a learner gets the log and executes it, is not waited for, does not help to commit, and is never promoted', () => {
    const learner: Cast = { members: { 3: { role: 'learner' } } };
    const staged = new Scene(factory, 4, learner).among([0, 1, 2, 3]).write(0).among([0, 3]);
    expect(staged.judge.unanswered).toBe(1);
    staged.passes(100).goesOff(0, BEAT).among([0, 1, 2, 3]).passes(100).goesOff(0, BEAT).among([0, 1, 2, 3]);
    expect(staged.judge.unanswered).toBe(0);
    expect(valueAt(staged, 3)).toBe(1);
    expect(staged.write(0).among([0, 1]).judge.unanswered).toBe(0);
    expect(staged.order(3, { type: 'promote' }).underWay).toEqual([]);
  });

  it('a learner answers local reads, and gives what it has to whoever is promoted', () => {
    const cast: Cast = { members: { 2: { role: 'learner' } }, quorum: { threshold: 1 }, reads: 'local' };
    const staged = new Scene(factory, 3, cast).among([0, 1, 2]).write(0).among([0, 2]);
    expect(staged.read(2).judge.unanswered).toBe(0);
    promoted(staged, 1, [1, 2]);
    expect(leaders(staged)).toEqual([true, true, false]);
    expect(valueAt(staged, 1)).toBe(1);
  });

  it('a witness acknowledges, keeps no data, serves nobody, and is never promoted', () => {
    const staged = new Scene(factory, 3, { ...WITNESS, reads: 'local' })
      .among([0, 1, 2])
      .write(0)
      .among([0, 2]);
    expect(staged.judge.unanswered).toBe(0);
    expect(primaryBackupSubject.store(staged.machines[2]).size).toBe(0);
    expect(staged.read(2).judge.unanswered).toBe(1);
    expect(staged.order(2, { type: 'promote' }).underWay).toEqual([]);
  });

  it('a witness gives the log to whoever is promoted, however long that one was away', () => {
    const little = primaryBackupMachine({ limits: SMALL_LIMITS });
    expect(onlyTheWitnessHasIt(little)).toEqual([]);
    // And that takes a cut of its own: told to cut as all others it has nothing left.
    const sameCut = altered(little, {
      effects: (effects, { state }) => ({
        ...passOn(effects),
        send(to, body) {
          const { cut } = state as { readonly cut: number };
          effects.send(to, body.type === 'heartbeat' ? ({ ...body, cut } as Message) : body);
        },
      }),
    });
    expect(onlyTheWitnessHasIt(sameCut)).toHaveLength(1);
  });

  it('a witness cuts its log once all that may lead have it', () => {
    const little = primaryBackupMachine({ limits: SMALL_LIMITS });
    const staged = new Scene(little, 3, WITNESS).among([0, 1, 2]);
    for (let i = 0; i < 20; i++)
      staged.write(0).among([0, 1, 2]).passes(100).goesOff(0, BEAT).among([0, 1, 2]);
    const { log } = staged.machines[2].state as { readonly log: { readonly base: number } };
    expect(log.base).toBeGreaterThan(10);
    expect(staged.crash(2).write(0).among([0, 2]).judge.unanswered).toBe(0);
  });

  it('a voter that is kept from leading is not promoted, and its log is not lost', () => {
    const staged = new Scene(factory, 3, { members: { 1: { leads: 0 } } })
      .among([0, 1, 2])
      .write(0)
      .among([0, 1]);
    expect(staged.order(1, { type: 'promote' }).underWay).toEqual([]);
    promoted(staged, 2, [1, 2]);
    expect(leaders(staged)).toEqual([true, false, true]);
    expect(staged.write(2).among([1, 2]).judge.unanswered).toBe(0);
    expect(valueAt(staged, 2)).toBe(2);
  });
});
