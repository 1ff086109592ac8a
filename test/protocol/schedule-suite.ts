import { expect, it } from 'vitest';
import type { MachineSetup } from '../../src/protocol/contract.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import type { Outcome, Plan } from './plan.js';
import { runSchedule } from './schedule.js';
import { shrink } from './shrink.js';
import type { Subject } from './subject.js';
import type { Weather } from './weather.js';

/** Over what a protocol's random schedules go: every combination. */
export interface Suite {
  /** Folder under test/protocol/, for the command that replays. */
  readonly protocol: string;
  readonly subject: Subject;
  readonly quorums: readonly { readonly name: string; readonly n: number; readonly quorum: unknown }[];
  readonly reads: readonly ReadMode[];
  readonly disks: readonly ('parallel' | 'serial')[];
  readonly learners?: readonly MachineSetup['learner'][];
  /** Schedules of each combination in the usual run; SEEDS in the environment says otherwise. */
  readonly seeds: number;
  /** Where the schedules are not `runSchedule`'s. */
  readonly run?: (plan: Plan, subject: Subject, tracing?: boolean) => Outcome;
}

type Total = Record<
  'leaderships' | 'crashes' | 'lost' | 'doubled' | 'splits' | 'restored' | 'forgotten',
  number
>;

/** One named plan of a suite. */
function planOf(suite: Suite, name: string, choice: Omit<Plan, 'n' | 'quorum'>): Plan {
  const kind = suite.quorums.find((quorum) => quorum.name === name);
  if (kind === undefined) throw new RangeError(`no quorum is called '${name}'`);
  return { n: kind.n, quorum: kind.quorum, ...choice };
}

/**
 * A test for each kind of quorum: whatever the network, the disks and the crashes do, no promise is broken. A failing
 * schedule is made as small as it gets, and the message has the command that replays it with its whole trace:
 *   SCHEDULE='<quorum> <reads> <disk> <learner> <seed> [weather=… until=…]' npx vitest run test/protocol/<protocol>/schedules.test.ts
 * SEEDS=1000 before it makes 1000 schedules of each combination. Nothing passes by doing nothing: `sometimes` is given the
 * sums over all `runs` schedules of a test.
 */
export function describeSchedules(suite: Suite, sometimes: (total: Total, runs: number) => void): void {
  const { subject, run = runSchedule } = suite;
  const seeds = Number(process.env.SEEDS ?? suite.seeds);
  for (const { name } of suite.quorums) {
    it(`quorums: ${name}`, () => {
      const total: Total = {
        leaderships: 0,
        crashes: 0,
        lost: 0,
        doubled: 0,
        splits: 0,
        restored: 0,
        forgotten: 0,
      };
      let runs = 0;
      for (const choice of choicesOf(suite)) {
        for (let seed = 1; seed <= seeds; seed++) {
          const plan = planOf(suite, name, { ...choice, seed });
          const outcome = run(plan, subject);
          if (outcome.violations.length > 0) expect.fail(report(suite, name, plan, outcome));
          for (const key of Object.keys(total) as (keyof Total)[]) total[key] += outcome[key];
          runs++;
        }
      }
      sometimes(total, runs);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const [choice] = choicesOf(suite);
    const plan = planOf(suite, suite.quorums[0].name, { ...choice, seed: 4 });
    const first = run(plan, subject, true);
    expect(first.trace.length).toBeGreaterThan(500);
    expect(run(plan, subject, true)).toEqual(first);
    expect(run({ ...plan, seed: 5 }, subject, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const { trace, violations } = run(planFrom(suite, process.env.SCHEDULE as string), subject, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
}

function choicesOf({ reads, disks, learners = ['client'] }: Suite): Omit<Plan, 'n' | 'quorum' | 'seed'>[] {
  return reads.flatMap((read) =>
    disks.flatMap((disk) => learners.map((learner) => ({ reads: read, disk, learner }))),
  );
}

/** What went wrong, in the schedule that was drawn and in a smaller one, and how to see either again. */
function report(suite: Suite, name: string, plan: Plan, outcome: Outcome): string {
  const { subject, run = runSchedule } = suite;
  const kindOf = ({ violations }: Outcome): string => violations[0]?.split(':')[0] ?? '';
  const smaller = shrink(plan, (tried) => kindOf(run(tried, subject)) === kindOf(outcome));
  return [
    ...outcome.violations.slice(0, 3),
    `replay: ${commandOf(suite, name, plan)}`,
    `a smaller one: ${commandOf(suite, name, smaller)}`,
  ].join('\n');
}

function commandOf({ protocol }: Suite, name: string, plan: Plan): string {
  const { reads, disk, learner, seed, weather = {}, until } = plan;
  const knobs = Object.entries(weather).map(([knob, value]) => ` ${knob}=${value}`);
  const end = until === undefined ? '' : ` until=${until}`;
  const text = `${name} ${reads} ${disk} ${learner ?? 'client'} ${seed}${knobs.join('')}${end}`;
  return `SCHEDULE='${text}' npx vitest run test/protocol/${protocol}/schedules.test.ts -t replay`;
}

function planFrom(suite: Suite, text: string): Plan {
  const [name, reads, disk, learner, seed, ...knobs] = text.split(' ');
  const given = Object.fromEntries(knobs.map((knob) => [knob.split('=')[0], Number(knob.split('=')[1])]));
  const { until, ...weather } = given;
  return planOf(suite, name, {
    reads: reads as ReadMode,
    disk: disk as Plan['disk'],
    learner: learner as MachineSetup['learner'],
    seed: Number(seed),
    weather: weather as Partial<Weather>,
    ...(until === undefined ? {} : { until }),
  });
}
