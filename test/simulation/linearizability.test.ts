import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Traits } from '../../src/protocol/contract/traits.js';
import { multiPaxos } from '../../src/protocol/multi-paxos/multi-paxos.js';
import { Linearizability } from '../../src/simulation/checks/linearizability.js';
import type { Operations } from '../../src/simulation/operations.js';
import { simulate } from '../../src/simulation/simulate.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import { smallDeployment } from './small-deployment.js';
import { operationsOf, operationsOfRun, type Step } from './small-history.js';
import { isLinearizable } from './wing-gong.js';

function judge(operations: Operations, origin = 0) {
  const check = new Linearizability(operations);
  check.end(origin);
  return check.violations;
}

const write = (process: number, from: number, until?: number, key = 0): Step => {
  return { process, kind: 'write', key, from, ...(until === undefined ? {} : { until }) };
};
const read = (process: number, from: number, until: number, saw: number, key = 0): Step => {
  return { process, kind: 'read', key, from, until, saw };
};
const first = (...steps: Step[]) => judge(operationsOf(steps)).first;

describe('by hand: the message names the operations that prove it', () => {
  test('a stale read is caught', () => {
    const found = judge(
      operationsOf([write(0, 0, 10), write(1, 20, 30.25), read(2, 40, 55, 1), read(0, 60, 70, 2)]),
    );
    expect(found.count).toBe(1);
    expect(found.at).toBe(55);
    expect(found.first).toBe(
      'read 1 of client process 2 (40 to 55 ms) of key 0 returned 1, although write 1 of client process 1 ' +
        '(20 to 30.25 ms) wrote 2 after write 1 of client process 0 (0 to 10 ms) wrote 1, and ended before ' +
        'read 1 of client process 2 began',
    );
  });

  test('a read may return the old value or the new one while the write is under way', () => {
    for (const saw of [1, 2]) {
      expect(first(write(0, 0, 10), write(1, 20, 50), read(2, 30, 40, saw))).toBeUndefined();
    }
  });

  test('a new value and then the old one, seen by two readers during one write, are caught', () => {
    const before = [write(0, 0, 10), write(1, 20, 100)];
    expect(first(...before, read(2, 30, 40, 2), read(3, 50, 60, 1))).toBe(
      'read 1 of client process 3 (50 to 60 ms) of key 0 returned 1, although read 1 of client process 2 ' +
        '(30 to 40 ms) returned 2 after write 1 of client process 0 (0 to 10 ms) wrote 1, and ended before ' +
        'read 1 of client process 3 began',
    );
    // Where the readers overlap, and the other way round, all is well.
    expect(first(...before, read(2, 30, 55, 2), read(3, 50, 60, 1))).toBeUndefined();
    expect(first(...before, read(2, 30, 40, 1), read(3, 50, 60, 2))).toBeUndefined();
  });

  test('a value that is read before it is written is caught', () => {
    expect(first(read(0, 0, 10, 2), write(1, 20, 30))).toBe(
      'read 1 of client process 0 (0 to 10 ms) of key 0 returned 2, ' +
        'which write 1 of client process 1 (20 to 30 ms) wrote only later',
    );
    expect(first(read(0, 0, 25, 2), write(1, 20, 30))).toBeUndefined();
  });

  test('a value that nobody wrote, or somebody to another key, is caught', () => {
    for (const saw of [7, 1.5, -1, Number.NaN, 2]) {
      expect(first(write(0, 0, 10), read(1, 20, 30, saw))).toBe(
        `read 1 of client process 1 (20 to 30 ms) of key 0 returned ${saw}, which no write wrote`,
      );
    }
    expect(first(write(0, 0, 10, 4), read(1, 20, 30, 1))).toBe(
      'read 1 of client process 1 (20 to 30 ms) of key 0 returned 1, ' +
        'which write 1 of client process 0 (0 to 10 ms) wrote to key 4',
    );
  });

  test('the initial value, 0, is caught after a write has ended or been read, and not before', () => {
    expect(first(write(0, 0, 10), read(1, 20, 30, 0))).toBe(
      'read 1 of client process 1 (20 to 30 ms) of key 0 returned 0, its initial value, although ' +
        'write 1 of client process 0 (0 to 10 ms) wrote 1 before read 1 of client process 1 began',
    );
    expect(first(write(0, 0, 50), read(1, 5, 10, 1), read(2, 20, 30, 0))).toMatch(
      /returned 0, its initial value, although read 1 of client process 1 \(5 to 10 ms\) returned 1 before/,
    );
    expect(first(write(0, 0, 25), read(1, 20, 30, 0))).toBeUndefined();
    expect(first(write(0, 0, 10, 1), read(1, 20, 30, 0))).toBeUndefined();
  });

  test('a write that was never answered may have taken effect, late too, or not', () => {
    const open = [write(0, 0), write(1, 5, 10)];
    expect(first(...open, read(2, 20, 30, 2), read(2, 40, 50, 2))).toBeUndefined();
    expect(first(...open, read(2, 20, 30, 2), read(2, 40, 50, 1))).toBeUndefined();
    expect(first(...open, read(2, 20, 30, 1), read(2, 40, 50, 2))).toMatch(/returned 2, although/);
  });

  test('a write that its process gave up may take effect after what the process did next', () => {
    const history = [write(0, 0), write(0, 20, 30), read(0, 40, 50, 2), read(0, 60, 70, 1)];
    expect(first(...history)).toBeUndefined();
    expect(first(...history, read(1, 80, 90, 2))).toBe(
      'read 1 of client process 1 (80 to 90 ms) of key 0 returned 2, although read 4 of client process 0 ' +
        '(60 to 70 ms) returned 1 after write 2 of client process 0 (20 to 30 ms) wrote 2, and ended before ' +
        'read 1 of client process 1 began',
    );
    expect(first(...history.slice(0, 3), read(0, 60, 70, 0))).toMatch(/returned 0, its initial value/);
  });

  test('two values that both hold throughout overlapping times, forward zones that overlap, are caught', () => {
    // Neither write ends before the other begins; each value is read after the other's write has ended.
    const history = [write(0, 0, 10), write(1, 5, 12), read(2, 20, 30, 1), read(3, 20, 30, 2)];
    expect(judge(operationsOf(history.slice(0, 3))).count).toBe(0);
    expect(judge(operationsOf([...history.slice(0, 2), history[3]])).count).toBe(0);
    expect(first(...history)).toBe(
      'read 1 of client process 3 (20 to 30 ms) of key 0 returned 2, although write 1 of client process 0 ' +
        '(0 to 10 ms) wrote 1 before read 1 of client process 3 began, and read 1 of client process 2 ' +
        '(20 to 30 ms) returned 1 after write 1 of client process 1 (5 to 12 ms) wrote 2',
    );
  });

  test('a value that was there and gone while another held, a backward zone in a forward one, is caught', () => {
    const inside = [write(0, 0, 10), write(1, 20, 30), read(2, 35, 45, 1)];
    expect(judge(operationsOf(inside)).count).toBe(1);
    // Backward zones may overlap, and reach out of forward ones.
    expect(first(write(0, 0, 10), write(1, 5, 30), read(2, 15, 25, 1))).toBeUndefined();
    expect(first(write(0, 0, 30), write(1, 5, 30), write(2, 6, 30))).toBeUndefined();
  });

  test('keys do not disturb each other', () => {
    const history = [write(0, 0, 10, 0), write(1, 20, 30, 1), read(2, 40, 50, 1, 0), read(2, 60, 70, 2, 1)];
    expect(first(...history)).toBeUndefined();
  });

  test('a process that reads at the very moment at which its write ends has to see it', () => {
    expect(first(write(0, 0, 10), read(0, 10, 20, 0))).toMatch(/initial value/);
    // Of different processes either may have been first.
    expect(first(write(0, 0, 10), read(1, 10, 20, 0))).toBeUndefined();
    // By the order of sending, this read came after process 0 had gone on.
    expect(first(write(0, 0, 10), write(0, 10, 30, 1), read(1, 10, 20, 0))).toMatch(/initial value/);
    expect(first(write(0, 0, 10), read(1, 10, 20, 0), write(0, 10, 30, 1))).toBeUndefined();
  });

  test('times are told on the clock of the results', () => {
    const found = judge(operationsOf([write(0, 100, 110), read(1, 120, 130, 0)]), 115);
    expect(found.first).toMatch(/^read 1 of client process 1 \(5 to 15 ms\).* \(-15 to -5 ms\) wrote 1/);
    expect(found.at).toBe(130);
  });

  test('a history of nothing is linearizable', () => {
    expect(first()).toBeUndefined();
    expect(first(write(0, 0))).toBeUndefined();
  });
});

/** Processes with one operation at a time, on a coarse clock: many operations overlap, and begin as others end. */
function histories(longest: number, keys = 2) {
  const operation = fc.record({
    process: fc.nat(2),
    isRead: fc.boolean(),
    key: fc.nat(keys - 1).map((key) => (key === 0 ? 3 : 1_000_000)),
    pause: fc.nat(3),
    lasts: fc.nat(6),
    answered: fc.nat(7).map((chance) => chance > 0),
    pick: fc.nat(50),
    wild: fc.nat(30).map((chance) => chance === 0),
  });
  return fc.array(operation, { minLength: 1, maxLength: longest }).map((drawn) => {
    const free = [0, 0, 0];
    const timed = drawn.map(({ process, pause, lasts, ...rest }) => {
      const from = free[process] + pause;
      free[process] = from + lasts;
      return { ...rest, process, from, until: from + lasts };
    });
    timed.sort((a, b) => a.from - b.from);
    return operationsOf(
      timed.map(({ process, isRead, key, from, until, answered, pick, wild }): Step => {
        const values = timed.flatMap((other, i) =>
          !other.isRead && (wild || other.key === key) ? [i + 1] : [],
        );
        // Now and then what nobody wrote at all.
        const choices = [0, ...values, ...(wild ? [99] : [])];
        const saw = choices[pick % choices.length];
        const shared = { process, key, from, ...(answered ? { until } : {}) };
        return isRead ? { ...shared, kind: 'read', saw } : { ...shared, kind: 'write' };
      }),
    );
  });
}

describe('against a search of all linearizations (Wing & Gong 1993)', () => {
  test('the verdict is the same on histories of random results, of which many are linearizable and many not', () => {
    let good = 0;
    let bad = 0;
    fc.assert(
      fc.property(histories(9), (operations) => {
        const expected = isLinearizable(operations);
        if (expected) good++;
        else bad++;
        expect(judge(operations).count === 0).toBe(expected);
      }),
      { numRuns: 8000, seed: 1 },
    );
    expect(good).toBeGreaterThan(1000);
    expect(bad).toBeGreaterThan(1000);
  });

  test('the first violation is found when the shortest history that has one ends', () => {
    let several = 0;
    fc.assert(
      fc.property(histories(9), (operations) => {
        const found = judge(operations);
        if (found.count === 0) return;
        if (found.count > 1) several++;
        const ends = [...operations.responded.slice(0, operations.count)].filter(Number.isFinite);
        const shortest = ends.sort((a, b) => a - b).find((until) => !isLinearizable(operations, { until }));
        expect(found.at).toBe(shortest);
      }),
      { numRuns: 3000, seed: 2 },
    );
    expect(several).toBeGreaterThan(100);
  });

  test('the operations that the message names contradict each other, whatever else happened', () => {
    const sizes = [0, 0, 0, 0, 0];
    fc.assert(
      fc.property(histories(9, 1), (operations) => {
        const { first: message = '', count } = judge(operations);
        if (count === 0) return;
        const only = new Set<number>();
        for (const [, seq, process] of message.matchAll(/(?:write|read) (\d+) of client process (\d+) \(/g)) {
          only.add(operations.find(Number(process), Number(seq)));
        }
        sizes[only.size]++;
        // What its reads saw was written at some time or other.
        const writers = new Set(
          [...only].flatMap((i) => (operations.isRead(i) ? [operations.result[i] - 1] : [])),
        );
        expect(isLinearizable(operations, { only, writers })).toBe(false);
      }),
      { numRuns: 6000, seed: 3 },
    );
    expect(sizes[0]).toBe(0);
    for (const size of sizes.slice(1)) expect(size).toBeGreaterThan(10);
  });
});

/** Operations that take effect one after the other, each at a random moment between its two ends. */
function executed(longest: number) {
  const operation = fc.record({
    process: fc.nat(3),
    isRead: fc.boolean(),
    key: fc.nat(1),
    pause: fc.nat(20),
    before: fc.nat(30),
    behind: fc.nat(30),
    fate: fc.nat(9),
  });
  return fc.array(operation, { minLength: 3, maxLength: longest, size: 'max' }).map((drawn): Step[] => {
    const free = [0, 0, 0, 0];
    const timed = drawn.map(({ process, pause, before, behind, ...rest }) => {
      const from = free[process] + pause;
      free[process] = from + before + behind;
      return { ...rest, process, from, moment: from + before, until: free[process] };
    });
    timed.sort((a, b) => a.from - b.from);
    const values = new Map<number, number>();
    const saw = new Map<number, number>();
    const order = timed.map((_, i) => i).sort((a, b) => timed[a].moment - timed[b].moment || a - b);
    for (const i of order) {
      const { isRead, key, fate } = timed[i];
      if (isRead) saw.set(i, values.get(key) ?? 0);
      // Fate 0: it is lost without a trace; 1: only its answer is.
      else if (fate > 0) values.set(key, i + 1);
    }
    return timed.map(({ process, isRead, key, from, until, fate }, i): Step => {
      const shared = { process, key, from, ...(fate > 1 ? { until } : {}) };
      return isRead ? { ...shared, kind: 'read', saw: saw.get(i) ?? 0 } : { ...shared, kind: 'write' };
    });
  });
}

describe('histories that were executed one operation at a time', () => {
  test('are linearizable, however many operations overlap', () => {
    fc.assert(
      fc.property(executed(200), (steps) => {
        expect(first(...steps)).toBeUndefined();
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test('with the result of one read altered are judged as the search of all linearizations judges them', () => {
    let rejected = 0;
    let accepted = 0;
    fc.assert(
      fc.property(executed(11), fc.nat(), fc.nat(), (steps, which, older) => {
        const reads = steps.flatMap(({ kind, until }, i) =>
          kind === 'read' && until !== undefined ? [i] : [],
        );
        if (reads.length === 0) return;
        const at = reads[which % reads.length];
        const { key, saw = 0 } = steps[at];
        const others = steps.flatMap((step, i) => (step.kind === 'write' && step.key === key ? [i + 1] : []));
        const values = [0, ...others].filter((value) => value < saw);
        if (values.length === 0) return;
        const operations = operationsOf(steps.with(at, { ...steps[at], saw: values[older % values.length] }));
        const expected = isLinearizable(operations);
        if (expected) accepted++;
        else rejected++;
        expect(judge(operations).count === 0).toBe(expected);
      }),
      { numRuns: 6000, seed: 5 },
    );
    expect(rejected).toBeGreaterThan(300);
    expect(accepted).toBeGreaterThan(300);
  });

  test('with a read that returns what was surely overwritten before it began are rejected, long ones too', () => {
    let altered = 0;
    fc.assert(
      fc.property(executed(200), fc.nat(), (steps, which) => {
        const ended = ({ until = Number.POSITIVE_INFINITY }: Step, from: number) => until < from;
        const choices = steps.flatMap((step, i) => {
          if (step.kind !== 'read' || step.until === undefined) return [];
          const writes = steps.filter(({ kind, key }) => kind === 'write' && key === step.key);
          const newer = writes.findLast((write) => ended(write, step.from));
          const older = newer && writes.find((write) => ended(write, newer.from));
          return older === undefined ? [] : [{ at: i, saw: steps.indexOf(older) + 1 }];
        });
        if (choices.length === 0) return;
        altered++;
        const { at, saw } = choices[which % choices.length];
        expect(judge(operationsOf(steps.with(at, { ...steps[at], saw }))).count).toBeGreaterThan(0);
      }),
      { numRuns: 300, seed: 6 },
    );
    expect(altered).toBeGreaterThan(200);
  });
});

describe('runs of the simulator', () => {
  function run(machine: MachineFactory, traits: Traits, reads: ReadMode, seed: number) {
    const small = smallDeployment({ replicas: ['x', 'y', 'z'], clients: ['x', 'y', 'z'], loss: 0.02 });
    const { history } = simulate({
      deployment: { ...small, protocol: { ...small.protocol, reads } },
      machine,
      traits,
      leader: 'a',
      // Each talks to a replica of its own.
      entryOf: (client) => 'abc'[client],
      seed,
      workload: {
        arrivals: { kind: 'closed', outstanding: 3 },
        reads: 0.5,
        keys: { count: 3, zipf: 0, hot: 0 },
        timeout: 400,
        attempts: 3,
      },
      faults: [{ kind: 'crash', replicas: ['a'], at: 1000, until: 6000 }],
      until: { time: 10_000 },
      history: true,
    });
    if (history === undefined) throw new Error('no history');
    return operationsOfRun(history);
  }

  test('Multi-Paxos under loss and a crash of its leader is linearizable, with its linearizable reads', () => {
    for (const reads of multiPaxos.traits.reads.filter((mode) => mode !== 'local')) {
      const operations = run(multiPaxos.machine, multiPaxos.traits, reads, 3);
      expect(judge(operations).first).toBeUndefined();
      const answered = operations.responded.slice(0, operations.count).filter(Number.isFinite);
      expect(answered.length).toBeGreaterThan(400);
      expect(answered.length).toBeLessThan(operations.count);
    }
  });

  test('Multi-Paxos with local reads is not', () => {
    const found = judge(run(multiPaxos.machine, multiPaxos.traits, 'local', 3));
    expect(found.count).toBeGreaterThan(0);
    expect(found.first).toMatch(/^read \d+ of client process \d+ \(.* ms\) of key \d returned \d+, /);
  });
});
