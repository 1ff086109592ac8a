import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/distribution/gamma.js';
import { constant } from '../../src/distribution/points.js';
import { Causality } from '../../src/simulation/causality.js';
import type { Session } from '../../src/simulation/clients.js';
import { EventQueue } from '../../src/simulation/event-queue.js';
import { Network } from '../../src/simulation/network.js';
import { Silence } from '../../src/simulation/silence.js';
import { Transport } from '../../src/simulation/transport.js';
import { type Small, smallDeployment } from './small-deployment.js';

/** A network between replicas a and b, and one client, with nothing around it. */
function wires(small: Small, seed = 1) {
  const deployment = smallDeployment({ replicas: ['x', 'y'], clients: ['x'], ...small });
  const queue = new EventQueue();
  const network = new Network(deployment, seed);
  const sessions: Session[] = [];
  const causality = new Causality(false, queue);
  const transport = new Transport(2, queue, network, causality, undefined, sessions);
  /** Sends message number i at times[i]; returns their arrivals in the order in which they came. */
  const arrivals = (times: readonly number[], from = 0, to = 1): { i: number; at: number }[] => {
    times.forEach((time, i) => {
      transport.message(from * network.ends + to, { type: `${i}` }, time, time);
    });
    const arrived: { i: number; at: number }[] = [];
    while (queue.size > 0) {
      const slot = queue.pop();
      if (network.epoch[queue.place[slot]] !== queue.mark[slot]) continue;
      arrived.push({ i: Number((queue.body[slot] as { type: string }).type), at: queue.time });
    }
    return arrived;
  };
  return { network, transport, queue, sessions, arrivals };
}

describe('order', () => {
  test('a message never arrives before an earlier one of the same pair, whatever delays are drawn and lost', () => {
    let held = 0;
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.3), (seed, loss) => {
        const { arrivals } = wires({ oneWay: () => exponential({ mean: 20 }), loss }, seed);
        const times = Array.from({ length: 50 }, (_, i) => i);
        const arrived = arrivals(times);
        expect(arrived.map(({ i }) => i)).toEqual(times);
        for (let i = 1; i < arrived.length; i++) if (arrived[i].at === arrived[i - 1].at) held++;
      }),
    );
    // Sometimes one really had to wait for the one ahead.
    expect(held).toBeGreaterThan(100);
  });

  test('the two ways of a pair, and different pairs, do not wait for one another', () => {
    const { transport, queue, network } = wires({ oneWay: () => constant(10) });
    network.extra[0 * network.ends + 1] = 500;
    transport.message(0 * network.ends + 1, { type: 'slow' }, 0, 0);
    transport.message(1 * network.ends + 0, { type: 'quick' }, 1, 1);
    expect(queue.body[queue.pop()]).toEqual({ type: 'quick' });
    expect(queue.time).toBe(11);
    queue.pop();
    expect(queue.time).toBe(510);
  });

  test('each client process has connections of its own', () => {
    const { transport, queue, network, sessions } = wires({ oneWay: () => constant(10) });
    const session = (process: number): Session => {
      const command = { client: process, seq: 1, kind: 'read', key: 0, value: 0 } as const;
      const floors = new Array<number>(4).fill(0);
      const silence = new Silence(1000);
      const made: Session = {
        process,
        client: 0,
        operation: 0,
        command,
        turns: 0,
        attempts: 1,
        asked: 0,
        silence,
        readSilence: silence,
        deadline: 0,
        earlier: undefined,
        later: undefined,
        floors,
        machine: undefined,
        effects: { now: 0, request: () => undefined, finish: () => undefined },
      };
      sessions.push(made);
      return made;
    };
    const [one, other] = [session(0), session(1)];
    const link = 2 * network.ends;
    network.extra[link] = 500;
    transport.request(one, 0, 0);
    network.extra[link] = 0;
    transport.request(one, 0, 1);
    transport.request(other, 0, 1);
    const order: [number, number][] = [];
    while (queue.size > 0) {
      const slot = queue.pop();
      order.push([(queue.body[slot] as { client: number }).client, queue.time]);
    }
    expect(order).toEqual([
      [1, 11],
      [0, 510],
      [0, 510],
    ]);
  });
});

describe('loss', () => {
  test('a lost message comes after SRTT + 200 ms, lost again after twice that more, as geometric chance has it (RFC 6298 §5)', () => {
    const loss = 0.3;
    const { arrivals } = wires({ oneWay: () => constant(10), loss });
    const times = Array.from({ length: 20_000 }, (_, i) => i * 1e6);
    const counts = new Map<number, number>();
    for (const { i, at } of arrivals(times)) {
      const delay = Math.round(at - times[i]);
      counts.set(delay, (counts.get(delay) ?? 0) + 1);
    }
    // SRTT 20 ms: the timeout is 220 ms, then 440, 880, …
    [10, 10 + 220, 10 + 660, 10 + 1540].forEach((delay, losses) => {
      const expected = 20_000 * (1 - loss) * loss ** losses;
      expect(Math.abs((counts.get(delay) ?? 0) - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
    expect([...counts.keys()].every((delay) => delay === 10 || (delay - 10) % 220 === 0)).toBe(true);
  });

  test('what was sent behind a lost message waits for it', () => {
    const loss = 0.2;
    const { arrivals } = wires({ oneWay: () => constant(10), loss });
    const times = Array.from({ length: 2000 }, (_, i) => i * 5);
    const arrived = arrivals(times);
    const late = arrived.filter(({ i, at }) => at > times[i] + 10 + 1e-9).length;
    // A loss delays some 44 messages behind it: far more are late than were lost.
    expect(late / times.length).toBeGreaterThan(2 * loss);
    expect(arrived).toHaveLength(2000);
  });

  test('a connection that loses everything gives up after 15 retransmissions (tcp_retries2)', () => {
    const { arrivals } = wires({ loss: 1 });
    expect(arrivals([0, 1, 2])).toEqual([]);
  });
});

describe('a broken connection', () => {
  test('loses what is on its way and what is sent meanwhile, and nothing after', () => {
    const { network, transport, queue } = wires({ oneWay: () => constant(10) });
    const link = network.ends * 0 + 1;
    transport.message(0 * network.ends + 1, { type: 'on its way' }, 0, 0);
    network.block(link);
    network.block(link);
    transport.message(0 * network.ends + 1, { type: 'meanwhile' }, 1, 1);
    network.unblock(link);
    transport.message(0 * network.ends + 1, { type: 'one reason is left' }, 2, 2);
    network.unblock(link);
    transport.message(0 * network.ends + 1, { type: 'after' }, 3, 3);
    const alive: string[] = [];
    while (queue.size > 0) {
      const slot = queue.pop();
      if (network.epoch[queue.place[slot]] === queue.mark[slot])
        alive.push((queue.body[slot] as { type: string }).type);
    }
    expect(alive).toEqual(['after']);
  });

  test('makes nothing that is sent after it wait for what was lost in it', () => {
    const { network, arrivals, transport, queue } = wires({ oneWay: () => constant(10) });
    network.extra[1] = 5000;
    transport.message(0 * network.ends + 1, { type: '99' }, 0, 0);
    network.extra[1] = 0;
    network.block(1);
    network.unblock(1);
    expect(queue.size).toBe(1);
    expect(arrivals([20])).toEqual([{ i: 0, at: 30 }]);
  });
});
