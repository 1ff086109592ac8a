import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../src/simulation/event-queue.js';

test('events come out by time, and those of one instant in the order in which they were scheduled', () => {
  // Few distinct times, so that ties are the rule; a take is encoded as −1.
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 }) },
    { weight: 2, arbitrary: fc.constant(-1) },
  );
  const script = fc.array(step, { maxLength: 200, size: 'max' });
  let ties = 0;
  fc.assert(
    fc.property(script, (steps) => {
      const queue = new EventQueue(2);
      const model: { time: number; order: number }[] = [];
      let order = 0;
      // At the end everything is taken out.
      for (const step of [...steps, ...steps.map(() => -1)]) {
        if (step >= 0) {
          queue.push(step, 0, order, 0, undefined);
          model.push({ time: step, order: order++ });
          continue;
        }
        if (model.length === 0) continue;
        model.sort((a, b) => a.time - b.time || a.order - b.order);
        const due = model.shift() as { time: number; order: number };
        if (model.length > 0 && model[0].time === due.time) ties++;
        const slot = queue.pop();
        expect([queue.time, queue.place[slot]]).toEqual([due.time, due.order]);
        queue.release(slot);
        expect(queue.size).toBe(model.length);
      }
    }),
  );
  expect(ties).toBeGreaterThan(100);
});

test('an event keeps what it says through growth, and slots are used again', () => {
  const queue = new EventQueue(2);
  const bodies = Array.from({ length: 100 }, (_, i) => ({ i }));
  bodies.forEach((body, i) => {
    const slot = queue.push(1000 - i, i % 7, i, 2 * i, body);
    queue.extra[slot] = 3 * i;
    queue.number[slot] = i / 8;
  });
  const slots = new Set<number>();
  for (let i = 99; i >= 0; i--) {
    const slot = queue.pop();
    slots.add(slot);
    const { kind, place, mark, extra, number, body } = queue;
    expect([kind[slot], place[slot], mark[slot], extra[slot], number[slot]]).toEqual([
      i % 7,
      i,
      2 * i,
      3 * i,
      i / 8,
    ]);
    expect(body[slot]).toBe(bodies[i]);
    queue.release(slot);
  }
  for (let i = 0; i < 100; i++) expect(slots.has(queue.push(i, 0, 0, 0, undefined))).toBe(true);
});

test('an event that is scheduled again keeps its slot and goes behind what is already due then', () => {
  const queue = new EventQueue();
  queue.push(1, 0, 7, 0, 'moved');
  queue.push(2, 0, 8, 0, 'waiting');
  const slot = queue.pop();
  queue.again(2, slot);
  expect(queue.next()).toBe(2);
  expect(queue.body[queue.pop()]).toBe('waiting');
  expect(queue.pop()).toBe(slot);
  expect(queue.place[slot]).toBe(7);
  expect(queue.next()).toBe(Number.POSITIVE_INFINITY);
});
