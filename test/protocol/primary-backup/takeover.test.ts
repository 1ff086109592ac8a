import { describe, expect, it } from 'vitest';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { runSchedule } from '../schedule.js';
import type { Members } from '../subject.js';
import { type OperatedOutcome, type OperatedPlan, runOperated } from './operated-schedule.js';
import { primaryBackupSubject, SMALL_LIMITS } from './subject.js';

/** SEEDS=1000 makes 1000 schedules of each combination. */
const SEEDS = Number(process.env.SEEDS ?? 100);

interface Totals {
  takeovers: number;
  crashes: number;
  restored: number;
  operations: number;
  /** Schedules in which something was wrong. */
  wrong: number;
}

function run(
  shared: Omit<OperatedPlan, 'seed' | 'disk'>,
  look: (outcome: OperatedOutcome, replay: string) => void,
): Totals {
  const total: Totals = { takeovers: 0, crashes: 0, restored: 0, operations: 0, wrong: 0 };
  for (const disk of ['serial', 'parallel'] as const) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = runOperated({ ...shared, disk, seed }, primaryBackupSubject);
      look(outcome, `${disk} ${seed}`);
      for (const key of ['takeovers', 'crashes', 'restored', 'operations'] as const)
        total[key] += outcome[key];
      if (outcome.violations.length > 0) total.wrong++;
    }
  }
  expect(total.takeovers).toBeGreaterThan(SEEDS);
  expect(total.crashes).toBeGreaterThan(SEEDS);
  expect(total.operations).toBeGreaterThan(10 * SEEDS);
  return total;
}

const fine = (outcome: OperatedOutcome, replay: string): void =>
  expect(outcome.violations, replay).toEqual([]);

type Kind = [name: string, n: number, quorum: unknown, members?: Members];

const KINDS: readonly Kind[] = [
  ['all of 3', 3, 'all'],
  ['2 of 3', 3, { threshold: 2 }],
  ['2 of 5', 5, { threshold: 2 }],
  ['3 of 5', 5, { threshold: 3 }],
  ['one of each of two groups', 4, { expression: '(r0 | r1) & (r2 | r3)' }],
  ['2 of 3, one a witness', 3, { threshold: 2 }, { 2: { role: 'witness' } }],
  ['3 of 5, two of them witnesses', 5, { threshold: 3 }, { 1: { role: 'witness' }, 4: { role: 'witness' } }],
  ['2 of 3, a learner besides', 4, { threshold: 2 }, { 0: { role: 'learner' } }],
  ['2 of 3, one kept from leading', 3, { threshold: 2 }, { 1: { leads: 0 } }],
];

describe('the operator replaces the primary, at any time, dead or alive:', () => {
  it.each([
    ['of three', 3],
    ['of five', 5],
  ])(
    'synchronous to all %s, whichever backup is promoted, whoever answers it, nothing is lost',
    (_name, n) => {
      run({ n, quorum: 'all', operator: 'hasty' }, fine);
    },
  );

  it.each<Kind>(KINDS)(
    '%s: nothing, if enough backups can be reached, whichever is promoted',
    (_name, n, quorum, members = {}) => {
      run({ n, quorum, members, operator: 'careful' }, fine);
    },
  );

  it.each<Kind>([...KINDS, ['asynchronous', 3, { threshold: 1 }]])(
    '%s: nothing, if the old primary is well and can be reached: it hands over what it has',
    (_name, n, quorum, members = {}) => {
      run({ n, quorum, members, operator: 'gentle' }, fine);
    },
  );

  it('semi-synchronous, and too few backups can be reached: sometimes acknowledged writes are lost', () => {
    const total = run({ n: 5, quorum: { threshold: 2 }, operator: 'hasty' }, () => undefined);
    expect(total.wrong).toBeGreaterThan(0);
  });

  it('asynchronous, the old primary stopped: sometimes acknowledged writes are lost, and the checks say so', () => {
    const found: string[] = [];
    const total = run({ n: 3, quorum: { threshold: 1 }, operator: 'careful' }, ({ violations }) => {
      found.push(...violations);
    });
    expect(total.wrong).toBeGreaterThan(0);
    expect(total.wrong).toBeLessThan(2 * SEEDS);
    expect(found.some((what) => /^(agreement|durability|reads)/.test(what))).toBe(true);
    // It loses, but it does not hang: whatever slots are never filled again, all is answered.
    expect(found.filter((what) => /^liveness: .* [1-9]\d* operations are unanswered/.test(what))).toEqual([]);
    expect(total.restored).toBeGreaterThan(0);
  });

  it('and the old primary is not stopped: the checks find two of them', () => {
    let found = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const plan = {
        seed,
        n: 3,
        quorum: { threshold: 2 },
        disk: 'serial',
        operator: 'unfenced',
      } as const;
      if (runOperated(plan, primaryBackupSubject).violations.length > 0) found++;
    }
    expect(found).toBeGreaterThan(0);
  });
});

describe('backups that promote themselves when the primary is silent (SRE book, ch. 23, case study 1: split brain):', () => {
  const naive = {
    ...primaryBackupSubject,
    factory: primaryBackupMachine({ takeover: 'timeout', limits: SMALL_LIMITS }),
  };
  const partitions = { crash: 0, crashOfAll: 0, cut: 0, split: 1, isolation: 4, lasts: 300 };

  it.each([
    ['asynchronous', 3, { threshold: 1 }],
    ['2 of 5', 5, { threshold: 2 }],
  ])('%s: partitions make two primaries, and the checks find what that does', (_name, n, quorum) => {
    const found: string[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const plan = { seed, n, quorum, reads: 'primary', disk: 'serial', weather: partitions } as const;
      found.push(...runSchedule(plan, naive).violations);
      expect(runSchedule(plan, primaryBackupSubject).violations).toEqual([]);
    }
    expect(found.some((what) => what.startsWith('agreement'))).toBe(true);
    expect(found.some((what) => what.startsWith('durability') || what.startsWith('reads'))).toBe(true);
  });
});
