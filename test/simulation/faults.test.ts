import { describe, expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import type { Command } from '../../src/protocol/contract/machine.js';
import type { Fault } from '../../src/simulation/fault.js';
import { type SimulationOptions, simulate } from '../../src/simulation/simulate.js';
import { careful, echo, executeAt, machine } from './echo.js';
import { primary } from './primary.js';
import { type Small, smallDeployment } from './small-deployment.js';

const three = ['x', 'y', 'z'];

function options(
  small: Small,
  faults: readonly Fault[],
  more: Partial<SimulationOptions> = {},
): SimulationOptions {
  return {
    deployment: smallDeployment(small),
    machine: primary,
    leader: 'a',
    entryOf: () => 'a',
    seed: 3,
    workload: { arrivals: { kind: 'closed', outstanding: 3 }, timeout: 500 },
    faults,
    until: { time: 4000 },
    history: true,
    ...more,
  };
}

/** Latest answer before `at`, and the first after it (ms). */
function gapAround(history: { responded: Float64Array } | undefined, at: number): number {
  const times = Array.from(history?.responded ?? []).filter(Number.isFinite);
  const before = Math.max(...times.filter((time) => time <= at));
  return Math.min(...times.filter((time) => time > at)) - before;
}

describe('crash', () => {
  const disk: Small = { replicas: ['x'], clients: ['x'], fsync: constant(20) };
  const crash: Fault = { kind: 'crash', replicas: ['a'], at: 1003, until: 2000 };

  test('loses what was not durable, the write in progress included, and keeps what was', () => {
    const found: number[][] = [];
    const asked: Command[] = [];
    const recording = machine((setup) => {
      const inner = careful.create(setup);
      return {
        request(command, effects) {
          asked.push(command);
          inner.request(command, effects);
        },
        durable: (token, effects) => inner.durable(token, effects),
        restart(durable, effects) {
          found.push([...durable.keys()].sort((p, q) => p - q));
          inner.restart(durable, effects);
        },
      };
    });
    const run = simulate(options(disk, [crash], { machine: recording }));
    expect(run.lostWrites).toBeGreaterThan(0);
    expect(found).toHaveLength(1);
    const kept = found[0].length;
    // Keys are handed out in order: what was durable is a prefix of what was asked for until the crash.
    expect(found[0]).toEqual(Array.from({ length: kept }, (_, i) => i));
    expect(kept).toBeGreaterThan(30);
    const before = run.history?.length === undefined ? 0 : asked.length;
    expect(before).toBeGreaterThan(kept + run.lostWrites);
    expect(run.safety).toMatchObject({ violations: 0 });
  });

  test('a machine that answers before its record is durable is sometimes caught, one that waits never', () => {
    const hasty = machine((setup) => {
      const inner = careful.create(setup);
      let slot = 0;
      return {
        request(command, effects) {
          effects.persist(slot, command, slot);
          executeAt(effects, slot++, command);
          effects.reply(command.client, command.seq, command.value);
        },
        restart(durable, effects) {
          slot = durable.size;
          inner.restart(new Map(), effects);
        },
      };
    });
    const caught = simulate(options(disk, [crash], { machine: hasty }));
    expect(caught.lostWrites).toBeGreaterThan(0);
    expect(caught.safety.byCheck.durability).toBeGreaterThan(0);
    const sound = simulate(options(disk, [crash]));
    expect(sound.lostWrites).toBeGreaterThan(0);
    expect(sound.safety.violations).toBe(0);
  });

  test('timers, queued messages and writes die with the replica; what comes for it while it is down is lost', () => {
    const life: string[] = [];
    const noisy = machine(() => ({
      start: (effects) => effects.setTimer(1, 900),
      timer: (name, effects) => {
        life.push(`timer ${name}`);
        effects.setTimer(1, 900);
      },
      request(command, effects) {
        executeAt(effects, 0, command);
        effects.reply(command.client, command.seq, command.value);
        life.push('request');
      },
      restart: (_, effects) => {
        life.push('restart');
        effects.setTimer(2, 100);
      },
    }));
    const small: Small = { replicas: ['x'], clients: ['x'], processing: 40 };
    // Requests keep arriving, one is always in the processor when the crash comes.
    const workload = { arrivals: { kind: 'open', rate: 20 } as const, timeout: 3000 };
    const fault: Fault = { kind: 'crash', replicas: ['a'], at: 500, until: 1500 };
    simulate(options(small, [fault], { machine: noisy, workload, until: { time: 1800 } }));
    const restart = life.indexOf('restart');
    expect(life.slice(0, restart)).toContain('request');
    expect(life.slice(restart)).toContain('timer 2');
    // The timer of the first life is not heard again: only the second life's own pair.
    expect(life.slice(restart, life.indexOf('timer 2'))).not.toContain('timer 1');
  });

  test('without an end it lasts, until a restart', () => {
    const forever = simulate(options(disk, [{ kind: 'crash', replicas: ['a'], at: 1000 }]));
    expect(Math.max(...Array.from(forever.history?.responded ?? []).filter(Number.isFinite))).toBeLessThan(
      1020,
    );
    expect(forever.leaders).toEqual([]);
    const back = simulate(
      options(disk, [
        { kind: 'crash', replicas: ['a'], at: 1000 },
        { kind: 'restart', replicas: ['a'], at: 2000 },
      ]),
    );
    expect(gapAround(back.history, 1500)).toBeGreaterThan(990);
    expect(Math.max(...Array.from(back.history?.responded ?? []).filter(Number.isFinite))).toBeGreaterThan(
      3900,
    );
    expect(back.leadership).toEqual([
      { at: 1000, replica: 'a', leads: false },
      { at: 2000, replica: 'a', leads: true },
    ]);
  });

  test('one follower less changes nothing for a majority of three; two less stop it until one is back', () => {
    const one = simulate(
      options({ replicas: three, clients: ['x'] }, [{ kind: 'crash', replicas: ['c'], at: 1000 }]),
    );
    expect(gapAround(one.history, 1000)).toBeLessThan(50);
    const two = simulate(
      options({ replicas: three, clients: ['x'] }, [
        { kind: 'crash', replicas: ['c'], at: 1000 },
        { kind: 'crash', replicas: ['b'], at: 1000, until: 2000 },
      ]),
    );
    expect(gapAround(two.history, 1500)).toBeGreaterThan(950);
    expect(two.safety.violations).toBe(0);
    expect(two.faults).toMatchObject({ scheduled: 3, happened: 3 });
  });
});

describe('partition', () => {
  const small: Small = { replicas: three, clients: ['x'] };

  test('stops what passes between groups, both ways, until it heals', () => {
    const cut: Fault = { kind: 'partition', groups: [['a'], ['b', 'c']], at: 1000, until: 2000 };
    const run = simulate(options(small, [cut]));
    expect(gapAround(run.history, 1500)).toBeGreaterThan(950);
    expect(gapAround(run.history, 1500)).toBeLessThan(1300);
    expect(run.safety.violations).toBe(0);
  });

  test('an end in no group is not affected: with b apart from c alone nothing is felt', () => {
    const run = simulate(
      options(small, [{ kind: 'partition', groups: [['b'], ['c']], at: 1000, until: 2000 }]),
    );
    expect(gapAround(run.history, 1500)).toBeLessThan(50);
  });

  test('a majority on the side of the primary goes on', () => {
    const run = simulate(
      options(small, [{ kind: 'partition', groups: [['a', 'b'], ['c']], at: 1000, until: 2000 }]),
    );
    expect(gapAround(run.history, 1500)).toBeLessThan(50);
  });

  test('it can cut a client off', () => {
    const run = simulate(
      options(small, [{ kind: 'partition', groups: [['client-0'], ['a', 'b', 'c']], at: 1000, until: 2000 }]),
    );
    expect(gapAround(run.history, 1500)).toBeGreaterThan(950);
    expect(run.operations.retries).toBeGreaterThan(0);
  });

  test('a cut is one way: what comes back still arrives', () => {
    const heard: Record<string, number> = { a: 0, b: 0 };
    const chatty = machine(({ self }) => ({
      start: (effects) => effects.setTimer(1, 10),
      timer: (_, effects) => {
        effects.send(1 - self, { type: 'chat' });
        effects.setTimer(1, 10);
      },
      message: () => {
        heard['ab'[self]]++;
      },
      request(command, effects) {
        executeAt(effects, 0, command);
        effects.reply(command.client, command.seq, command.value);
      },
    }));
    const fault: Fault = { kind: 'cut', from: ['a'], to: ['b'], at: 0, until: 1000 };
    const workload = { arrivals: { kind: 'open', rate: 0.001 } as const };
    simulate(
      options({ replicas: ['x', 'y'], clients: ['x'] }, [fault], {
        machine: chatty,
        workload,
        until: { time: 2000 },
      }),
    );
    // 100 messages each way in the second of the cut.
    expect(heard.a - heard.b).toBeGreaterThan(95);
    expect(heard.a - heard.b).toBeLessThan(105);
    expect(heard.b).toBeGreaterThan(90);
  });
});

describe('slowness', () => {
  const small: Small = { replicas: ['x'], clients: ['x'], fsync: constant(5) };
  const slowest = (faults: readonly Fault[], factory = careful): number[] => {
    const workload = { arrivals: { kind: 'closed', outstanding: 1 } as const, timeout: 10_000 };
    const { history } = simulate(options(small, faults, { machine: factory, workload }));
    if (history === undefined) throw new Error('no history');
    const latency = (from: number, to: number): number[] =>
      Array.from(history.invoked)
        .map((at, i) => [at, history.responded[i] - at])
        .filter(([at]) => at >= from && at < to)
        .map(([, taken]) => taken);
    return [Math.max(...latency(0, 950)), Math.max(...latency(1000, 1900)), Math.max(...latency(2100, 4000))];
  };
  const close = (numbers: number[]) => numbers.map((ms) => expect.closeTo(ms, 9));

  test('a slow disk takes a multiple of its time while it is slow', () => {
    const fault: Fault = { kind: 'slow-disk', replicas: ['a'], factor: 10, at: 1000, until: 2000 };
    expect(slowest([fault])).toEqual(close([25, 70, 25]));
  });

  test('a slow link takes more time both ways: factors multiply, additions add', () => {
    const between = [['client-0'], ['a']] as const;
    const during = { at: 1000, until: 2000 };
    const extra: Fault = { kind: 'slow-link', between, factor: 1, extra: 40, ...during };
    const factor: Fault = {
      kind: 'slow-link',
      between: [['a'], ['client-0']],
      factor: 3,
      extra: 0,
      ...during,
    };
    expect(slowest([extra], echo)).toEqual(close([20, 100, 20]));
    expect(slowest([factor], echo)).toEqual(close([20, 60, 20]));
    expect(slowest([extra, factor, factor], echo)).toEqual(close([20, 260, 20]));
  });
});

test('faults count from the moment at which measuring begins, and those after the end of the run do not happen', () => {
  const faults: Fault[] = [
    { kind: 'slow-disk', replicas: ['a'], factor: 2, at: 0, until: 100 },
    { kind: 'crash', replicas: ['a'], at: 1e6 },
  ];
  const run = simulate(
    options({ replicas: ['x'], clients: ['x'] }, faults, { machine: echo, until: { time: 500 } }),
  );
  expect(run.warmUp.lasted).toBeGreaterThan(0);
  expect(run.faults).toMatchObject({ scheduled: 3, happened: 2 });
});
