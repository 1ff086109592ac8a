import { describe, expect, it } from 'vitest';
import { altered } from './altered.js';
import { DEFECTS } from './multi-paxos/defects.js';
import { multiPaxosSubject } from './multi-paxos/subject.js';
import type { Plan } from './plan.js';
import { runSchedule } from './schedule.js';
import { shrink } from './shrink.js';

describe('a failing schedule', () => {
  const defect = DEFECTS.find(({ found }) => found.by === 'random');
  if (defect === undefined) throw new Error('no defect is found by random schedules');
  const subject = { ...multiPaxosSubject, factory: altered(multiPaxosSubject.factory, defect.alteration) };
  const fails = (plan: Plan): boolean =>
    runSchedule(plan, subject).violations.some((violation) => !violation.startsWith('liveness'));
  const drawn = (seed: number): Plan => ({
    seed,
    n: 3,
    quorum: 'majority',
    reads: defect.found.by === 'random' ? defect.found.reads : 'consensus',
    disk: 'parallel',
  });

  it('is made smaller: it still fails, without kinds of faults that it does not need, in no more events', () => {
    let seed = 1;
    while (!fails(drawn(seed))) seed++;
    const small = shrink(drawn(seed), fails);
    expect(fails(small)).toBe(true);
    expect(Object.values(small.weather ?? {}).filter((value) => value === 0).length).toBeGreaterThan(3);
    expect(runSchedule(small, subject).events).toBeLessThan(runSchedule(drawn(seed), subject).events);
  });
});
