import { describe, expect, test } from 'vitest';
import { exponential, gamma } from '../../src/distribution/gamma.js';
import { constant } from '../../src/distribution/points.js';
import { type SimulationOptions, simulate } from '../../src/simulation/simulate.js';
import { echo, executeAt, machine } from './echo.js';
import { primary } from './primary.js';
import { smallDeployment } from './small-deployment.js';

const three = ['x', 'y', 'z'];
const random = smallDeployment({
  replicas: three,
  clients: ['x', 'z'],
  reads: 0.3,
  oneWay: () => gamma({ shift: 5, shape: 2, scale: 1 }),
  fsync: exponential({ mean: 1 }),
  processing: 0.05,
  loss: 0.01,
});
const base: SimulationOptions = {
  deployment: random,
  machine: primary,
  leader: 'a',
  entryOf: () => 'a',
  seed: 7,
  workload: { arrivals: { kind: 'closed', outstanding: 5 } },
  until: { operations: 2000 },
  history: true,
};

describe('determinism', () => {
  const faults = [{ kind: 'crash', replicas: ['c'], at: 500, until: 1500 }] as const;

  test.each(['spaced', 'closed', 'open'] as const)(
    'the same %s run twice gives the same result in full',
    (kind) => {
      const arrivals =
        kind === 'closed' ? ({ kind, outstanding: 5 } as const) : ({ kind, rate: 50 } as const);
      const options = { ...base, faults, workload: { arrivals }, until: { operations: 500 } };
      expect(simulate(options)).toEqual(simulate(options));
    },
  );

  test('another seed gives another run', () => {
    const one = simulate(base);
    const other = simulate({ ...base, seed: 8 });
    expect(other.clients[0].write.p50).not.toBe(one.clients[0].write.p50);
    expect(other.history).not.toEqual(one.history);
  });

  test('looking closer changes nothing: with trace, history and frozen messages the latencies are the same', () => {
    const plain = simulate({ ...base, history: false });
    const watched = simulate({ ...base, freeze: true, trace: { client: 'client-1', operation: 3 } });
    expect(watched.trace?.events.length).toBeGreaterThan(10);
    expect(watched.latencies).toEqual(plain.latencies);
    expect(watched.events).toBe(plain.events);
    expect(watched.replicas).toEqual(plain.replicas);
  });

  test('each place draws from a stream of its own: a client more leaves the others’ choices as they were', () => {
    const spaced = {
      ...base,
      workload: { arrivals: { kind: 'spaced' } as const },
      until: { operations: 600 },
    };
    const more = { ...random, clients: smallDeployment({ clients: ['x', 'z', 'y'], reads: 0.3 }).clients };
    const keysOf = (options: SimulationOptions): number[] => {
      const { history } = simulate(options);
      const keys = Array.from(history?.key ?? []);
      return keys.filter((_, i) => history?.client[i] === 0 && (history?.invoked[i] ?? 0) > 0).slice(0, 100);
    };
    expect(keysOf({ ...spaced, deployment: more })).toEqual(keysOf(spaced));
    expect(new Set(keysOf(spaced)).size).toBeGreaterThan(50);
  });
});

describe('arrivals', () => {
  test('spaced: one operation in flight, of any client, a heartbeat and a random part of one between', () => {
    const { history } = simulate({
      ...base,
      workload: { arrivals: { kind: 'spaced' } },
      until: { operations: 200 },
    });
    if (history === undefined) throw new Error('no history');
    const gaps: number[] = [];
    for (let i = 3; i < history.length; i++) {
      gaps.push(history.invoked[i] - history.responded[i - 1]);
    }
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    // Any client may be next: each goes before each.
    const pairs = new Set<string>();
    for (let i = 3; i < history.length; i++) pairs.add(`${history.client[i - 1]}${history.client[i]}`);
    expect([...pairs].sort()).toEqual(['00', '01', '10', '11']);
    // The phase is uniform: the gaps spread over a heartbeat at least.
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(90);
  });

  test('spaced: the next operation waits until the slowest acknowledgement of the last one has come', () => {
    // The quorum of a, b answers within 2 ms; c is 300 ms away, more than a heartbeat.
    const deployment = smallDeployment({
      replicas: three,
      clients: ['x'],
      oneWay: (from, to) => constant(from === 'z' || to === 'z' ? 300 : 1),
    });
    const { history } = simulate({
      ...base,
      deployment,
      workload: { arrivals: { kind: 'spaced' } },
      until: { operations: 20 },
    });
    if (history === undefined) throw new Error('no history');
    for (let i = 2; i < history.length; i++) {
      expect(history.responded[i] - history.invoked[i]).toBeCloseTo(4, 9);
      expect(history.invoked[i] - history.invoked[i - 1]).toBeGreaterThanOrEqual(1 + 600 + 100);
    }
  });

  test('closed: as many operations are outstanding as asked for, at every moment', () => {
    const { history } = simulate(base);
    if (history === undefined) throw new Error('no history');
    const moments: [number, number][] = [];
    for (let i = 2; i < history.length; i++)
      moments.push([history.invoked[i], 1], [history.responded[i], -1]);
    // At one instant an answer comes before what it lets begin.
    moments.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    const last = Math.max(...history.invoked);
    let outstanding = 0;
    let most = 0;
    for (const [at, change] of moments) {
      outstanding += change;
      most = Math.max(most, outstanding);
      if (at > 0 && at < last && change === 1) expect(outstanding).toBeGreaterThanOrEqual(1);
    }
    expect(most).toBe(10);
    expect(new Set(history.processes).size).toBe(2 + 10);
  });

  test('open: arrivals are Poisson: their number is rate · time, their gaps exponential', () => {
    const deployment = smallDeployment({ clients: ['home', 'home'] });
    const workload = { arrivals: { kind: 'open', rate: 200 } as const };
    const { history, span } = simulate({
      ...base,
      deployment,
      machine: echo,
      workload,
      until: { time: 60_000 },
    });
    if (history === undefined) throw new Error('no history');
    const times = Array.from(history.invoked).filter((at, i) => at >= 0 && history.client[i] === 0);
    // 12 000 expected, standard deviation √12 000 = 110.
    expect(Math.abs(times.length - 12_000)).toBeLessThan(4 * 110);
    expect(span).toBeGreaterThanOrEqual(60_000);
    const gaps = times.slice(1).map((at, i) => at - times[i]);
    for (const multiple of [0.1, 1, 3]) {
      const share = gaps.filter((gap) => gap > 5 * multiple).length / gaps.length;
      const expected = Math.exp(-multiple);
      expect(Math.abs(share - expected)).toBeLessThan(
        4 * Math.sqrt((expected * (1 - expected)) / gaps.length),
      );
    }
  });

  test('the mix has the asked share of reads, and keys from the whole range', () => {
    const workload = {
      arrivals: { kind: 'closed', outstanding: 5 } as const,
      reads: 0.25,
      keys: { count: 10, zipf: 0, hot: 0 },
    };
    const { history } = simulate({ ...base, workload });
    const reads = Array.from(history?.read ?? []).reduce((a, b) => a + b, 0);
    expect(Math.abs(reads / 2000 - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 2000));
    expect(new Set(history?.key).size).toBe(10);
    expect(Math.max(...(history?.key ?? []))).toBe(9);
  });
});

describe('retries', () => {
  test('a request that is not answered goes to the next replica after the timeout, and latency counts from the first sending', () => {
    // Replica a swallows everything, b answers.
    const deployment = smallDeployment({ replicas: ['x', 'y'], clients: ['x'] });
    let slot = 0;
    const factory = machine(({ self }) => ({
      request(command, effects) {
        if (self === 0) return;
        executeAt(effects, slot++, command);
        effects.reply(command.client, command.seq, command.value);
      },
    }));
    const run = simulate({
      ...base,
      deployment,
      machine: factory,
      workload: { arrivals: { kind: 'spaced' }, timeout: 500 },
      until: { operations: 5 },
    });
    // The first finds out; the others ask the one that answered, until as long again has passed: the first is up, and is
    // tried once more.
    expect(Array.from(run.latencies[0].write)).toEqual(
      [520, 20, 20, 20, 520].map((ms) => expect.closeTo(ms, 9)),
    );
    expect(run.operations).toEqual({ sent: 5, finished: 5, retries: 2 });
  });

  test('an operation that nobody answers is given up after so many attempts, and counts as never finished', () => {
    const deployment = smallDeployment({ replicas: ['x', 'y'], clients: ['x'] });
    let requests = 0;
    let slot = 0;
    const factory = machine(() => ({
      request(command, effects) {
        // The warm-up is served, and nothing after it.
        requests++;
        if (slot > 0) return;
        executeAt(effects, slot++, command);
        effects.reply(command.client, command.seq, command.value);
      },
    }));
    const run = simulate({
      ...base,
      deployment,
      machine: factory,
      workload: { arrivals: { kind: 'spaced' }, timeout: 100, attempts: 3 },
      until: { operations: 4 },
    });
    expect(run.operations).toEqual({ sent: 4, finished: 0, retries: 8 });
    expect(requests).toBe(1 + 12);
    expect(run.clients[0].write).toMatchObject({ failure: 1, mean: null, p50: null, samples: 4 });
  });

  test('where nothing is ever served the warm-up ends, and says so', () => {
    const run = simulate({ ...base, machine: machine(() => ({})) });
    expect(run.warmUp.served).toBe(false);
    expect(run.operations.sent).toBe(0);
    expect(simulate(base).warmUp.served).toBe(true);
  });
});

describe('counting', () => {
  test('spaced runs count what operations cause and leave heartbeats out; loaded runs count all', () => {
    const deployment = smallDeployment({ replicas: three, clients: ['x'] });
    const options = { ...base, deployment, until: { operations: 100 } };
    const spaced = simulate({ ...options, workload: { arrivals: { kind: 'spaced' } } });
    // Append and its acknowledgement, and the commit, for each of two followers; all three write.
    expect(spaced.perOperation).toEqual({ messages: 6, durableWrites: 3, backgroundLeftOut: true });
    // a: one request and two acknowledgements in; two appends, two commits and a reply out.
    expect(spaced.replicas[0]).toMatchObject({ id: 'a', sent: 500, received: 300, durableWrites: 100 });
    expect(spaced.replicas[1]).toMatchObject({ id: 'b', sent: 100, received: 200, durableWrites: 100 });
    const open = simulate({ ...options, workload: { arrivals: { kind: 'open', rate: 20 } } });
    // Two heartbeats every 100 ms on top, that is one for each of 20 operations a second, and what they send again.
    expect(open.perOperation.backgroundLeftOut).toBe(false);
    expect(open.perOperation.messages).toBeGreaterThan(6.5);
    expect(open.perOperation.messages).toBeLessThan(9);
  });
});

describe('limits', () => {
  test('a run with a time stops sending then, and waits for what is under way', () => {
    const run = simulate({ ...base, until: { time: 2000 } });
    const { history } = run;
    expect(Math.max(...(history?.invoked ?? []))).toBeLessThan(2000);
    expect(run.span).toBeGreaterThan(2000);
    expect(run.operations.finished).toBe(run.operations.sent);
    expect(run.operations.sent).toBeGreaterThan(100);
  });

  test('without a limit each client sends 1000 operations', () => {
    const deployment = smallDeployment({ clients: ['home', 'home'] });
    const { until: _, ...rest } = base;
    expect(simulate({ ...rest, deployment, machine: echo }).operations.sent).toBe(2000);
  });
});

describe('what makes no sense is refused in a sentence', () => {
  const refusals: [string, Partial<SimulationOptions>][] = [
    ["the leader is to be 'q', which is no replica", { leader: 'q' }],
    ["the entry of 'client-0' is to be 'q', which is no replica", { entryOf: () => 'q' }],
    [
      "client 'client-0' has no rate, and an open loop needs one",
      { workload: { arrivals: { kind: 'open' } } },
    ],
    [
      'every client has rate 0: an open loop would send nothing',
      { workload: { arrivals: { kind: 'open', rate: 0 } } },
    ],
    [
      'a closed loop keeps 1 or more operations outstanding, not 0',
      { workload: { arrivals: { kind: 'closed', outstanding: 0 } } },
    ],
    [
      'a share of reads lies between 0 and 1, not at 2',
      { workload: { arrivals: { kind: 'spaced' }, reads: 2 } },
    ],
    ["the trace is to follow client 'q', which is none", { trace: { client: 'q', operation: 1 } }],
    ["a fault names 'q', which is no replica", { faults: [{ kind: 'crash', replicas: ['q'], at: 1 }] }],
    ['a run lasts 0 ms or more, not -1', { until: { time: -1 } }],
  ];
  test.each(refusals)('%s', (sentence, options) => {
    expect(() => simulate({ ...base, ...options })).toThrow(sentence);
  });
});

describe('a machine that breaks its contract is stopped', () => {
  const broken = (request: Parameters<typeof machine>[0]) => () =>
    simulate({ ...base, deployment: smallDeployment(), machine: machine(request), until: { operations: 1 } });

  test('sending to itself', () => {
    expect(broken(() => ({ request: (_, effects) => effects.send(0, { type: 'me' }) }))).toThrow(
      /at 10 ms of simulated time \(seed 7\): a machine sent a message to itself/,
    );
  });

  test('answering what nobody asked', () => {
    expect(broken(() => ({ request: (command, effects) => effects.reply(command.client, 99, 0) }))).toThrow(
      /answered operation 99 of client 0, which was never sent/,
    );
  });

  test('a timer that never lets time go on', () => {
    const circles = broken(() => ({
      request: (_, effects) => effects.setTimer(1, 0),
      timer: (_, effects) => effects.setTimer(1, 0),
    }));
    expect(circles).toThrow(/at one instant: a machine goes in circles/);
  });

  test('a timer in the past', () => {
    expect(broken(() => ({ request: (_, effects) => effects.setTimer(1, -5) }))).toThrow(
      /a delay is finite and at least 0/,
    );
  });

  test('altering a message that it has sent, where messages are frozen', () => {
    const factory = machine(({ self }) => ({
      request(_, effects) {
        const body = { type: 'note', list: [1] };
        effects.send(1 - self, body);
        body.list.push(2);
      },
    }));
    const deployment = smallDeployment({ replicas: ['x', 'y'] });
    const options = { ...base, deployment, machine: factory, until: { operations: 1 } };
    expect(() => simulate({ ...options, freeze: true })).toThrow(/not extensible/);
    expect(simulate(options).warmUp.served).toBe(false);
  });
});
