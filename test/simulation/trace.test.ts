import { expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Command } from '../../src/protocol/contract/machine.js';
import type { TraceEvent } from '../../src/result/simulation-run.js';
import { type SimulationOptions, simulate } from '../../src/simulation/simulate.js';
import { executeAt, machine } from './echo.js';
import { primary } from './primary.js';
import { smallDeployment } from './small-deployment.js';

// One-way delays: client–a 1, a–b 10, a–c 30; a disk takes 4, a processor 0.5 ms.
const oneWay = (from: string, to: string) => {
  const pair = [from, to].sort().join('');
  return constant(pair === 'xy' ? 10 : pair === 'xz' ? 30 : 1);
};
const base: SimulationOptions = {
  deployment: smallDeployment({
    replicas: ['x', 'y', 'z'],
    clients: ['x'],
    oneWay,
    fsync: constant(4),
    processing: 0.5,
    heartbeat: 20,
  }),
  machine: primary,
  leader: 'a',
  entryOf: () => 'a',
  seed: 1,
  workload: { arrivals: { kind: 'spaced' } },
  until: { operations: 5 },
  trace: { client: 'client-0', operation: 2 },
};

function line({ at, place, what, peer, message, slot, id, token, timer }: TraceEvent): string {
  const rest = [message, peer, id === undefined ? '' : `#${id}`, token, slot, timer];
  return [at.toFixed(1), place, what, ...rest].filter((part) => part !== undefined && part !== '').join(' ');
}

test('a trace holds every event of its operation, after its answer too, and no heartbeat', () => {
  let heartbeats = 0;
  const counting: MachineFactory = {
    create(setup) {
      const inner = primary.create(setup);
      const { message } = inner;
      inner.message = (from, body, effects) => {
        if (body.type === 'heartbeat') heartbeats++;
        message.call(inner, from, body, effects);
      };
      return inner;
    },
  };
  const { trace } = simulate({ ...base, machine: counting });
  expect(heartbeats).toBeGreaterThan(20);
  expect(trace).toMatchObject({ client: 'client-0', operation: 2, kind: 'write' });
  expect(trace?.latency).toBeCloseTo(27.5, 9);
  // Worked out by hand from the delays above. The slot is 2: the warm-up took 0, the first operation 1.
  expect(trace?.events.map(line)).toEqual([
    '0.0 client-0 send request a #1',
    '1.0 a receive request client-0 #1',
    '1.5 a handle request client-0 #1',
    '1.5 a persist 2',
    '1.5 a write 2',
    '1.5 a send append b #2',
    '1.5 a send append c #3',
    '5.5 a durable 2',
    '11.5 b receive append a #2',
    '12.0 b handle append a #2',
    '12.0 b persist 2',
    '12.0 b write 2',
    '16.0 b durable 2',
    '16.0 b send appended a #4',
    '26.0 a receive appended b #4',
    '26.5 a handle appended b #4',
    '26.5 a commit 2',
    '26.5 a send reply client-0 #5',
    '26.5 a send commit b #6',
    '26.5 a send commit c #7',
    '27.5 client-0 receive reply a #5',
    '31.5 c receive append a #3',
    '32.0 c handle append a #3',
    '32.0 c persist 2',
    '32.0 c write 2',
    '36.0 c durable 2',
    '36.0 c send appended a #8',
    '36.5 b receive commit a #6',
    '37.0 b handle commit a #6',
    '37.0 b commit 2',
    '56.5 c receive commit a #7',
    '57.0 c handle commit a #7',
    '57.0 c commit 2',
    '66.0 a receive appended c #8',
    '66.5 a handle appended c #8',
  ]);
});

test('a write that waits for the disk is seen to wait', () => {
  const slow = smallDeployment({ clients: ['home'], fsync: constant(50), heartbeat: 20 });
  // Every request persists two records, which the disk writes one after the other.
  const twice = machine(() => {
    let asked: Command;
    let slot = 0;
    return {
      request(command, effects) {
        asked = command;
        effects.persist(0, 'first', 1);
        effects.persist(1, 'second', 2);
      },
      durable(token, effects) {
        if (token < 2) return;
        executeAt(effects, slot++, asked);
        effects.reply(asked.client, asked.seq, asked.value);
      },
    };
  });
  const { trace } = simulate({ ...base, deployment: slow, machine: twice });
  const disk = trace?.events.filter(({ token }) => token !== undefined).map(line);
  expect(disk).toEqual(
    [
      '10.0 home persist 1',
      '10.0 home write 1',
      '10.0 home persist 2',
      '60.0 home durable 1',
      '60.0 home write 2',
      '110.0 home durable 2',
    ].map((text) => text.replace('home', 'a')),
  );
});

test('a timer that the operation starts belongs to it, one that it merely pushes back does not', () => {
  const batching = machine(() => {
    let slot = 0;
    let waiting: Command[] = [];
    return {
      start: (effects) => effects.setTimer(7, 15),
      request(command, effects) {
        waiting.push(command);
        effects.setTimer(1, 5);
        effects.setTimer(7, 15);
      },
      timer(name, effects) {
        if (name === 7) {
          effects.setTimer(7, 15);
          return;
        }
        for (const command of waiting) {
          executeAt(effects, slot++, command);
          effects.reply(command.client, command.seq, command.value);
        }
        waiting = [];
      },
    };
  });
  const { trace } = simulate({
    ...base,
    deployment: smallDeployment({ clients: ['home'] }),
    machine: batching,
  });
  expect(trace?.events.map(line)).toEqual([
    '0.0 client-0 send request a #1',
    '10.0 a receive request client-0 #1',
    '15.0 a timer 1',
    '15.0 a commit 2',
    '15.0 a send reply client-0 #2',
    '25.0 client-0 receive reply a #2',
  ]);
});

test('lost messages, retries and giving up are told', () => {
  const { trace } = simulate({
    ...base,
    workload: { arrivals: { kind: 'spaced' }, timeout: 100, attempts: 2 },
    faults: [
      { kind: 'crash', replicas: ['a'], at: 0 },
      { kind: 'cut', from: ['client-0'], to: ['b'], at: 0 },
    ],
    trace: { client: 'client-0', operation: 1 },
    until: { operations: 2 },
  });
  expect(trace?.latency).toBeNull();
  expect(trace?.events.map(line)).toEqual([
    '0.0 client-0 send request a #1',
    '0.0 a lost request client-0 #1',
    '100.0 client-0 retry',
    '100.0 client-0 send request b #2',
    '100.0 b lost request client-0 #2',
    '200.0 client-0 give-up',
  ]);
});

test('a message that is on its way when its receiver crashes is lost there', () => {
  const found = new Set<string>();
  // The first operation begins 20 to 40 ms after the clock; somewhere its request is between client and replica.
  for (let at = 20; at < 60; at += 0.5) {
    const { trace } = simulate({
      ...base,
      faults: [{ kind: 'crash', replicas: ['c'], at }],
      trace: { client: 'client-0', operation: 1 },
      until: { operations: 1 },
    });
    for (const { what, place, message } of trace?.events ?? [])
      if (what === 'lost') found.add(`${message} to ${place}`);
  }
  expect([...found].sort()).toEqual(['append to c', 'commit to c']);
});

test('an operation that never comes leaves no trace; of the kind that was asked for the n-th is taken', () => {
  expect(simulate({ ...base, trace: { client: 'client-0', operation: 6 } }).trace).toBeUndefined();
  const mixed = { ...base, workload: { ...base.workload, reads: 0.5 }, until: { operations: 40 } };
  for (const kind of ['read', 'write'] as const) {
    const { trace, history } = simulate({
      ...mixed,
      history: true,
      trace: { client: 'client-0', operation: 4, kind },
    });
    const times = Array.from(history?.invoked ?? []).filter(
      (at, i) => at > 0 && history?.read[i] === (kind === 'read' ? 1 : 0),
    );
    expect(trace).toMatchObject({ kind, operation: 4 });
    expect(trace?.start).toBe(times[3]);
  }
});

test('under load a trace follows its own operation only', () => {
  const { trace } = simulate({
    ...base,
    workload: { arrivals: { kind: 'closed', outstanding: 8 } },
    until: { operations: 200 },
    trace: { client: 'client-0', operation: 100 },
  });
  const commits = trace?.events.filter(({ what }) => what === 'commit') ?? [];
  // All three replicas execute it, though another operation's message may be what tells the followers.
  expect(commits.map(({ place }) => place).sort()).toEqual(['a', 'b', 'c']);
  expect(new Set(commits.map(({ slot }) => slot)).size).toBe(1);
  expect(trace?.events.filter(({ what }) => what === 'persist')).toHaveLength(3);
  expect(trace?.events.filter(({ message, what }) => message === 'append' && what === 'send')).toHaveLength(
    2,
  );
  expect(trace?.events.some(({ message }) => message === 'heartbeat')).toBe(false);
});
