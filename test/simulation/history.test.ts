import { expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import type { History } from '../../src/result/simulation-run.js';
import { simulate } from '../../src/simulation/simulate.js';
import { defaultTimeout } from '../../src/simulation/workload.js';
import { executeAt, machine } from './echo.js';
import { smallDeployment } from './small-deployment.js';

/** A register for each key on one replica, which swallows every tenth request. */
const registers = machine(() => {
  let slot = 0;
  const values = new Map<number, number>();
  return {
    request(command, effects) {
      if (command.seq % 10 === 9) return;
      executeAt(effects, slot++, command);
      if (command.kind === 'write') values.set(command.key, command.value);
      effects.reply(command.client, command.seq, values.get(command.key) ?? 0);
    },
  };
});

function historyOf(reads: number): History {
  const { history } = simulate({
    deployment: smallDeployment({ clients: ['home', 'home'] }),
    machine: registers,
    leader: 'a',
    entryOf: () => 'a',
    seed: 1,
    workload: {
      arrivals: { kind: 'closed', outstanding: 3 },
      reads,
      keys: { count: 4, zipf: 0, hot: 0 },
      timeout: 50,
      attempts: 2,
    },
    until: { operations: 400 },
    history: true,
  });
  if (history === undefined) throw new Error('no history');
  return history;
}

test('a history holds every operation as its process saw it: numbers in a row, one at a time, unique values', () => {
  const history = historyOf(0.5);
  expect(history.length).toBe(402);
  const last = new Map<number, { seq: number; responded: number }>();
  const values = new Set<number>();
  for (let i = 0; i < history.length; i++) {
    const before = last.get(history.processes[i]);
    expect(history.seq[i]).toBe((before?.seq ?? 0) + 1);
    // One that was given up leaves its process free 100 ms later, with no answer.
    const freed = before?.responded ?? Number.NEGATIVE_INFINITY;
    if (Number.isFinite(freed)) expect(history.invoked[i]).toBeGreaterThanOrEqual(freed);
    last.set(history.processes[i], { seq: history.seq[i], responded: history.responded[i] });
    if (history.read[i] === 1) expect(history.value[i]).toBe(0);
    else expect(values.has(history.value[i])).toBe(false);
    values.add(history.value[i]);
    // The warm-up happens before the clock starts.
    expect(history.invoked[i] < 0).toBe(i < 2);
  }
});

test('every read sees the latest write before it, as one replica answers in the order of arrival', () => {
  const history = historyOf(0.5);
  // All delays are 10 ms: requests arrive in the order of sending, which is the order of the history.
  const values = new Map<number, number>();
  let seen = 0;
  for (let i = 0; i < history.length; i++) {
    if (!Number.isFinite(history.responded[i])) continue;
    if (history.read[i] === 0) values.set(history.key[i], history.value[i]);
    const expected = values.get(history.key[i]) ?? 0;
    expect(history.result[i]).toBe(expected);
    if (history.read[i] === 1 && expected > 0) seen++;
  }
  expect(seen).toBeGreaterThan(100);
});

test('an operation without an answer ends at infinity, with no result', () => {
  const history = historyOf(0);
  const open = Array.from(history.responded).flatMap((at, i) => (at === Number.POSITIVE_INFINITY ? [i] : []));
  expect(open.length).toBeGreaterThan(10);
  for (const i of open) expect([history.seq[i] % 10, history.result[i]]).toEqual([9, Number.NaN]);
});

test('a client waits for two elections, or four of the slowest round trips and writes, whichever is longer', () => {
  const small = { replicas: ['x', 'y'], oneWay: () => constant(50), fsync: constant(30) };
  expect(defaultTimeout(smallDeployment({ ...small, election: [100, 200] }))).toBe(4 * (100 + 30));
  expect(defaultTimeout(smallDeployment({ ...small, election: [1000, 2000] }))).toBe(4000);
});
