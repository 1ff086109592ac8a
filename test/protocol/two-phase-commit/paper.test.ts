import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import { inDoubt } from '../../../src/protocol/two-phase-commit/doubt.js';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import {
  type Abort,
  type Ack,
  type Commit,
  firstOf,
  type Inquire,
  LIFE,
  NO_TXN,
  type Prepare,
  placeKey,
  REFUSED,
  type Vote,
} from '../../../src/protocol/two-phase-commit/messages.js';
import { TICK } from '../../../src/protocol/two-phase-commit/state.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/**
 * Claims of the literature, one test each, on single machines fed by hand. BHG: Bernstein, Hadzilacos, Goodman, 1987. R*:
 * Mohan, Lindsay, Obermarck, 1986. GL: Gray, Lamport, "Consensus on Transaction Commit", 2006.
 */
const SETUPS = setupsOf(3, {
  leader: 0,
  quorum: schemeOf('all', 3),
  disk: 'serial',
  reads: 'primary',
  heartbeat: 100,
  election: [1000, 2000],
});
const T1 = firstOf(0);
const T2 = T1 + 1;

function command(seq: number, key = 1): Command {
  return { client: 1, seq, kind: 'write', key, value: 10 + seq };
}

function prepare(txn: number, key = 1): Prepare {
  return { type: 'prepare', txn, command: command(txn, key), patience: 2000, settled: 0 };
}

function yes(txn: number): Vote {
  return { type: 'vote', txn, yes: true };
}

let machine: Machine;
let probe: Probe;

function start(self: number): void {
  machine = twoPhaseCommitMachine().create(SETUPS[self]);
  probe = new Probe();
  machine.start(probe);
}

/** The disk finishes all that it was given. */
function disk(): void {
  for (const { token } of probe.written.splice(0)) machine.durable(token, probe);
}

function restart(self: number, durable: ReadonlyMap<number, unknown>, now: number): void {
  machine = twoPhaseCommitMachine().create(SETUPS[self]);
  probe = new Probe();
  probe.now = now;
  machine.restart(durable, probe);
}

function tick(now: number): void {
  probe.now = now;
  probe.sent = [];
  machine.timer(TICK, probe);
}

function sentTo(type: string): number[] {
  return probe.sent.filter(({ body }) => body.type === type).map(({ to }) => to);
}

describe('the coordinator', () => {
  beforeEach(() => start(0));

  it('commits only where all have voted yes (BHG §7.3, AC3), and then does (AC4)', () => {
    machine.request(command(1), probe);
    expect(sentTo('prepare')).toEqual([1, 2]);
    machine.message(1, yes(T1), probe);
    machine.message(1, yes(T1), probe);
    expect(probe.written).toEqual([]);
    machine.message(2, yes(T1), probe);
    expect(probe.written).toMatchObject([{ key: 0, record: { txn: T1 } }]);
  });

  it('tells nobody, and answers nobody, before the decision is on its disk (BHG §7.4; GL §3)', () => {
    machine.request(command(1), probe);
    for (const p of [1, 2]) machine.message(p, yes(T1), probe);
    expect(sentTo('commit')).toEqual([]);
    expect(probe.answers).toEqual([]);
    disk();
    expect(sentTo('commit')).toEqual([1, 2]);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 11 }]);
  });

  it('writes nothing about what it aborts, and whoever asks about what it does not know is told abort (R*: presumed abort)', () => {
    machine.request(command(1), probe);
    tick(2000);
    expect(sentTo('abort')).toEqual([1, 2]);
    expect(probe.written).toEqual([]);
    machine.message(1, { type: 'inquire', txns: [T1] } as Inquire, probe);
    expect(sentTo('abort')).toEqual([1, 2, 1]);
    // What is being voted on is neither.
    machine.message(1, { type: 'inquire', txns: [T2] } as Inquire, probe);
    expect(sentTo('abort')).toEqual([1, 2, 1]);
  });

  it('aborts where a participant is silent (BHG §7.4, timeout in the wait for votes), and tries the same write under another number, twice as patient', () => {
    machine.request(command(1), probe);
    machine.message(1, yes(T1), probe);
    tick(1000);
    expect(probe.sent.map(({ to, body }) => [to, (body as Prepare).txn])).toEqual([[2, T1]]);
    tick(2000);
    expect(probe.ofType<Prepare>('prepare').map(({ body }) => [body.txn, body.patience])).toEqual([
      [T2, 4000],
      [T2, 4000],
    ]);
    // A vote for the old one comes too late.
    machine.message(2, yes(T1), probe);
    expect(probe.written).toEqual([]);
    for (const p of [1, 2]) machine.message(p, yes(T2), probe);
    disk();
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 11 }]);
    // The client's retry is answered and not executed again.
    machine.request(command(1), probe);
    expect(probe.answers.length).toBe(2);
    expect(probe.executed.length).toBe(1);
  });

  it('aborts at once where a participant votes no (BHG §7.4)', () => {
    machine.request(command(1), probe);
    machine.message(2, { type: 'vote', txn: T1, yes: false } as Vote, probe);
    expect(sentTo('abort')).toEqual([1, 2]);
    expect(probe.ofType<Prepare>('prepare').at(-1)?.body.txn).toBe(T2);
  });

  it('remembers a commit until all have acknowledged it, telling it again (BHG §7.4; R*)', () => {
    machine.request(command(1), probe);
    for (const p of [1, 2]) machine.message(p, yes(T1), probe);
    disk();
    machine.message(1, { type: 'ack', upTo: 1 } as Ack, probe);
    expect(stateOf(machine).settled).toBe(0);
    tick(1000);
    expect(sentTo('commit')).toEqual([2]);
    machine.message(2, { type: 'ack', upTo: 1 } as Ack, probe);
    expect(stateOf(machine).settled).toBe(1);
    tick(5000);
    expect(probe.sent).toEqual([]);
  });

  it('has one transaction of a key under way at a time, and those of other keys beside it', () => {
    machine.request(command(1, 1), probe);
    machine.request(command(2, 1), probe);
    machine.request(command(3, 2), probe);
    expect(probe.ofType<Prepare>('prepare').map(({ body }) => body.command.seq)).toEqual([1, 1, 3, 3]);
    for (const p of [1, 2]) machine.message(p, yes(T1), probe);
    disk();
    expect(probe.ofType<Prepare>('prepare').at(-1)?.body.command.seq).toBe(2);
  });

  it('after a crash commits what is on its disk and aborts the rest (BHG §7.4, recovery); its numbers are new', () => {
    const durable = new Map([[0, { txn: T1, command: command(1) }]]);
    restart(0, durable, 0);
    expect(probe.executed).toMatchObject([{ slot: 0, command: { seq: 1 } }]);
    expect(probe.written).toMatchObject([{ key: LIFE, record: 1 }]);
    machine.request(command(2), probe);
    expect(sentTo('prepare')).toEqual([]);
    machine.message(2, { type: 'inquire', txns: [T1, T2] } as Inquire, probe);
    expect(sentTo('commit')).toEqual([2]);
    expect(sentTo('abort')).toEqual([2]);
    disk();
    expect(sentTo('commit')).toEqual([2, 1, 2]);
    expect(probe.ofType<Prepare>('prepare')[0].body.txn).toBe(firstOf(1));
  });

  it('fills the slot of a decision that did not get to its disk when a later one did, and uses no slot twice', () => {
    const durable = new Map<number, unknown>([[1, { txn: T2, command: command(2, 2) }]]);
    restart(0, durable, 0);
    expect(probe.executed.map(({ slot, command: { client } }) => [slot, client])).toEqual([
      [0, -1],
      [1, 1],
    ]);
    disk();
    expect(probe.ofType<Commit>('commit').map(({ to, body }) => [to, body.slot, body.txn])).toEqual([
      [1, 0, NO_TXN],
      [1, 1, T2],
      [2, 0, NO_TXN],
      [2, 1, T2],
    ]);
    machine.message(1, { type: 'inquire', txns: [T1] } as Inquire, probe);
    expect(sentTo('abort')).toEqual([1]);
    machine.request(command(3), probe);
    for (const p of [1, 2]) machine.message(p, yes(firstOf(1)), probe);
    expect(probe.written).toMatchObject([{ key: 2 }]);
  });
});

describe('a participant', () => {
  beforeEach(() => start(1));

  it('votes yes only once that it is prepared is on its disk (BHG §7.4; GL §3)', () => {
    machine.message(0, prepare(T1), probe);
    expect(probe.sent).toEqual([]);
    disk();
    expect(probe.sent).toEqual([{ to: 0, body: yes(T1) }]);
  });

  it('in doubt keeps its lock, whatever time passes and through a restart, until it is told (BHG §7.3, uncertainty period)', () => {
    machine.message(0, prepare(T1), probe);
    expect(inDoubt(stateOf(machine), probe.now)).toEqual([]);
    const durable = new Map(probe.written.map(({ key, record }) => [key, record]));
    disk();
    for (let now = 100; now <= 50_000; now += 100) tick(now);
    const doubt = { txn: T1, client: 1, seq: T1, key: 1, blocks: false };
    expect(inDoubt(stateOf(machine), 50_000)).toEqual([{ ...doubt, lasts: 50_000 }]);
    restart(1, durable, 60_000);
    tick(60_100);
    expect(inDoubt(stateOf(machine), 60_100)).toEqual([{ ...doubt, lasts: 60_100 }]);
    machine.message(0, prepare(T2), probe);
    expect(inDoubt(stateOf(machine), 60_100)).toEqual([{ ...doubt, lasts: 60_100, blocks: true }]);
    machine.message(0, { type: 'abort', txn: T1 } as Abort, probe);
    expect(inDoubt(stateOf(machine), 60_100)).toEqual([]);
    disk();
    expect(probe.ofType<Vote>('vote').at(-1)?.body).toEqual(yes(T2));
  });

  it('asks the coordinator, and everybody once the coordinator should have given up (BHG §7.4, cooperative termination)', () => {
    machine.message(0, prepare(T1), probe);
    disk();
    tick(900);
    expect(sentTo('inquire')).toEqual([]);
    tick(1000);
    expect(sentTo('inquire')).toEqual([0]);
    tick(2900);
    expect(sentTo('inquire')).toEqual([0]);
    tick(3900);
    expect(sentTo('inquire')).toEqual([0, 2]);
  });

  it('asked by another, tells the decision if it knows it', () => {
    machine.message(0, prepare(T1), probe);
    disk();
    machine.message(0, { type: 'commit', txn: T1, slot: 0, settled: 0 } as Commit, probe);
    machine.message(2, { type: 'inquire', txns: [T1] } as Inquire, probe);
    expect(probe.ofType<Commit>('commit')).toEqual([
      { to: 2, body: { type: 'commit', txn: T1, slot: 0, settled: 0 } },
    ]);
  });

  it('asked by another, says nothing if it is in doubt itself: where all are, all wait (BHG §7.4; Skeen, 1981: blocking)', () => {
    machine.message(0, prepare(T1), probe);
    machine.message(2, { type: 'inquire', txns: [T1] } as Inquire, probe);
    disk();
    machine.message(2, { type: 'inquire', txns: [T1] } as Inquire, probe);
    disk();
    expect(probe.sent.map(({ body }) => body.type)).toEqual(['vote']);
  });

  it('asked by another, aborts what it has not voted for, and will not vote for it, even after a crash (BHG §7.4)', () => {
    machine.message(2, { type: 'inquire', txns: [T2] } as Inquire, probe);
    expect(probe.sent).toEqual([]);
    expect(probe.written).toMatchObject([{ key: REFUSED, record: T2 }]);
    disk();
    expect(probe.sent).toEqual([{ to: 2, body: { type: 'abort', txn: T2 } }]);
    restart(1, new Map([[REFUSED, T2]]), 0);
    machine.message(0, prepare(T2), probe);
    machine.message(0, prepare(T1, 2), probe);
    expect(probe.ofType<Vote>('vote').map(({ body }) => body.yes)).toEqual([false, false]);
    expect(probe.written).toEqual([]);
    machine.message(0, prepare(T2 + 1), probe);
    expect(probe.written.length).toBe(1);
  });

  it('gives the lock to one that waits for it: nothing waits for more than one lock, so nothing waits in a circle', () => {
    machine.message(0, prepare(T1), probe);
    disk();
    machine.message(0, prepare(T2), probe);
    expect(probe.written).toEqual([]);
    expect(sentTo('inquire')).toEqual([0]);
    machine.message(0, { type: 'commit', txn: T1, slot: 0, settled: 0 } as Commit, probe);
    expect(probe.written).toMatchObject([{ key: 0 }, { key: placeKey(1), record: { txn: T2 } }]);
    // An older one that comes late has been aborted already.
    probe.sent = [];
    machine.message(0, prepare(T1), probe);
    expect(probe.sent).toEqual([]);
  });

  it('executes in the order of the slots, however decisions come, and acknowledges what is on its disk without a gap', () => {
    machine.message(0, prepare(T1, 1), probe);
    machine.message(0, prepare(T2, 2), probe);
    disk();
    probe.sent = [];
    machine.message(0, { type: 'commit', txn: T2, slot: 1, settled: 0 } as Commit, probe);
    disk();
    expect(probe.executed).toEqual([]);
    expect(probe.sent).toEqual([]);
    machine.message(0, { type: 'commit', txn: T1, slot: 0, settled: 0 } as Commit, probe);
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1]);
    disk();
    expect(probe.sent).toEqual([{ to: 0, body: { type: 'ack', upTo: 2 } }]);
  });

  it('answers local reads with what was before, as long as it is in doubt', () => {
    const local = twoPhaseCommitMachine().create({ ...SETUPS[1], reads: 'local' });
    local.start(probe);
    machine = local;
    machine.message(0, prepare(T1), probe);
    disk();
    machine.request({ client: 2, seq: 1, kind: 'read', key: 1, value: 0 }, probe);
    machine.message(0, { type: 'commit', txn: T1, slot: 0, settled: 0 } as Commit, probe);
    machine.request({ client: 2, seq: 2, kind: 'read', key: 1, value: 0 }, probe);
    expect(probe.answers.map(({ result }) => result)).toEqual([0, 10 + T1]);
  });
});
