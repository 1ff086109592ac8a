import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import { SNAPSHOT } from '../../src/protocol/contract/machine.js';
import { Causality } from '../../src/simulation/causality.js';
import { Disk } from '../../src/simulation/disk.js';
import { EventQueue } from '../../src/simulation/event-queue.js';

function bench(groupCommit = false, snapshot = constant(5)) {
  const queue = new EventQueue();
  const causality = new Causality(false, queue);
  const disk = new Disk(0, constant(5), () => 0.5, groupCommit, queue, causality, snapshot);
  const done: [number, number][] = [];
  /** Lets the disk finish whatever is due by `time`. */
  const runTo = (time: number): void => {
    while (queue.next() <= time) {
      queue.release(queue.pop());
      disk.complete(queue.time, 0, (token) => done.push([token, queue.time]));
    }
  };
  return { queue, disk, done, runTo };
}

test('records become durable one after the other, and a later one of the same key replaces the earlier', () => {
  const { disk, done, runTo } = bench();
  disk.write(1, 'old', 10, 0, 0);
  disk.write(2, 'other', 11, 0, 0);
  disk.write(1, 'new', 12, 0, 0);
  runTo(12);
  expect([...disk.durable.toMap()]).toEqual([
    [1, 'old'],
    [2, 'other'],
  ]);
  runTo(100);
  expect(disk.durable.toMap().get(1)).toBe('new');
  expect(done).toEqual([
    [10, 5],
    [11, 10],
    [12, 15],
  ]);
  expect(disk.worked(100)).toBe(15);
});

test('with group commit what comes in one step goes together, and what comes meanwhile waits for the next write', () => {
  const { disk, done, runTo } = bench(true);
  disk.write(0, 0, 0, 0, 0);
  disk.settle(0, 0);
  for (let token = 1; token < 4; token++) disk.write(token, token, token, 0, 0);
  disk.settle(0, 0);
  runTo(100);
  expect(done).toEqual([
    [0, 5],
    [1, 10],
    [2, 10],
    [3, 10],
  ]);
});

test('a snapshot takes its own time, and records behind it wait', () => {
  const { disk, done, runTo } = bench(false, constant(100));
  disk.write(0, 0, 0, 0, 0);
  disk.write(SNAPSHOT, 'all', 1, 0, 0);
  disk.write(1, 1, 2, 0, 0);
  runTo(200);
  expect(done).toEqual([
    [0, 5],
    [1, 105],
    [2, 110],
  ]);
});

test('with group commit whatever is written with a snapshot takes as long as it', () => {
  const { disk, done, runTo } = bench(true, constant(100));
  disk.write(0, 0, 0, 0, 0);
  disk.write(SNAPSHOT, 'all', 1, 0, 0);
  disk.settle(0, 0);
  disk.write(1, 1, 2, 0, 0);
  runTo(200);
  expect(done).toEqual([
    [0, 100],
    [1, 100],
    [2, 105],
  ]);
});

test('a crash keeps what is durable and loses what is being written and what waits', () => {
  const { disk, runTo, queue } = bench();
  for (let key = 0; key < 4; key++) disk.write(key, key, key, 0, 0);
  runTo(7);
  expect(disk.crash(7)).toBe(3);
  expect([...disk.durable.toMap().keys()]).toEqual([0]);
  expect(disk.worked(7)).toBe(7);
  // It goes on with what comes after.
  expect(disk.write(9, 'after', 9, 8, 1)).toBe(true);
  expect(queue.size).toBe(2);
});

test('forget leaves exactly the keys below 0, those above, and those written again later, also of what is still on its way', () => {
  // Around 0 and around the end of a page of records.
  const key = fc.oneof(
    fc.integer({ min: -2, max: 12 }),
    fc.integer({ min: 1020, max: 1030 }),
    fc.integer({ min: 3000, max: 3002 }),
  );
  const step = fc.oneof(
    fc.record({ write: key }),
    fc.record({ forget: fc.oneof(key, fc.constant(1_000_000_000)) }),
    fc.record({ wait: fc.integer({ min: 1, max: 20 }) }),
  );
  let dropped = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const { disk, runTo } = bench();
      const expected = new Map<number, number>();
      let now = 0;
      let token = 0;
      for (const action of steps) {
        if ('write' in action) {
          disk.write(action.write, ++token, token, now, 0);
          expected.set(action.write, token);
        } else if ('forget' in action) {
          disk.forget(action.forget);
          for (const known of [...expected.keys()]) {
            if (known < 0 || known >= action.forget) continue;
            expected.delete(known);
            dropped++;
          }
        } else {
          now += action.wait;
          runTo(now);
        }
      }
      runTo(Number.MAX_VALUE);
      const sorted = (map: ReadonlyMap<number, unknown>) => [...map].sort(([x], [y]) => x - y);
      expect([...disk.durable.toMap()]).toEqual(sorted(expected));
    }),
  );
  expect(dropped).toBeGreaterThan(100);
});
