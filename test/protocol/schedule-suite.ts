import { expect, it } from 'vitest';
import type { MachineSetup } from '../../src/protocol/contract/machine.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import type { Outcome, Plan } from './plan.js';
import { planFrom, planOf, type QuorumKind, textOf } from './replay.js';
import { runSchedule } from './schedule.js';
import { shrink } from './shrink.js';
import type { Subject } from './subject.js';

/** Over what a protocol's random schedules go: every combination. */
export interface Suite {
  /** Folder under test/protocol/, for the command that replays. */
  readonly protocol: string;
  /** What is run; anew for every schedule where something watches it. */
  readonly subject: Subject | (() => Watched);
  /** A share (0 to 1) of the schedules is enough where a run says little or takes long. */
  readonly quorums: readonly (QuorumKind & { readonly share?: number })[];
  readonly reads: readonly ReadMode[];
  readonly disks: readonly ('parallel' | 'serial')[];
  readonly learners?: readonly MachineSetup['learner'][];
  /** Schedules of each combination in the usual run; SEEDS in the environment says otherwise. */
  readonly seeds: number;
}

/** A subject that is held against more than the judge knows of. */
export interface Watched {
  readonly subject: Subject;
  /** What was broken, once the run is over. */
  broken?(): readonly string[];
}

type Total = Record<
  'leaderships' | 'crashes' | 'lost' | 'doubled' | 'splits' | 'restored' | 'forgotten' | 'slowSnapshots',
  number
>;

/**
 * A test for each kind of quorum: whatever the network, the disks and the crashes do, no promise is broken. A failing
 * schedule is made as small as it gets, and the message has the command that replays it with its whole trace:
 *   SCHEDULE='<quorum> <reads> <disk> <learner> <seed> [weather=… until=…]' npx vitest run test/protocol/<protocol>/schedules.test.ts
 * `npm run schedules -- <protocol> 1000` makes 1000 schedules of each combination. Nothing passes by doing nothing:
 * `sometimes` is given the sums over all `runs` schedules of a test, and its kind of quorum.
 */
export function describeSchedules(
  suite: Suite,
  sometimes: (total: Total, runs: number, quorum: string) => void,
): void {
  const seeds = Number(process.env.SEEDS ?? suite.seeds);
  for (const { name, share = 1 } of suite.quorums) {
    it(`quorums: ${name}`, () => {
      const total: Total = {
        leaderships: 0,
        crashes: 0,
        lost: 0,
        doubled: 0,
        splits: 0,
        restored: 0,
        forgotten: 0,
        slowSnapshots: 0,
      };
      let runs = 0;
      for (const choice of choicesOf(suite)) {
        for (let seed = 1; seed <= Math.ceil(share * seeds); seed++) {
          const plan = planOf(suite.quorums, name, { ...choice, seed });
          const outcome = run(suite, plan);
          if (outcome.violations.length > 0) expect.fail(report(suite, name, plan, outcome));
          for (const key of Object.keys(total) as (keyof Total)[]) total[key] += outcome[key];
          runs++;
        }
      }
      // Fewer than usual may miss what is rare.
      if (seeds >= suite.seeds) sometimes(total, runs, name);
    });
  }

  it('and the same seed gives the same run, event by event', () => {
    const [choice] = choicesOf(suite);
    const plan = planOf(suite.quorums, suite.quorums[0].name, { ...choice, seed: 4 });
    const first = run(suite, plan, true);
    expect(first.trace.length).toBeGreaterThan(300);
    expect(run(suite, plan, true)).toEqual(first);
    expect(run(suite, { ...plan, seed: 5 }, true).trace).not.toEqual(first.trace);
  });

  it.runIf(process.env.SCHEDULE)('replay', () => {
    const plan = planFrom(suite.quorums, process.env.SCHEDULE as string);
    const { trace, violations } = run(suite, plan, true);
    process.stdout.write(`${[...trace, ...violations].join('\n')}\n`);
    expect(violations).toEqual([]);
  });
}

function run({ subject }: Suite, plan: Plan, tracing = false): Outcome {
  const watched: Watched = typeof subject === 'function' ? subject() : { subject };
  const outcome = runSchedule(plan, watched.subject, tracing);
  return { ...outcome, violations: [...outcome.violations, ...(watched.broken?.() ?? [])] };
}

function choicesOf({ reads, disks, learners = ['client'] }: Suite): Omit<Plan, 'n' | 'quorum' | 'seed'>[] {
  return reads.flatMap((read) =>
    disks.flatMap((disk) => learners.map((learner) => ({ reads: read, disk, learner }))),
  );
}

/** What went wrong, in the schedule that was drawn and in a smaller one, and how to see either again. */
function report(suite: Suite, name: string, plan: Plan, outcome: Outcome): string {
  const kindOf = ({ violations }: Outcome): string => violations[0]?.split(':')[0] ?? '';
  const smaller = shrink(plan, (tried) => kindOf(run(suite, tried)) === kindOf(outcome));
  const commandOf = (which: Plan): string =>
    `SCHEDULE='${textOf(name, which)}' npx vitest run test/protocol/${suite.protocol}/schedules.test.ts -t replay`;
  return [
    ...outcome.violations.slice(0, 3),
    `replay: ${commandOf(plan)}`,
    `a smaller one: ${commandOf(smaller)}`,
  ].join('\n');
}
