import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/protocol/contract/machine.js';
import { type SimulationOptions, simulate } from '../../src/simulation/simulate.js';
import { careful, echo, executeAt, machine } from './echo.js';
import { primary } from './primary.js';
import { smallDeployment } from './small-deployment.js';

const base: SimulationOptions = {
  deployment: smallDeployment(),
  machine: echo,
  leader: 'a',
  entryOf: () => 'a',
  seed: 5,
  workload: { arrivals: { kind: 'closed', outstanding: 2 } },
  until: { operations: 50 },
};

test('a sound machine passes every check, and all of them ran', () => {
  const { safety } = simulate(base);
  expect(safety).toEqual({
    checked: ['agreement', 'order', 'validity', 'at-most-once', 'durability'],
    violations: 0,
    byCheck: { agreement: 0, order: 0, validity: 0, 'at-most-once': 0, durability: 0 },
  });
});

test('a sound replicated machine passes under loss, crashes and partitions', () => {
  const deployment = smallDeployment({ replicas: ['x', 'y', 'z'], clients: ['x', 'y'], loss: 0.05 });
  const run = simulate({
    ...base,
    deployment,
    machine: primary,
    workload: { arrivals: { kind: 'closed', outstanding: 4 }, timeout: 300, attempts: 100 },
    faults: [
      { kind: 'crash', replicas: ['b'], at: 300, until: 900 },
      { kind: 'crash', replicas: ['a'], at: 1200, until: 1500 },
      { kind: 'partition', groups: [['a'], ['b', 'c']], at: 2000, until: 2500 },
    ],
    until: { time: 4000 },
    freeze: true,
  });
  expect(run.safety.violations).toBe(0);
  expect(run.faults.happened).toBe(6);
  expect(run.operations.retries).toBeGreaterThan(0);
  expect(run.operations.finished).toBeGreaterThan(100);
});

test('agreement catches replicas that each go by their own order', () => {
  const apart = { ...base, deployment: smallDeployment({ replicas: ['x', 'y'], clients: ['x', 'y'] }) };
  const { safety } = simulate({ ...apart, entryOf: (client) => 'ab'[client] });
  expect(safety.byCheck.agreement).toBeGreaterThan(0);
  expect(safety.first).toMatch(
    /^agreement: b executed write 1 of client process 1 in slot 0, but a had executed write 1 of client process 0 there$/,
  );
});

describe('order', () => {
  const numbered = (next: (slot: number) => number) =>
    machine(() => {
      let slot = 0;
      return {
        request(command, effects) {
          executeAt(effects, slot, command);
          slot = next(slot);
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });

  test('catches a gap', () => {
    const { safety } = simulate({ ...base, machine: numbered((slot) => (slot === 6 ? 8 : slot + 1)) });
    expect(safety.byCheck).toMatchObject({ order: 1, agreement: 0 });
    expect(safety.first).toBe('order: a executed slot 8 where slot 7 was next');
  });

  test('catches a step back without a restart', () => {
    const { safety } = simulate({ ...base, machine: numbered((slot) => (slot === 6 ? 6 : slot + 1)) });
    expect(safety.byCheck.order).toBeGreaterThan(0);
  });

  test('is not asked of a protocol that does not order its slots', () => {
    const traits = {
      ordered: false,
      answersEarly: false,
      disk: ['parallel'],
      loop: ['free'],
      reads: ['consensus'],
      linearizable: [],
    } as const;
    const { safety } = simulate({ ...base, traits, machine: numbered((slot) => slot + 3) });
    expect(safety.checked).not.toContain('order');
    expect(safety.violations).toBe(0);
  });

  const restarted = (begin: (next: number) => number, restored: boolean) => {
    let next = 0;
    return machine(() => {
      let slot = next;
      return {
        restart(_, effects) {
          slot = begin(slot);
          if (restored) effects.restored?.(slot);
        },
        request(command, effects) {
          executeAt(effects, slot++, command);
          next = Math.max(next, slot);
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });
  };
  const crash = {
    faults: [{ kind: 'crash', replicas: ['a'], at: 100, until: 200 }] as const,
    until: { time: 3000 },
  };
  const workload = { arrivals: { kind: 'closed', outstanding: 1 } as const, timeout: 500 };

  test('lets a replica begin again at or below its next slot after a restart, not above', () => {
    const back = simulate({ ...base, ...crash, workload, machine: restarted((next) => next - 2, false) });
    expect(back.safety.byCheck.order).toBe(0);
    expect(back.safety.byCheck.agreement).toBeGreaterThan(0);
    const level = simulate({ ...base, ...crash, workload, machine: restarted((next) => next, false) });
    expect(level.safety.violations).toBe(0);
    const ahead = simulate({ ...base, ...crash, workload, machine: restarted((next) => next + 1, false) });
    expect(ahead.safety.byCheck.order).toBe(1);
    expect(ahead.safety.first).toMatch(/^order: a executed slot \d+ where a slot up to \d+ was next$/);
  });

  test('lets a replica go on where a snapshot that it took over ends', () => {
    const { safety } = simulate({
      ...base,
      ...crash,
      workload,
      machine: restarted((next) => next + 5, true),
    });
    expect(safety.violations).toBe(0);
  });
});

describe('validity', () => {
  const altering = (alter: (command: Command) => Command) =>
    machine(() => {
      let slot = 0;
      return {
        request(command, effects) {
          executeAt(effects, slot++, alter(command));
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });

  test('catches a command that is not as it was sent', () => {
    const { safety } = simulate({
      ...base,
      machine: altering((command) => ({ ...command, value: 7_000_000 })),
    });
    expect(safety.byCheck).toMatchObject({ validity: 51, agreement: 0, order: 0 });
    expect(safety.first).toMatch(
      /^validity: a executed write 1 of client process 0 \(key 0, value 7000000\) in slot 0, which is not as/,
    );
  });

  test('catches a command that no client sent', () => {
    const { safety } = simulate({
      ...base,
      machine: altering((command) => ({ ...command, seq: command.seq + 1000 })),
    });
    expect(safety.byCheck.validity).toBe(51);
    expect(safety.first).toMatch(/which no client sent$/);
  });

  test("lets a machine's own fillers pass, which are alike to the check of agreement", () => {
    const filler = { client: -1, seq: 0, kind: 'write', key: 0, value: 0 } as const;
    const filling = machine(({ self }) => {
      let slot = 0;
      return {
        start: (effects) => executeAt(effects, slot++, { ...filler, seq: self }),
        request(command, effects) {
          executeAt(effects, slot++, command);
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });
    const deployment = smallDeployment({ replicas: ['x', 'y'], clients: ['x'] });
    expect(simulate({ ...base, deployment, machine: filling }).safety.violations).toBe(0);
  });
});

describe('at most once', () => {
  /** Answers every copy of a request, `result` says with what; only the first takes effect, unless each does. */
  const answering = (result: (copy: number, command: Command) => number, each = false) =>
    machine(() => {
      let slot = 0;
      let version = 0;
      const copies = new Map<string, number>();
      return {
        request(command, effects) {
          const name = `${command.client}:${command.seq}`;
          const copy = copies.get(name) ?? 0;
          copies.set(name, copy + 1);
          const takesEffect = command.kind === 'write' && (each || copy === 0);
          effects.commit(slot++, command, takesEffect ? ++version : 0);
          effects.reply(command.client, command.seq, result(copy, command));
        },
      };
    });
  // The answer takes 20 ms, and clients lose patience after 15: every operation is sent twice.
  const impatient = {
    ...base,
    workload: { arrivals: { kind: 'closed', outstanding: 1 } as const, timeout: 15 },
  };

  test('catches a write that a retry executes once more, though every answer is the same', () => {
    const run = simulate({ ...impatient, machine: answering((_, command) => command.value, true) });
    expect(run.operations.retries).toBe(50);
    expect(run.safety.byCheck).toEqual({
      agreement: 0,
      order: 0,
      validity: 0,
      'at-most-once': 51,
      durability: 0,
    });
    expect(run.safety.first).toBe(
      'at-most-once: write 1 of client process 0 took effect at a as write 2 of key 0, and had done so at a as write 1',
    );
  });

  test('catches an answer to a retry that is another than the first', () => {
    const run = simulate({ ...impatient, machine: answering((copy, command) => command.value + copy) });
    expect(run.operations.retries).toBe(50);
    expect(run.safety.byCheck).toMatchObject({ 'at-most-once': 51, agreement: 0, order: 0, durability: 0 });
    expect(run.safety.first).toBe(
      'at-most-once: a answered write 1 of client process 0 with 2, after an answer 1',
    );
  });

  test('lets a retry have the same answer, and a command two slots', () => {
    const run = simulate({ ...impatient, machine: answering((_, command) => command.value) });
    expect(run.operations.retries).toBe(50);
    expect(run.safety.violations).toBe(0);
  });

  test('lets a read that is sent again see more', () => {
    const workload = { ...impatient.workload, reads: 1 };
    const run = simulate({
      ...impatient,
      workload,
      machine: answering((copy, { kind }) => (kind === 'read' ? copy : 0)),
    });
    expect(run.operations.retries).toBe(50);
    expect(run.safety.violations).toBe(0);
  });
});

describe('durability', () => {
  test('catches an answer to a write that is never executed', () => {
    const boastful = machine(() => ({
      request: (command, effects) => effects.reply(command.client, command.seq, command.value),
    }));
    const { safety } = simulate({ ...base, machine: boastful });
    expect(safety.byCheck).toMatchObject({ durability: 51, agreement: 0 });
    expect(safety.first).toBe(
      'durability: write 1 of client process 0 was acknowledged, but no replica ever executed it',
    );
    const reading = simulate({ ...base, machine: boastful, workload: { ...base.workload, reads: 1 } });
    // The warm-up is a write; reads need not be executed.
    expect(reading.safety.byCheck.durability).toBe(1);
  });

  test('catches an answer to a write that is taken for a copy of one that was executed, and was not', () => {
    const skipping = machine(() => {
      let slot = 0;
      return {
        request(command, effects) {
          effects.commit(slot++, command, 0);
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });
    expect(simulate({ ...base, machine: skipping }).safety.byCheck).toMatchObject({
      durability: 51,
      'at-most-once': 0,
    });
  });

  test('catches an acknowledged write whose slot another command takes', () => {
    // It acknowledges on the spot and begins its log anew after a crash.
    const forgetful = machine(() => {
      let slot = 0;
      return {
        request(command, effects) {
          executeAt(effects, slot++, command);
          effects.reply(command.client, command.seq, command.value);
        },
      };
    });
    const faults = [{ kind: 'crash', replicas: ['a'], at: 100, until: 200 }] as const;
    const workload = { ...base.workload, timeout: 300 };
    const { safety } = simulate({ ...base, machine: forgetful, faults, workload });
    expect(safety.byCheck.durability).toBeGreaterThan(0);
    expect(safety.byCheck.agreement).toBe(safety.byCheck.durability);
    const sound = simulate({ ...base, machine: careful, faults, workload });
    expect(sound.faults.happened).toBe(2);
    expect(sound.safety.violations).toBe(0);
  });
});
