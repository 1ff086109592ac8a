import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Machine, Message } from '../../../src/protocol/contract/machine.js';
import {
  EPOCH,
  epochOf,
  lifeOf,
  nextLife,
  primaryOf,
  SNAPSHOT,
  TAKEOVER,
  takeoverOf,
} from '../../../src/protocol/primary-backup/epoch.js';
import {
  alikeBelow,
  append,
  emptyLog,
  type Log,
  outlineOf,
} from '../../../src/protocol/primary-backup/log.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { Append, Entry, Holding, Survey } from '../../../src/protocol/primary-backup/messages.js';
import { SURVEY } from '../../../src/protocol/primary-backup/state.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const write = (seq: number): Command => ({ client: 1, seq, kind: 'write', key: 1, value: 10 * seq });
const FIRST = epochOf(1, 0);

/** Replica r`self` of three, started, r0 being primary. */
let machine: Machine;
let probe: Probe;

function replica(self: number, quorum: unknown = { threshold: 2 }): void {
  const shared = { leader: 0, reads: 'primary', disk: 'serial', heartbeat: 100 } as const;
  const setups = setupsOf(3, { ...shared, quorum: schemeOf(quorum, 3), election: [1000, 2000] });
  machine = primaryBackupMachine().create(setups[self]);
  probe = new Probe();
  machine.start(probe);
}

function finishWrites(): void {
  const { written } = probe;
  probe.written = [];
  for (const { token } of written) machine.durable(token, probe);
}

function hear(from: number, body: Message): void {
  machine.message(from, body, probe);
}

const entry = (seq: number, epoch = FIRST, prev = FIRST): Entry => ({
  epoch,
  prev: seq === 1 ? 0 : prev,
  command: write(seq),
});

function appendOf(...seqs: number[]): Append {
  const first = seqs[0] - 1;
  const prev = first === 0 ? 0 : FIRST;
  return { type: 'append', epoch: FIRST, first, prev, entries: seqs.map((seq) => entry(seq)), committed: 0 };
}

/** What r`from` answers r1's survey: a log of so many entries, the last of this epoch. */
function holding(end: number, last: number, entries: readonly Entry[] = [], first = end): Holding {
  const { epoch } = stateOf(machine);
  return { type: 'holding', epoch, last, end, first, entries, anew: false, snapshot: null };
}

const written = (): (readonly [number, unknown])[] =>
  probe.written.map(({ key, record }) => [key, record] as const);

beforeEach(() => replica(1));

describe('ordered to take over, a backup', () => {
  it('asks all others, under a new epoch, and asks again those who have not answered', () => {
    machine.order?.({ type: 'promote' }, probe);
    expect(probe.ofType<Survey>('survey').map(({ to, body }) => [to, body.epoch])).toEqual([
      [0, epochOf(2, 1)],
      [2, epochOf(2, 1)],
    ]);
    hear(2, holding(0, 0));
    probe.now = 100;
    machine.timer(SURVEY, probe);
    expect(probe.ofType<Survey>('survey').map(({ to }) => to)).toEqual([0, 2, 0]);
    expect(machine.leads).toBe(false);
  });

  it('takes the old primary’s log, which has all that was acknowledged, and does not wait for others', () => {
    hear(0, appendOf(1));
    machine.order?.({ type: 'promote' }, probe);
    hear(0, holding(3, FIRST, [entry(2), entry(3)], 1));
    expect(stateOf(machine).log.entries).toHaveLength(3);
    finishWrites();
    expect(machine.leads).toBe(false);
    expect(written()).toEqual([[EPOCH, epochOf(2, 1)]]);
    finishWrites();
    expect(machine.leads).toBe(true);
    // A no-op, so that what it found gets committed.
    expect(written()).toMatchObject([[3, { epoch: epochOf(2, 1), command: { client: -1 } }]]);
  });

  it('goes on without the old primary after an election timeout, with the most recent log of those who have answered', () => {
    hear(0, appendOf(1));
    machine.order?.({ type: 'promote' }, probe);
    hear(2, holding(2, FIRST, [entry(2)], 1));
    probe.now = 999;
    machine.timer(SURVEY, probe);
    expect(stateOf(machine).takeover).not.toBeNull();
    probe.now = 1000;
    machine.timer(SURVEY, probe);
    expect(stateOf(machine).takeover).toBeNull();
    expect(stateOf(machine).log.entries.map(({ command }) => command.seq)).toEqual([1, 2]);
  });

  it('replaces what it has by what a later epoch wrote, though that is shorter', () => {
    hear(0, appendOf(1, 2, 3));
    machine.order?.({ type: 'promote' }, probe);
    const later = epochOf(1, 2);
    hear(0, holding(2, later, [entry(2, later)], 1));
    expect(stateOf(machine).log.entries.map(({ epoch }) => epoch)).toEqual([FIRST, later]);
  });

  it('outnumbers an epoch that it had not heard of', () => {
    machine.order?.({ type: 'promote' }, probe);
    hear(2, { type: 'stale', epoch: epochOf(7, 2) } as Message);
    expect(stateOf(machine).epoch).toBe(epochOf(8, 1));
    expect(stateOf(machine).takeover).toMatchObject({ old: 2 });
  });

  it('asks again after a crash: the order is on its disk before the epoch is', () => {
    machine.order?.({ type: 'promote' }, probe);
    expect(written()).toEqual([[TAKEOVER, epochOf(2, 1)]]);
    replica(1);
    machine.restart(new Map([[TAKEOVER, epochOf(2, 1)]]), probe);
    expect(probe.ofType<Survey>('survey').map(({ body }) => body.epoch)).toEqual([
      epochOf(3, 1),
      epochOf(3, 1),
    ]);
    expect(machine.leads).toBe(false);
  });

  it('and a primary that is ordered to lead does nothing', () => {
    replica(0);
    machine.order?.({ type: 'promote' }, probe);
    expect(stateOf(machine).epoch).toBe(FIRST);
    expect(machine.leads).toBe(true);
  });
});

describe('asked by one who is about to take over,', () => {
  const survey: Survey = {
    type: 'survey',
    epoch: epochOf(2, 1),
    executed: 0,
    log: outlineOf(emptyLog()),
  };

  it('a primary is one no more at once, and answers once the new epoch is on its disk, with all that it has', () => {
    replica(0, { threshold: 1 });
    for (const seq of [1, 2]) machine.request(write(seq), probe);
    finishWrites();
    expect(probe.answers).toHaveLength(2);
    hear(1, survey);
    expect(machine.leads).toBe(false);
    machine.request(write(3), probe);
    expect(probe.ofType('forward').map(({ to }) => to)).toEqual([1]);
    expect(probe.ofType('holding')).toEqual([]);
    finishWrites();
    const [{ to, body }] = probe.ofType<Holding>('holding');
    expect(to).toBe(1);
    expect(body).toMatchObject({ end: 2, last: FIRST, first: 0 });
    expect(body.entries.map(({ command }) => command.seq)).toEqual([1, 2]);
  });

  it('and it does not come back as one from a crash', () => {
    replica(0);
    machine.restart(new Map([[EPOCH, epochOf(2, 1)]]), probe);
    expect(machine.leads).toBe(false);
    expect(primaryOf(stateOf(machine).epoch)).toBe(1);
  });

  it('a backup that knows of a later epoch says so', () => {
    replica(2);
    hear(0, { type: 'stale', epoch: epochOf(5, 0) } as Message);
    hear(1, survey);
    expect(probe.ofType('stale')).toEqual([{ to: 1, body: { type: 'stale', epoch: epochOf(5, 0) } }]);
  });
});

describe('a new primary', () => {
  it('commits no entry of an earlier epoch by counting it, only with one of its own behind it (Raft §5.4.2)', () => {
    const epoch = epochOf(2, 1);
    hear(0, appendOf(1));
    machine.order?.({ type: 'promote' }, probe);
    hear(0, holding(1, FIRST));
    finishWrites();
    finishWrites();
    finishWrites();
    hear(2, { type: 'flushed', epoch, upTo: 1 } as Message);
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'flushed', epoch, upTo: 2 } as Message);
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1]);
  });

  it('has a backup that executed what is not in its log begin anew; nothing counts as written before that is on disk', () => {
    replica(2, { threshold: 1 });
    const shipped: Append = { ...appendOf(1, 2, 3), committed: 3 };
    hear(0, shipped);
    finishWrites();
    expect(probe.executed).toHaveLength(3);
    const epoch = epochOf(2, 1);
    const noop: Entry = { epoch, prev: FIRST, command: { ...write(0), client: -1, kind: 'read' } };
    const theirs = { type: 'append', epoch, committed: 0 } as const;
    hear(1, { ...theirs, first: 1, prev: FIRST, entries: [noop] } as Append);
    expect(stateOf(machine)).toMatchObject({ executed: 0, matched: 0, log: { entries: [] } });
    expect([...stateOf(machine).store]).toEqual([]);
    probe.sent = [];
    hear(1, { ...theirs, first: 0, prev: 0, entries: [entry(1), noop] } as Append);
    const snapshot = probe.written.find(({ key }) => key === SNAPSHOT)!;
    for (const { token } of probe.written) if (token !== snapshot.token) machine.durable(token, probe);
    expect(probe.ofType('flushed')).toEqual([]);
    machine.durable(snapshot.token, probe);
    expect(probe.ofType('flushed').map(({ body }) => body)).toEqual([{ type: 'flushed', epoch, upTo: 2 }]);
  });
});

describe('logs are alike', () => {
  const logOf = (...epochs: number[]): Log => {
    const log = emptyLog();
    epochs.forEach((epoch, i) => {
      append(log, { epoch, prev: epochs[i - 1] ?? 0, command: write(i + 1) }, new Probe());
    });
    return log;
  };

  it('below the last slot that one epoch wrote in both', () => {
    expect(alikeBelow(logOf(1, 1, 1, 3), outlineOf(logOf(1, 1, 2, 2, 2)))).toBe(2);
    expect(alikeBelow(logOf(1, 1), outlineOf(logOf(1, 1, 1)))).toBe(2);
    expect(alikeBelow(logOf(2), outlineOf(logOf(1)))).toBe(0);
    expect(alikeBelow(logOf(), outlineOf(logOf(1)))).toBe(0);
  });

  it('and that cannot be told where they differ in what is cut off', () => {
    const cut = { ...logOf(3, 3), base: 5, baseEpoch: 2 };
    expect(alikeBelow(cut, outlineOf(logOf(1, 1, 1, 1, 1, 1)))).toBe(-1);
    expect(alikeBelow(cut, outlineOf(logOf(2, 2, 2, 2, 2, 2)))).toBe(5);
  });
});

it('epochs compare as (takeover, primary, life): a restart never outnumbers a takeover', () => {
  const restarted = nextLife(nextLife(FIRST));
  expect([takeoverOf(restarted), primaryOf(restarted), lifeOf(restarted)]).toEqual([1, 0, 2]);
  expect(restarted).toBeGreaterThan(FIRST);
  expect(epochOf(1, 1)).toBeGreaterThan(restarted);
  expect(epochOf(2, 0)).toBeGreaterThan(epochOf(1, 29));
  expect(() => nextLife(epochOf(1, 1) - 1)).toThrow(RangeError);
});
