import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Causality } from '../../src/simulation/causality.js';
import { EventQueue } from '../../src/simulation/event-queue.js';
import { type Timer, Timers } from '../../src/simulation/timers.js';

/** Timers as one would write them at first: a deadline for each name. */
class Plain {
  readonly deadlines = new Map<number, number>();
}

test('timers fire when their last setting says, and only then, however they are set, pushed back and cancelled', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 4 }),
    name: fc.integer({ min: 0, max: 2 }),
    delay: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  });
  let fired = 0;
  let postponed = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const queue = new EventQueue();
      const timers = new Timers(0, queue, new Causality(false, queue));
      const plain = new Plain();
      const real: [number, number][] = [];
      const expected: [number, number][] = [];
      let now = 0;
      const runTo = (time: number): void => {
        while (queue.next() <= time) {
          const slot = queue.pop();
          const timer = queue.body[slot] as Timer;
          queue.release(slot);
          if (timers.due(timer, queue.mark[slot], queue.time)) real.push([queue.time, timer.name]);
          else postponed++;
        }
        for (const [name, deadline] of [...plain.deadlines]) {
          if (deadline > time) continue;
          expected.push([deadline, name]);
          plain.deadlines.delete(name);
        }
        now = time;
      };
      for (const { wait, name, delay } of steps) {
        runTo(now + wait);
        if (delay === undefined) {
          timers.cancel(name);
          plain.deadlines.delete(name);
        } else {
          timers.set(name, delay, now);
          plain.deadlines.set(name, now + delay);
        }
      }
      runTo(now + 100);
      const sorted = (list: [number, number][]) => list.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
      expect(sorted(real)).toEqual(sorted(expected));
      expect(queue.size).toBe(0);
      fired += real.length;
    }),
  );
  expect(fired).toBeGreaterThan(100);
  expect(postponed).toBeGreaterThan(100);
});

test('a timer that every message pushes back keeps one event in the queue', () => {
  const queue = new EventQueue();
  const timers = new Timers(0, queue, new Causality(false, queue));
  for (let now = 0; now < 900; now++) timers.set(1, 1000, now);
  expect(queue.size).toBe(1);
});

test('a machine that uses a name only once, again and again, does not make the table of timers grow', () => {
  const queue = new EventQueue();
  const timers = new Timers(0, queue, new Causality(false, queue));
  for (let name = 0; name < 10_000; name++) {
    timers.set(name, 1, name);
    timers.cancel(name);
  }
  expect((timers as unknown as { byName: Map<number, Timer> }).byName.size).toBeLessThanOrEqual(65);
});
