import { describe, expect, it } from 'vitest';
import { altered } from './altered.js';
import { DEFECTS } from './multi-paxos/defects.js';
import { multiPaxosSubject } from './multi-paxos/subject.js';
import type { Plan } from './plan.js';
import { QUORUMS } from './quorums.js';
import { planFrom, planOf, textOf } from './replay.js';
import { runSchedule } from './schedule.js';
import { shrink } from './shrink.js';

describe('a failing schedule', () => {
  const defect = DEFECTS.find(({ found }) => found.by === 'random schedules' && found.group === undefined);
  if (defect === undefined) throw new Error('no defect is found by random schedules');
  const subject = { ...multiPaxosSubject, factory: altered(multiPaxosSubject.factory, defect.alteration) };
  const fails = (plan: Plan): boolean =>
    runSchedule(plan, subject).violations.some((violation) => violation.startsWith(defect.check));
  const drawn = (seed: number): Plan =>
    planOf(QUORUMS, 'majority-3', { seed, reads: 'consensus', disk: 'parallel', learner: 'client' });
  let seed = 1;
  while (seed < 2000 && !fails(drawn(seed))) seed++;
  const small = shrink(drawn(seed), fails);

  it('is made smaller: it still fails, without kinds of faults that it does not need, in no more events', () => {
    expect(fails(small)).toBe(true);
    expect(Object.values(small.weather ?? {}).filter((value) => value === 0).length).toBeGreaterThan(3);
    expect(runSchedule(small, subject).events).toBeLessThan(runSchedule(drawn(seed), subject).events);
  });

  it('is replayed by its line: the same plan, and so the same run', () => {
    const line = textOf('majority-3', small);
    expect(line).toMatch(/^majority-3 consensus parallel client \d+( \w+=[\d.]+)+$/);
    expect(planFrom(QUORUMS, line)).toEqual(small);
    expect(runSchedule(planFrom(QUORUMS, line), subject, true)).toEqual(runSchedule(small, subject, true));
  });

  it('whose line names no known quorum is refused', () => {
    const unknown = () => planFrom(QUORUMS, 'plurality consensus parallel client 1');
    expect(unknown).toThrow("no quorum is called 'plurality'");
  });
});
