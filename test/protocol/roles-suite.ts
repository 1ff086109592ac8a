import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Machine } from '../../src/protocol/contract/machine.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import { onlyTheWitnessHasIt, WITNESS } from './only-the-witness.js';
import { type Cast, PATIENCE, Scene } from './scene.js';
import type { Subject } from './subject.js';

/** A protocol whose members have roles, and the message with which one first speaks that wants to lead. */
export interface WithRoles {
  readonly subject: Subject;
  readonly call: string;
  /** Machines with these limits. */
  machines(limits: { snapshotEvery: number; maxLag: number; batch: number }): MachineFactory;
}

/** Sentences about roles, each held against three or four replicas whose messages are passed on by hand. */
export function describeRoles({ subject, call, machines }: WithRoles): void {
  const factory = machines({ snapshotEvery: 1000, maxLag: 10_000, batch: 1000 });
  const scene = (n: number, cast: Cast): Scene => new Scene(factory, n, cast);
  const valueAt = (machine: Machine): number | undefined => subject.store(machine).get(1);
  /** Elected by these among whom it asks? */
  const wins = (staged: Scene, replica: number, among: readonly number[]): boolean =>
    staged.losesPatience(replica).among(among).machines[replica].leads;

  describe('a learner', () => {
    const learner: Cast = { members: { 3: { role: 'learner' } } };

    it('executes what is committed, and is not waited for, nor does it help to commit', () => {
      const staged = scene(4, learner).among([0, 1, 2, 3]).write(0).among([0, 3]);
      expect(staged.judge.unanswered).toBe(1);
      staged.passes(100).beats(0).among([0, 1, 2, 3]).passes(1000).beats(0).among([0, 1, 2, 3]);
      expect(staged.judge.unanswered).toBe(0);
      const before = staged.write(0).among([0, 1]).judge.unanswered;
      expect(before).toBe(0);
      staged.passes(100).beats(0).among([0, 1, 2, 3]).passes(200).beats(0).among([0, 1, 2, 3]);
      expect(valueAt(staged.machines[3])).toBe(2);
    });

    it('is asked for no vote, gives none, and never wants to lead', () => {
      const staged = scene(4, learner).among([0, 1, 2, 3]);
      expect(staged.losesPatience(3).underWay).toEqual([]);
      staged.losesPatience(1);
      expect(staged.underWay).toContain(`1 2 ${call}`);
      expect(staged.underWay).not.toContain(`1 3 ${call}`);
      expect(staged.among([1, 3]).machines[1].leads).toBe(false);
      expect(wins(staged, 1, [1, 2])).toBe(true);
    });

    it('answers local reads from its own data', () => {
      const staged = scene(4, { ...learner, reads: 'local' })
        .among([0, 1, 2, 3])
        .read(3);
      expect(staged.judge.unanswered).toBe(0);
    });

    it('passes on what its clients ask, and answers', () => {
      const staged = scene(4, learner).among([0, 1, 2, 3]).passes(100).beats(0).among([0, 1, 2, 3]);
      expect(staged.write(3).among([0, 1, 2, 3]).judge.unanswered).toBe(0);
    });
  });

  describe('a witness', () => {
    it('acknowledges, keeps no data, and serves nobody', () => {
      const staged = scene(3, { ...WITNESS, reads: 'local' })
        .among([0, 1, 2])
        .write(0)
        .among([0, 2]);
      expect(staged.judge.unanswered).toBe(0);
      expect(subject.store(staged.machines[2]).size).toBe(0);
      expect(staged.read(2).judge.unanswered).toBe(1);
      expect(staged.losesPatience(2).underWay).toEqual([]);
    });

    it('gives the last write of a lost leader to the next one, where nobody else that is up has it', () => {
      const staged = scene(3, WITNESS).among([0, 1, 2]).write(0).among([0, 2]);
      expect(staged.judge.unanswered).toBe(0);
      expect(wins(staged, 1, [1, 2])).toBe(true);
      expect(valueAt(staged.machines[1])).toBe(1);
      expect(staged.write(1).among([1, 2]).judge.unanswered).toBe(0);
      expect(staged.judge.violations).toEqual([]);
    });

    it('keeps its log while it alone has what a voter lacks; and cuts it once enough others have it', () => {
      const little = machines({ snapshotEvery: 2, maxLag: 3, batch: 100 });
      expect(onlyTheWitnessHasIt(little)).toEqual([]);
      const staged = new Scene(little, 3, WITNESS).among([0, 1, 2]);
      for (let i = 0; i < 12; i++) {
        staged.write(0).among([0, 1, 2]).passes(100).beats(0).among([0, 1, 2]);
      }
      const { log } = staged.machines[2].state as { readonly log: { readonly base: number } };
      expect(log.base).toBeGreaterThan(5);
    });
  });

  describe('an arbiter', () => {
    const arbiter: Cast = { members: { 2: { role: 'arbiter' } } };

    it('elects, on its disk, and acknowledges no write, nor gets any', () => {
      const staged = scene(3, arbiter).among([0, 1, 2]).write(0).among([0, 2]);
      expect(staged.judge.unanswered).toBe(1);
      staged.passes(1000).beats(0).among([0, 1, 2]).passes(1000).beats(0).among([0, 1, 2]);
      expect(staged.judge.unanswered).toBe(0);
      expect(wins(staged, 1, [1, 2])).toBe(true);
      expect([...staged.durable[2].keys()].filter((key) => key >= 0)).toEqual([]);
      expect([...staged.durable[2].keys()]).toHaveLength(1);
      expect(staged.losesPatience(2).underWay).not.toContain(`2 1 ${call}`);
    });
  });

  describe('who leads', () => {
    it('a voter that is kept from leading never wants to, and its log is not lost: it goes to who may', () => {
      const staged = scene(3, { members: { 1: { leads: 0 } } })
        .among([0, 1, 2])
        .write(0)
        .among([0, 1]);
      expect(staged.judge.unanswered).toBe(0);
      expect(staged.losesPatience(1).underWay).toEqual([]);
      expect(wins(staged, 2, [1, 2])).toBe(true);
      expect(staged.write(2).among([1, 2]).judge.unanswered).toBe(0);
      expect(valueAt(staged.machines[2])).toBe(2);
      expect(staged.judge.violations).toEqual([]);
    });

    it('whoever comes after others waits for the length of its range once for each priority above, the lost leader apart', () => {
      // r0 leads; each draws the middle of 1000 to 2000 ms, so 1500. Above r2 is r1 besides r0: one range, 1000 ms more.
      const members = { 0: { leads: 9 }, 1: { leads: 5 }, 2: { leads: 1 } };
      const staged = (): Scene =>
        scene(3, { members }).among([0, 1, 2]).passes(100).beats(0).among([0, 1, 2]);
      expect(staged().losesPatience(1, 1499).underWay).toEqual([]);
      expect(staged().losesPatience(1, 1501).underWay).toContain(`1 2 ${call}`);
      expect(staged().losesPatience(2, 2499).underWay).toEqual([]);
      expect(staged().losesPatience(2, 2501).underWay).toContain(`2 1 ${call}`);
    });

    const back: Cast = { leader: 1, members: { 0: { leads: 1000 } } };
    /** r1 leads; heartbeats for so long, at r0 too or not. */
    const beating = (staged: Scene, ms: number, among: readonly number[]): Scene => {
      for (let time = 0; time < ms; time += 100) staged.passes(100).beats(1).among(among);
      return staged;
    };

    it('leadership goes back to who is preferred, once that has answered for as long as the group says', () => {
      const staged = beating(scene(3, { ...back, returnsAfter: 3000 }).among([0, 1, 2]), 2900, [0, 1, 2]);
      expect(staged.machines.map(({ leads }) => leads)).toEqual([false, true, false]);
      beating(staged, 400, [0, 1, 2]);
      expect(staged.machines.map(({ leads }) => leads)).toEqual([true, false, false]);
      expect(staged.write(0).among([0, 1, 2]).judge.unanswered).toBe(0);
    });

    it('without a gap, and never where the group does not say', () => {
      const gap = beating(scene(3, { ...back, returnsAfter: 3000 }).among([0, 1, 2]), 2000, [0, 1, 2]);
      beating(gap, PATIENCE[0] + 200, [1, 2]);
      expect(beating(gap, 2500, [0, 1, 2]).machines[1].leads).toBe(true);
      expect(beating(gap, 1000, [0, 1, 2]).machines[0].leads).toBe(true);
      expect(beating(scene(3, back).among([0, 1, 2]), 20_000, [0, 1, 2]).machines[1].leads).toBe(true);
    });

    it('election timeouts are its own, but the word to a leader with a lease is of the length of the group', () => {
      const members = { 1: { election: [100, 300] } } as const;
      const staged = (reads: ReadMode): Scene =>
        scene(3, { members, reads }).among([0, 1, 2]).passes(100).beats(0).among([0, 1, 2]);
      expect(staged('consensus').losesPatience(1, 199).underWay).toEqual([]);
      expect(staged('consensus').losesPatience(1, 201).underWay).toContain(`1 2 ${call}`);
      expect(staged('leader-lease').losesPatience(1, 999).underWay).toEqual([]);
      expect(staged('leader-lease').losesPatience(1, 1001).underWay).toContain(`1 2 ${call}`);
    });
  });

  describe('a lease beside elections', () => {
    const cast: Cast = { reads: 'leader-lease', leaderLease: 9000 };
    /** r0 has a lease from the heartbeat of time 100, and is cut off; r1 has been elected 2000 ms later. */
    const elected = (more: Cast = {}): Scene =>
      scene(3, { ...cast, ...more })
        .among([0, 1, 2])
        .passes(100)
        .beats(0)
        .among([0, 1, 2])
        .losesPatience(1, 2000)
        .among([1, 2]);

    it('a new leader answers neither writes nor reads before the lease of the one before is over', () => {
      const staged = elected();
      expect(staged.machines[1].leads).toBe(true);
      staged.write(1).among([1, 2]).read(1).among([1, 2]);
      for (let i = 0; i < 69; i++) staged.passes(100).beats(1).among([1, 2]).serves(1).among([1, 2]);
      expect(staged.judge.unanswered).toBe(2);
      staged.passes(101).serves(1).among([1, 2]).beats(1).among([1, 2]);
      expect(staged.judge.unanswered).toBe(0);
    });

    it('meanwhile the one before answers reads, for nine tenths of it', () => {
      const staged = elected();
      expect(staged.read(0).judge.unanswered).toBe(0);
      expect(staged.passes(6099).read(0).judge.unanswered).toBe(0);
      expect(staged.passes(2).read(0).judge.unanswered).toBe(1);
    });

    it('without it a new leader serves at once', () => {
      const staged = elected({ leaderLease: undefined });
      expect(staged.write(1).among([1, 2]).judge.unanswered).toBe(0);
    });

    it('an heir need not wait: who hands over has given up its lease', () => {
      const members = { 0: { leads: 1000 } };
      const staged = scene(3, { ...cast, members, leader: 1, returnsAfter: 500 }).among([0, 1, 2]);
      for (let i = 0; i < 8; i++) staged.passes(100).beats(1).among([0, 1, 2]);
      expect(staged.machines[0].leads).toBe(true);
      expect(staged.write(0).among([0, 1, 2]).judge.unanswered).toBe(0);
    });
  });
}
