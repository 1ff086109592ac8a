import { describe, expect, it } from 'vitest';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { runSchedule } from '../schedule.js';
import { type OperatedOutcome, type OperatedPlan, runOperated } from './operated-schedule.js';
import { primaryBackupSubject } from './subject.js';

/** SEEDS=1000 makes 1000 schedules of each combination. */
const SEEDS = Number(process.env.SEEDS ?? 150);
const factory = primaryBackupMachine();

interface Totals {
  takeovers: number;
  crashes: number;
  restored: number;
  forgotten: number;
  forgottenThoughSafe: number;
  answered: number;
  /** Schedules in which something was wrong. */
  wrong: number;
}

function run(
  shared: Omit<OperatedPlan, 'seed' | 'disk' | 'factory'>,
  look: (outcome: OperatedOutcome, replay: string) => void,
): Totals {
  const total: Totals = {
    takeovers: 0,
    crashes: 0,
    restored: 0,
    forgotten: 0,
    forgottenThoughSafe: 0,
    answered: 0,
    wrong: 0,
  };
  for (const disk of ['serial', 'parallel'] as const) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const outcome = runOperated({ ...shared, disk, seed, factory });
      look(outcome, `${disk} ${seed}`);
      for (const key of [
        'takeovers',
        'crashes',
        'restored',
        'forgotten',
        'forgottenThoughSafe',
        'answered',
      ] as const) {
        total[key] += outcome[key];
      }
      if (outcome.violations.length > 0) total.wrong++;
    }
  }
  expect(total.takeovers).toBeGreaterThan(SEEDS);
  expect(total.crashes).toBeGreaterThan(SEEDS);
  expect(total.answered).toBeGreaterThan(10 * SEEDS);
  return total;
}

const fine = (outcome: OperatedOutcome, replay: string): void =>
  expect(outcome.violations, replay).toEqual([]);

describe('the operator replaces the primary, at any time, dead or alive:', () => {
  it.each([
    ['of three', 3],
    ['of five', 5],
  ])('synchronous to all %s, whichever backup is promoted, nothing acknowledged is lost', (_name, n) => {
    const total = run({ n, quorum: 'all', operator: 'hasty' }, fine);
    expect(total.forgotten).toBe(0);
  });

  it.each([
    ['2 of 3', 3, { threshold: 2 }],
    ['2 of 5', 5, { threshold: 2 }],
    ['3 of 5', 5, { threshold: 3 }],
    ['one of each of two groups', 4, { expression: '(r0 | r1) & (r2 | r3)' }],
  ])(
    'semi-synchronous, %s: nothing, if the operator looks at enough backups and takes the most recent',
    (_name, n, quorum) => {
      const total = run({ n, quorum, operator: 'careful' }, fine);
      expect(total.forgotten).toBe(0);
    },
  );

  it('semi-synchronous, and the operator takes the first backup that comes: sometimes acknowledged writes are lost', () => {
    const total = run({ n: 5, quorum: { threshold: 2 }, operator: 'hasty' }, () => undefined);
    expect(total.forgotten).toBeGreaterThan(0);
    expect(total.forgottenThoughSafe).toBe(0);
    expect(total.wrong).toBeGreaterThan(0);
  });

  it('asynchronous: sometimes acknowledged writes are lost, and only where the count of the forgotten says so', () => {
    let withoutLoss = 0;
    const total = run({ n: 3, quorum: { threshold: 1 }, operator: 'careful' }, (outcome, replay) => {
      if (outcome.forgotten + outcome.perhapsForgotten > 0) return;
      // A no-op that an old primary had committed may be gone as well; nobody misses it but the check for agreement.
      if (outcome.violations.some((what) => /^agreement: slot \d+ is no-op/.test(what))) return;
      withoutLoss++;
      fine(outcome, replay);
    });
    expect(withoutLoss).toBeGreaterThan(0);
    expect(total.forgotten).toBeGreaterThan(0);
    expect(total.wrong).toBeGreaterThan(0);
    // Backups that were ahead of the new primary undid what they had executed.
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
        factory,
      } as const;
      if (runOperated(plan).violations.length > 0) found++;
    }
    expect(found).toBeGreaterThan(0);
  });
});

describe('backups that promote themselves when the primary is silent (SRE book, ch. 23, case study 1: split brain):', () => {
  const naive = { ...primaryBackupSubject, factory: primaryBackupMachine({ takeover: 'timeout' }) };
  const partitions = { crash: 0, crashOfAll: 0, cut: 0, split: 1, isolation: 4, lasts: 300 };

  it.each([
    ['asynchronous', 3, { threshold: 1 }],
    ['2 of 5', 5, { threshold: 2 }],
  ])('%s: partitions make two primaries, and the checks find what that does', (_name, n, quorum) => {
    const found: string[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const plan = { seed, n, quorum, reads: 'leader-lease', disk: 'serial', weather: partitions } as const;
      found.push(...runSchedule(plan, naive).violations);
      expect(runSchedule(plan, primaryBackupSubject).violations).toEqual([]);
    }
    expect(found.some((what) => what.startsWith('agreement'))).toBe(true);
    expect(found.some((what) => what.startsWith('durability') || what.startsWith('reads'))).toBe(true);
  });
});
