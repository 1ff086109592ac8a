import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyOrder } from '../../src/simulation/checks/key-order.js';
import { operationsOf, type Step } from './small-history.js';

/** Ten operations on keys 5 and 6 in turn, all writes, one of each process: `k` of operation `i` is 5 + i % 2. */
const operations = operationsOf(
  Array.from({ length: 10 }, (_, i): Step => ({ process: i, kind: 'write', key: 5 + (i % 2), from: i })),
);

/** Replicas a, b and c execute by hand; an operation's slot is its number, a copy's 100 more. */
class Hand {
  readonly check = new KeyOrder(3, operations, (replica) => 'abc'[replica]);
  private now = 0;

  execute(replica: number, numbers: readonly number[], shift = 0): this {
    for (const operation of numbers) {
      const key = operations.key[operation];
      this.check.commit(replica, operation + shift, operation, true, key, this.now++);
    }
    return this;
  }

  restart(replica: number): this {
    this.check.restart(replica);
    return this;
  }

  restored(replica: number): this {
    this.check.restored(replica);
    return this;
  }

  get count(): number {
    return this.check.violations.count;
  }

  get first(): string | undefined {
    return this.check.violations.first;
  }
}

const hand = () => new Hand();

describe('writes of one key', () => {
  test('may come in any order that all replicas share, those of other keys in between', () => {
    const sound = hand().execute(0, [4, 1, 2, 3, 0]).execute(1, [1, 3, 4, 2, 0]).execute(2, [4, 2, 1, 0]);
    expect(sound.count).toBe(0);
    // The last one executes more than the others have, and they follow.
    sound.execute(2, [3, 6, 8]).execute(0, [6, 8]).execute(1, [6]);
    expect(sound.count).toBe(0);
  });

  test('in another order are caught, with the key, the operation and the one that came there', () => {
    const found = hand().execute(0, [0, 2, 4]).execute(1, [0, 4]);
    expect(found.count).toBe(1);
    expect(found.check.violations.at).toBe(4);
    expect(found.first).toBe(
      'b executed write 1 of client process 4 in slot 4 as number 2 of the writes of key 5, ' +
        'where a had executed write 1 of client process 2',
    );
  });

  test('are caught where a replica executes one that no other has, before those that others have', () => {
    const found = hand().execute(0, [0, 2]).execute(2, [0]).execute(1, [0, 6]);
    expect(found.first).toMatch(
      /^b executed write 1 of client process 6 in slot 6 as number 2 of the writes/,
    );
    expect(found.first).toMatch(/where a had executed write 1 of client process 2$/);
  });

  test('count once for each replica and key, as what follows follows from that', () => {
    const found = hand().execute(0, [0, 1, 2, 3, 4, 5]).execute(1, [4, 2, 0, 2, 4]);
    expect(found.count).toBe(1);
    expect(found.execute(1, [5, 3, 1]).count).toBe(2);
    expect(found.execute(2, [4]).count).toBe(3);
    // Nor does what it executed become the order for others.
    expect(
      hand().execute(0, [0, 2]).execute(1, [4, 6]).execute(0, [6, 4]).execute(2, [0, 2, 6, 4]).count,
    ).toBe(1);
  });

  test('may be executed again by the same replica, as copies in other slots', () => {
    const sound = hand().execute(0, [0, 2]).execute(0, [0, 2, 0], 100).execute(0, [4]);
    expect(sound.execute(1, [0, 2, 4]).execute(1, [2], 100).count).toBe(0);
  });
});

test('reads, fillers, and commands that are not as their client sent them are for other checks', () => {
  const { check } = hand().execute(0, [0, 2]);
  check.commit(1, 4, 4, false, 5, 0);
  check.commit(1, 4, -1, true, 5, 0);
  check.commit(1, 4, 4, true, 6, 0);
  check.commit(1, 4, 3, true, 5, 0);
  expect(check.violations.count).toBe(0);
  check.commit(1, 4, 4, true, 5, 0);
  expect(check.violations.count).toBe(1);
});

describe('after a restart', () => {
  const crashed = () => hand().execute(0, [0, 2, 4, 6, 8]).execute(1, [0, 2, 4]).restart(1);

  test('a replica may begin again anywhere up to where it was, and goes on from there', () => {
    for (const from of [0, 1, 2, 3]) {
      expect(crashed().execute(1, [0, 2, 4, 6, 8].slice(from)).count).toBe(0);
    }
    expect(crashed().execute(1, [0, 4]).count).toBe(1);
    expect(crashed().execute(1, [2, 6]).count).toBe(1);
  });

  test('a replica may not begin past where it was', () => {
    expect(crashed().execute(1, [8]).first).toBe(
      'b began again on key 5 with write 1 of client process 8 in slot 8, past number 4 of its writes, ' +
        'where a had executed write 1 of client process 6',
    );
    // Not with one that is new to all either, unless nobody is ahead of it.
    const ahead = hand().execute(0, [0, 2]).execute(1, [0]);
    expect(ahead.restart(1).execute(1, [4]).count).toBe(1);
    expect(hand().execute(0, [0]).execute(1, [0]).restart(1).execute(1, [4]).execute(0, [4]).count).toBe(0);
  });

  test('a copy of what was done before the crash does not say where the replica begins', () => {
    expect(crashed().execute(1, [0], 100).execute(1, [4, 6]).count).toBe(0);
    expect(crashed().execute(1, [0], 100).execute(1, [8]).count).toBe(1);
  });

  test('a second crash while it catches up does not take back how far it may begin', () => {
    expect(crashed().execute(1, [0]).restart(1).execute(1, [6, 8]).count).toBe(0);
    expect(crashed().execute(1, [0]).restart(1).execute(1, [8]).count).toBe(1);
  });

  test('each key is on its own, and other replicas are not concerned', () => {
    const both = hand().execute(0, [0, 1, 2, 3, 4, 5]).execute(1, [0, 1, 2, 3]).restart(1);
    expect(both.execute(1, [0, 3, 2, 4, 5]).count).toBe(0);
    expect(hand().execute(0, [0, 2, 4]).execute(1, [0]).restart(2).execute(1, [4]).count).toBe(1);
  });
});

describe('after taking over a snapshot', () => {
  test('a replica may jump ahead on every key, as far as replicas had come by then', () => {
    const behind = () => hand().execute(0, [0, 1, 2, 3, 4]).execute(1, [0]).restored(1).execute(0, [6, 8]);
    for (const next of [
      [2, 4, 6, 8],
      [4, 6],
      [6, 8, 1, 3],
      [3, 6],
    ]) {
      expect(behind().execute(1, next).count).toBe(0);
    }
    expect(behind().execute(1, [4, 8]).count).toBe(1);
    // Neither it nor anyone else had executed number 4 when the snapshot came.
    expect(behind().execute(1, [8]).count).toBe(1);
    // One that no replica has executed comes after all that they have.
    expect(behind().execute(1, [5]).count).toBe(0);
    expect(hand().execute(0, [0, 1, 2]).restored(1).execute(1, [4, 3]).execute(0, [4, 3]).count).toBe(0);
    // Without the snapshot it may not.
    expect(hand().execute(0, [0, 2, 4]).execute(1, [0, 4]).count).toBe(1);
  });

  test('a copy of what the snapshot holds does not say where the replica goes on', () => {
    const copied = () => hand().execute(0, [0, 2, 4]).restored(1).execute(1, [2], 100).execute(0, [6]);
    expect(copied().execute(1, [6]).count).toBe(0);
    expect(copied().execute(0, [8]).execute(1, [8]).count).toBe(1);
  });
});

/** A history of 200 writes on 7 keys, and how each of 4 replicas interleaves the keys. */
const world = fc.record({
  keys: fc.array(fc.nat(6), { minLength: 200, maxLength: 200 }),
  shuffles: fc.array(fc.infiniteStream(fc.nat(1000)), { minLength: 4, maxLength: 4 }),
});

describe('at random', () => {
  /** The writes of each key in the order of numbers, keys interleaved at random. */
  function interleaved(keys: readonly number[], draws: Iterator<number>): number[] {
    const queues = [0, 1, 2, 3, 4, 5, 6].map((key) => keys.flatMap((other, i) => (other === key ? [i] : [])));
    const order: number[] = [];
    for (let left = queues.filter((queue) => queue.length > 0); left.length > 0; ) {
      order.push(left[draws.next().value % left.length].shift()!);
      left = left.filter((queue) => queue.length > 0);
    }
    return order;
  }

  const written = (keys: readonly number[]) =>
    operationsOf(keys.map((key, i): Step => ({ process: 0, kind: 'write', key: key * 1e6, from: i })));

  test('replicas in step on each key pass, with crashes and copies; one pair swapped on one key is caught', () => {
    let swapped = 0;
    fc.assert(
      fc.property(world, fc.nat(), ({ keys, shuffles }, where) => {
        const operations = written(keys);
        const orders = shuffles.map((draws) => interleaved(keys, draws));
        const run = (replicas: readonly (readonly number[])[]): number => {
          const check = new KeyOrder(replicas.length, operations, String);
          const commit = (replica: number, operation: number, shift: number): void =>
            check.commit(replica, operation + shift, operation, true, operations.key[operation], 0);
          for (let step = 0; step < keys.length; step++) {
            replicas.forEach((order, replica) => {
              commit(replica, order[step], 0);
              if (step % 9 === replica) commit(replica, order[step >> 1], 1e9);
              if (step !== 50 * (replica + 1)) return;
              check.restart(replica);
              for (let again = step >> 1; again <= step; again++) commit(replica, order[again], 0);
            });
          }
          return check.violations.count;
        };
        expect(run(orders)).toBe(0);
        const order = [...orders[3]];
        const from = where % 190;
        const to = order.findIndex((operation, at) => at > from && keys[operation] === keys[order[from]]);
        if (to < 0) return;
        swapped++;
        [order[from], order[to]] = [order[to], order[from]];
        expect(run([...orders.slice(0, 3), order])).toBeGreaterThan(0);
      }),
      { numRuns: 100, seed: 7 },
    );
    expect(swapped).toBeGreaterThan(50);
  });

  test('many keys, operations and slots far apart are kept in step', () => {
    const count = 5000;
    const keys = Array.from({ length: count }, (_, i) => (i * 7919) % 997);
    const operations = written(keys);
    const check = new KeyOrder(3, operations, String);
    const slot = (i: number): number => (i % 3) * 2 ** 40 + i;
    for (let replica = 0; replica < 3; replica++) {
      for (let i = 0; i < count; i++) check.commit(replica, slot(i), i, true, operations.key[i], i);
    }
    expect(check.violations.count).toBe(0);
    check.restart(2);
    check.commit(2, slot(count - 1), count - 1, true, operations.key[count - 1], count);
    expect(check.violations.count).toBe(0);
  });
});
