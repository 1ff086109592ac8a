import { describe, expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import type { Command } from '../../src/protocol/contract/machine.js';
import type { SimulationRun } from '../../src/result/simulation-run.js';
import { Admission } from '../../src/simulation/admission.js';
import { writesIn } from '../../src/simulation/message-size.js';
import { simulate } from '../../src/simulation/simulate.js';
import type { Deployment, ProtocolChoice } from '../../src/topology/deployment.js';
import { careful, executeAt, machine } from './echo.js';
import { primary } from './primary.js';
import { type Small, smallDeployment } from './small-deployment.js';

const command = (client: number, seq = 1): Command => ({ client, seq, kind: 'write', key: 0, value: client });

describe('admission', () => {
  const gate = (size: number, delay: number, window: number) => {
    const wakes: number[] = [];
    const admission = new Admission({ size, delay, window }, (time) => wakes.push(time));
    const released = (now: number): number[] => {
      const clients: number[] = [];
      admission.release(now, ({ client }) => clients.push(client));
      return clients;
    };
    const arrive = (client: number, now: number): number[] => {
      admission.arrive(command(client), now);
      return released(now);
    };
    return { admission, wakes, arrive, released };
  };

  test('holds a batch until it is full, or its first request has waited long enough', () => {
    const { arrive, released, wakes } = gate(3, 5, Number.POSITIVE_INFINITY);
    expect(arrive(1, 0)).toEqual([]);
    expect(arrive(2, 1)).toEqual([]);
    expect(arrive(3, 2)).toEqual([1, 2, 3]);
    expect(arrive(4, 3)).toEqual([]);
    expect(wakes).toContain(8);
    expect(released(7.9)).toEqual([]);
    expect(released(8)).toEqual([4]);
  });

  test('holds more batches than the window has room for, until one is answered in full', () => {
    const { admission, arrive, released } = gate(2, 0, 1);
    expect(arrive(1, 0)).toEqual([1]);
    expect(arrive(2, 0)).toEqual([]);
    expect(arrive(3, 0)).toEqual([]);
    expect(arrive(4, 0)).toEqual([]);
    admission.answered(1);
    expect(released(1)).toEqual([2, 3]);
    admission.answered(2);
    expect(released(2)).toEqual([]);
    admission.answered(3);
    expect(released(3)).toEqual([4]);
  });

  test('a client that asks again, or asks for something else, holds no place twice', () => {
    const { arrive, released, admission } = gate(1, 0, 1);
    expect(arrive(1, 0)).toEqual([1]);
    // Its patience is over: the same request again takes the place of the first.
    expect(arrive(1, 1)).toEqual([1]);
    expect(arrive(2, 2)).toEqual([]);
    expect(arrive(2, 3)).toEqual([]);
    admission.answered(1);
    expect(released(4)).toEqual([2]);
  });

  test('after a crash nothing waits and nothing is under way', () => {
    const { admission, arrive, released } = gate(1, 0, 1);
    expect(arrive(1, 0)).toEqual([1]);
    expect(arrive(2, 0)).toEqual([]);
    admission.clear();
    expect(released(1)).toEqual([]);
    expect(arrive(3, 1)).toEqual([3]);
  });
});

describe('the payload of a message', () => {
  test('is that of the writes that stand anywhere in it; reads carry none', () => {
    const read: Command = { client: 1, seq: 1, kind: 'read', key: 0, value: 0 };
    expect(writesIn({ type: 'accept', slot: 3, command: command(1) })).toBe(1);
    expect(writesIn({ type: 'accept', slot: 3, command: read })).toBe(0);
    expect(
      writesIn({
        type: 'append',
        entries: [
          { term: 1, command: command(1) },
          { term: 1, command: read },
          { term: 2, command: command(2) },
        ],
      }),
    ).toBe(2);
    expect(writesIn({ type: 'votes', by: new Map([[1, { command: command(1) }]]) })).toBe(1);
    expect(writesIn({ type: 'heartbeat', upTo: 7 })).toBe(0);
  });
});

function run(
  small: Small,
  protocol: Partial<ProtocolChoice>,
  more: Partial<Deployment>,
  outstanding: number,
  factory = primary,
): SimulationRun {
  const deployment = smallDeployment(small);
  return simulate({
    deployment: { ...deployment, protocol: { ...deployment.protocol, ...protocol }, ...more },
    machine: factory,
    leader: 'a',
    entryOf: () => 'a',
    seed: 1,
    workload: { arrivals: { kind: 'closed', outstanding } },
    until: { operations: 4000 },
  });
}

const perSecond = ({ operations, span }: SimulationRun): number => (1000 * operations.finished) / span;

describe('the bottleneck of a loaded replica', () => {
  const one: Small = { replicas: ['x'], clients: ['x'], oneWay: () => constant(1) };
  const three: Small = {
    replicas: ['x', 'x', 'x'],
    clients: ['x'],
    oneWay: () => constant(1),
    heartbeat: 10_000,
  };

  // Beyer et al., "Site Reliability Engineering", O'Reilly 2016, ch. 23, "Disk access": at 10 ms a write, about 100 a second.
  test('is a disk of 10 ms: 100 a second, and with batches of 20 twenty times as many', () => {
    const slow = { ...one, fsync: constant(10) };
    expect(perSecond(run(slow, {}, {}, 40, careful))).toBeCloseTo(100, 0);
    const batched = run(slow, { batch: { size: 20, delay: 5 } }, {}, 200, careful);
    expect(perSecond(batched)).toBeGreaterThan(1900);
    expect(perSecond(batched)).toBeLessThan(20_000);
    expect(batched.safety.violations).toBe(0);
  });

  test('is a processor of 1 ms a message: of three messages an operation at the leader; batches of 10 make it ten times less', () => {
    const busy = run(three, { processing: 1 }, {}, 50);
    expect(busy.replicas[0].processor).toBeGreaterThan(0.99);
    expect(perSecond(busy)).toBeCloseTo(1000 / 3, -1);
    // Requests still come one by one: 10 of them, and a packet from each follower.
    const batched = run(three, { processing: 1, batch: { size: 10, delay: 20 } }, {}, 100);
    expect(perSecond(batched)).toBeGreaterThan(0.9 * (10_000 / 12));
    expect(perSecond(batched)).toBeLessThanOrEqual(10_000 / 12 + 1);
    expect(batched.safety.violations).toBe(0);
  });

  test('is what sending takes: the same message to several counts once, an answer once', () => {
    const telling = machine(() => {
      let slot = 0;
      return {
        request(asked, effects) {
          executeAt(effects, slot++, asked);
          const body = { type: 'executed', slot };
          for (const to of [1, 2]) effects.send(to, body);
          effects.reply(asked.client, asked.seq, asked.value);
        },
      };
    });
    const busy = run(three, { sending: 1 }, {}, 50, telling);
    expect(busy.replicas[0].processor).toBeGreaterThan(0.99);
    expect(perSecond(busy)).toBeCloseTo(500, -1);
  });

  test('is the interface: 1 MB/s and 10 kB to each of two followers make 50 a second, less what is sent again', () => {
    const deployment = smallDeployment(three);
    const network = { ...deployment.network, bandwidth: 1e6, overhead: 0 };
    const busy = run(three, {}, { network, payload: 10_000 }, 50);
    expect(busy.replicas[0].interface).toBeGreaterThan(0.99);
    const bytes = busy.replicas[0].bytes / busy.operations.sent;
    expect(bytes).toBeGreaterThanOrEqual(20_000);
    expect(perSecond(busy)).toBeGreaterThan(45);
    expect(perSecond(busy) * bytes).toBeLessThanOrEqual(1.001e6);
  });

  test('is a window of 4 on a round trip of 4 ms and more: 4 operations in that time', () => {
    // 1 ms there, 1 ms back between replicas, and a client's 1 ms each way that the window does not hold.
    const windowed = run(three, { window: 4 }, {}, 50);
    expect(perSecond(windowed)).toBeCloseTo(2000, -1);
    expect(perSecond(run(three, {}, {}, 50))).toBeGreaterThan(10_000);
  });
});
