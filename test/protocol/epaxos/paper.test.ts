import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { ballotAbove } from '../../../src/protocol/epaxos/ballot.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import {
  ACCEPTED,
  type Accept,
  type Attributes,
  type Commit,
  type EpaxosMessage,
  type Nack,
  NOTHING,
  PRE_ACCEPTED,
  type PreAccept,
  type PreAccepted,
  type Prepare,
  type Promised,
  type Tried,
  type TryPreAccept,
  UNSEEN,
} from '../../../src/protocol/epaxos/messages.js';
import { BEAT } from '../../../src/protocol/epaxos/state.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { SMALL_LIMITS, stateOf } from './subject.js';

/** What the papers say, held against one replica that is fed by hand: r0 of n. Slot i·n + r is instance (r, i). */
let machine: ReturnType<ReturnType<typeof epaxosMachine>['create']>;
let probe: Probe;
const durable = new Map<number, unknown>();

function replica(n: number, change: Partial<MachineSetup> = {}): void {
  const shared = { leader: undefined, reads: 'consensus', disk: 'parallel', heartbeat: 100 } as const;
  const setups = setupsOf(n, { ...shared, quorum: schemeOf('majority', n), election: [1000, 2000] });
  machine = epaxosMachine(SMALL_LIMITS).create({ ...setups[0], ...change });
  probe = new Probe();
}

function begin(n: number): void {
  durable.clear();
  replica(n);
  machine.start(probe);
}

function hear(from: number, body: EpaxosMessage): void {
  machine.message(from, body, probe);
}

/** All that is being written gets to the disk. */
function finishWrites(): void {
  while (probe.written.length > 0) {
    const { written } = probe;
    probe.written = [];
    for (const { key, record, token } of written) {
      durable.set(key, record);
      machine.durable(token, probe);
    }
  }
}

const write = (client: number, seq = 1, key = 1): Command => ({
  client,
  seq,
  kind: 'write',
  key,
  value: 10 * client + seq,
});
const read = (client: number, key = 1): Command => ({ client, seq: 1, kind: 'read', key, value: 0 });
const place = (command: Command, seq: number, ...deps: number[]): Attributes => ({ command, seq, deps });
const initialOf = (slot: number): Attributes =>
  probe.ofType<PreAccept>('pre-accept').find(({ body }) => body.slot === slot)!.body.initial;
const agrees = (slot: number, covered: number): PreAccepted => {
  const { seq, deps } = initialOf(slot);
  return { type: 'pre-accepted', slot, seq, deps, covered };
};
const last = <T extends EpaxosMessage>(type: T['type']): T => probe.ofType<T>(type).at(-1)!.body;

describe('Moraru, Andersen, Kaminsky, SOSP 2013: the commit protocol', () => {
  beforeEach(() => begin(5));

  it('a command leader puts a command into its own row, after whatever interferes, and asks everybody', () => {
    machine.request(write(1), probe);
    machine.request(write(2), probe);
    machine.request(write(3, 1, 2), probe);
    expect(probe.ofType<PreAccept>('pre-accept').map(({ to, body }) => [to, body.slot])).toEqual(
      [0, 5, 10].flatMap((slot) => [1, 2, 3, 4].map((to) => [to, slot])),
    );
    expect(initialOf(0)).toMatchObject({ seq: 1, deps: [-1, -1, -1, -1, -1] });
    expect(initialOf(5)).toMatchObject({ seq: 2, deps: [0, -1, -1, -1, -1] });
    expect(initialOf(10)).toMatchObject({ seq: 1, deps: [-1, -1, -1, -1, -1] });
  });

  it('reads interfere with writes of their key, not with each other', () => {
    machine.request(read(1), probe);
    machine.request(read(2), probe);
    machine.request(write(3), probe);
    expect([0, 5, 10].map((slot) => initialOf(slot).deps[0])).toEqual([-1, -1, 1]);
  });

  it('an acceptor adds what it knows, and answers once that is on its disk, not before', () => {
    hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1), 1, -1, -1, -1, -1, -1) });
    hear(2, { type: 'pre-accept', slot: 2, initial: place(write(2), 1, -1, -1, -1, -1, -1) });
    expect(probe.sent).toEqual([]);
    finishWrites();
    expect(
      probe.ofType<PreAccepted>('pre-accepted').map(({ to, body }) => [to, body.seq, body.deps]),
    ).toEqual([
      [1, 1, [-1, -1, -1, -1, -1]],
      [2, 2, [-1, 0, -1, -1, -1]],
    ]);
  });

  it('a fast quorum, the leader counted in, of equal answers commits in one round trip: 3 of 5', () => {
    machine.request(write(1), probe);
    finishWrites();
    hear(3, agrees(0, 0));
    expect(probe.ofType('commit')).toEqual([]);
    hear(4, agrees(0, 0));
    expect(probe.ofType('commit')).toHaveLength(4);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 11 }]);
    expect(stateOf(machine)).toMatchObject({ fastPaths: 1, slowPaths: 0 });
  });

  it('answers that differ take the slow path: the union of dependencies, the highest seq, a majority', () => {
    machine.request(write(1), probe);
    finishWrites();
    hear(3, { type: 'pre-accepted', slot: 0, seq: 4, deps: [-1, 2, -1, -1, -1], covered: 0 });
    expect(probe.ofType('accept')).toEqual([]);
    hear(4, { type: 'pre-accepted', slot: 0, seq: 2, deps: [-1, 1, -1, 3, -1], covered: 0 });
    expect(last<Accept>('accept')).toMatchObject({ ballot: 0, value: { seq: 4, deps: [-1, 2, -1, 3, -1] } });
    finishWrites();
    hear(3, { type: 'accepted', slot: 0, ballot: 0 });
    expect(probe.answers).toEqual([]);
    hear(4, { type: 'accepted', slot: 0, ballot: 0 });
    expect(probe.ofType('commit')).toHaveLength(4);
    expect(stateOf(machine)).toMatchObject({ fastPaths: 0, slowPaths: 1 });
  });

  it('a write is answered when it is committed, a read when it is executed: what it depends on must be committed too', () => {
    hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1), 1, -1, -1, -1, -1, -1) });
    machine.request(write(2), probe);
    machine.request(read(3), probe);
    finishWrites();
    for (const slot of [0, 5]) for (const from of [1, 2]) hear(from, agrees(slot, 31));
    expect(probe.answers).toEqual([{ client: 2, seq: 1, result: 21 }]);
    expect(probe.executed).toEqual([]);
    hear(1, { type: 'commit', slot: 1, value: place(write(1), 1, -1, -1, -1, -1, -1) });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([1, 0, 5]);
    expect(probe.answers.at(-1)).toEqual({ client: 3, seq: 1, result: 21 });
  });

  it('§4.4: a cycle of dependencies is executed in the order of seq, whatever was committed first', () => {
    hear(1, { type: 'commit', slot: 1, value: place(write(1), 3, -1, -1, 0, -1, -1) });
    hear(3, { type: 'commit', slot: 3, value: place(write(3), 2, -1, 0, -1, -1, -1) });
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'commit', slot: 2, value: place(write(2), 1, -1, -1, -1, 0, -1) });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([2, 3, 1]);
  });

  it('commands that commute are executed in any order, at once', () => {
    hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1, 1, 1), 1, -1, -1, -1, -1, -1) });
    hear(1, { type: 'commit', slot: 6, value: place(write(1, 2, 2), 1, -1, 0, -1, -1, -1) });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([6]);
  });
});

describe('CMU-PDL-13-111: with the small fast quorum', () => {
  beforeEach(() => begin(5));

  it('every dependency must be known to be committed by someone of the fast quorum, or it is the slow path', () => {
    hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1), 1, -1, -1, -1, -1, -1) });
    machine.request(write(2), probe);
    finishWrites();
    for (const from of [3, 4]) hear(from, agrees(0, 0b11101));
    expect(probe.ofType('commit')).toEqual([]);
    expect(probe.ofType('accept')).toHaveLength(4);
    hear(1, { type: 'commit', slot: 1, value: place(write(1), 1, -1, -1, -1, -1, -1) });
    machine.request(write(3), probe);
    finishWrites();
    for (const from of [3, 4]) hear(from, agrees(5, 0b11110));
    // Nobody but r0 would know that its own instance is committed; it does not.
    expect(probe.ofType('commit')).toEqual([]);
  });

  it('an acceptor tells of which rows it knows all dependencies to be committed', () => {
    hear(1, { type: 'commit', slot: 1, value: place(write(1), 1, -1, -1, -1, -1, -1) });
    hear(2, { type: 'pre-accept', slot: 2, initial: place(write(2), 2, -1, 0, -1, -1, -1) });
    hear(3, { type: 'pre-accept', slot: 3, initial: place(write(3), 3, -1, 0, 0, -1, -1) });
    finishWrites();
    const covered = probe.ofType<PreAccepted>('pre-accepted').map(({ body }) => body.covered);
    expect(covered).toEqual([0b11111, 0b11011]);
  });
});

describe('Sutra, IPL 2020: promises are not votes', () => {
  beforeEach(() => begin(3));

  it('a promise tells the ballot that was voted in, not the one promised since', () => {
    hear(1, { type: 'accept', slot: 1, ballot: 0, value: place(write(1), 1, -1, -1, -1) });
    const [first, second] = [ballotAbove(0, 1), ballotAbove(0, 2)];
    hear(1, { type: 'prepare', slot: 1, ballot: first });
    hear(2, { type: 'prepare', slot: 1, ballot: second });
    finishWrites();
    expect(last<Promised>('promise')).toMatchObject({ ballot: second, status: ACCEPTED, votedIn: 0 });
    hear(1, { type: 'accept', slot: 1, ballot: first, value: NOTHING });
    expect(last<Nack>('nack')).toEqual({ type: 'nack', slot: 1, promised: second });
  });
});

/** r0 of five recovers slot 1, the first instance of r1, of which it has heard a pre-accept. */
function recovering(heardOfIt = true): number {
  begin(5);
  if (heardOfIt) hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1), 1, -1, -1, -1, -1, -1) });
  else hear(1, { type: 'pre-accept', slot: 6, initial: place(write(1, 2), 2, -1, 0, -1, -1, -1) });
  finishWrites();
  probe.now = 100;
  machine.timer(BEAT, probe);
  probe.now = 3000;
  for (const from of [2, 3, 4]) hear(from, { type: 'nack', slot: 99, promised: 0 });
  machine.timer(BEAT, probe);
  finishWrites();
  return probe.ofType<Prepare>('prepare').find(({ body }) => body.slot === 1)!.body.ballot;
}

const theirs = place(write(1), 1, -1, -1, -1, -1, -1);
function promise(from: number, ballot: number, change: Partial<Promised> = {}, slot = 1): void {
  const nothing = { status: UNSEEN, votedIn: 0, initial: null, value: null, undecided: false };
  hear(from, { type: 'promise', slot, ballot, ...nothing, ...change });
}
const voted = { status: PRE_ACCEPTED, initial: theirs, value: theirs };
const fine = { against: false, unordered: [], notBelow: [] };
function tried(from: number, ballot: number, objections: Partial<Tried['objections']> = {}): void {
  hear(from, { type: 'tried', slot: 1, ballot, objections: { ...fine, ...objections } });
}
const proposed = (slot = 1): Attributes | undefined =>
  probe.ofType<Accept>('accept').findLast(({ body }) => body.slot === slot)?.body.value;

describe('recovery (SOSP 2013, Figure 3; OPODIS 2025)', () => {
  it('asks nobody before its own promise is on disk', () => {
    begin(3);
    hear(1, { type: 'pre-accept', slot: 1, initial: place(write(1), 1, -1, -1, -1) });
    finishWrites();
    probe.now = 3000;
    machine.timer(BEAT, probe);
    expect(probe.ofType('prepare')).toEqual([]);
    finishWrites();
    expect(probe.ofType('prepare')).toHaveLength(2);
  });

  it('what was accepted in the highest ballot is proposed again', () => {
    const ballot = recovering();
    const value = place(write(1), 7, -1, -1, 3, -1, -1);
    promise(2, ballot, { status: ACCEPTED, votedIn: 0, initial: theirs, value: NOTHING });
    promise(3, ballot, { status: ACCEPTED, votedIn: ballotAbove(0, 2), initial: theirs, value });
    // Two and its own promise are a majority; it had not waited for more.
    expect(proposed()).toEqual(value);
  });

  it('where nobody of a majority has heard of it, it is given up', () => {
    const ballot = recovering(false);
    promise(2, ballot);
    promise(3, ballot);
    expect(proposed()).toEqual(NOTHING);
  });

  it('where its leader, alive all the while, says that it is not committed, it is given up at once', () => {
    const ballot = recovering();
    promise(1, ballot, { ...voted, undecided: true });
    promise(2, ballot, voted);
    expect(proposed()).toEqual(NOTHING);
    expect(probe.ofType('try-pre-accept')).toEqual([]);
  });

  it('where the leader is not among those who promised, one vote of three may have been in a fast quorum: they are asked', () => {
    const ballot = recovering();
    promise(2, ballot);
    promise(3, ballot);
    expect(proposed()).toBeUndefined();
    expect(probe.ofType<TryPreAccept>('try-pre-accept').map(({ to }) => to)).toEqual([2, 3]);
    finishWrites();
    tried(2, ballot);
    tried(3, ballot);
    expect(proposed()).toEqual(theirs);
  });

  it('a vote with other dependencies than the leader proposed was in no fast quorum', () => {
    const ballot = recovering();
    promise(1, ballot, {
      status: PRE_ACCEPTED,
      initial: theirs,
      value: place(write(1), 2, -1, -1, 0, -1, -1),
    });
    promise(2, ballot);
    // r1 (restarted) and r2 did not vote for it, which leaves r0, r3 and r4: a fast quorum.
    expect(proposed()).toBeUndefined();
    promise(3, ballot);
    expect(proposed()).toEqual(NOTHING);
  });

  it('a committed command that should depend on it, or be depended on, proves that it was not committed', () => {
    const ballot = recovering();
    promise(2, ballot);
    promise(3, ballot);
    tried(2, ballot, { against: true });
    expect(proposed()).toEqual(NOTHING);
  });

  it('one under way that is unordered with it: its leader did not vote, and with two of five excluded none is left', () => {
    const ballot = recovering();
    promise(2, ballot);
    promise(3, ballot);
    // r2 and r3 have not voted; nor has r4 if it proposed slot 4 without a dependency on slot 1.
    tried(2, ballot, { unordered: [4] });
    expect(proposed()).toEqual(NOTHING);
  });

  it('or has to be decided first, if that leaves it open', () => {
    const ballot = recovering();
    promise(2, ballot, voted);
    promise(3, ballot);
    finishWrites();
    tried(2, ballot, { unordered: [4] });
    tried(3, ballot);
    expect(proposed()).toBeUndefined();
    hear(4, { type: 'commit', slot: 4, value: NOTHING });
    expect(proposed()).toEqual(theirs);
  });

  it('one among its dependencies whose seq turns out not to be below its own proves that it was not committed', () => {
    const ballot = recovering();
    promise(2, ballot, voted);
    promise(3, ballot);
    finishWrites();
    tried(2, ballot, { notBelow: [4] });
    tried(3, ballot);
    expect(proposed()).toBeUndefined();
    hear(4, { type: 'commit', slot: 4, value: place(write(4), 1, -1, -1, -1, -1, -1) });
    expect(proposed()).toEqual(NOTHING);
  });

  it('an acceptor that is asked takes note of the command, and that is no vote', () => {
    begin(5);
    const ballot = ballotAbove(0, 3);
    hear(3, { type: 'prepare', slot: 1, ballot });
    finishWrites();
    hear(3, { type: 'try-pre-accept', slot: 1, ballot, initial: theirs });
    expect(probe.ofType('tried')).toEqual([]);
    finishWrites();
    expect(last<Tried>('tried').objections).toEqual(fine);
    hear(2, { type: 'pre-accept', slot: 2, initial: place(write(2), 1, -1, -1, -1, -1, -1) });
    hear(4, { type: 'prepare', slot: 1, ballot: ballotAbove(ballot, 4) });
    finishWrites();
    expect(last<PreAccepted>('pre-accepted').deps).toEqual([-1, 0, -1, -1, -1]);
    expect(last<Promised>('promise')).toMatchObject({ status: UNSEEN, initial: theirs, value: null });
  });

  it('and objects: an interfering command unordered with it, committed or under way', () => {
    begin(5);
    hear(2, { type: 'pre-accept', slot: 2, initial: place(write(2), 1, -1, -1, -1, -1, -1) });
    hear(4, { type: 'pre-accept', slot: 4, initial: place(write(4), 1, -1, 0, -1, -1, -1) });
    const ballot = ballotAbove(0, 3);
    hear(3, { type: 'prepare', slot: 1, ballot });
    hear(3, { type: 'try-pre-accept', slot: 1, ballot, initial: theirs });
    finishWrites();
    // Slot 4 depends on slot 1, so that is no objection.
    expect(last<Tried>('tried').objections).toEqual({ against: false, unordered: [2], notBelow: [] });
    hear(2, { type: 'commit', slot: 2, value: place(write(2), 1, -1, -1, -1, -1, -1) });
    hear(3, { type: 'try-pre-accept', slot: 1, ballot, initial: theirs });
    expect(last<Tried>('tried').objections.against).toBe(true);
  });

  it('a command whose instance was given up takes another', () => {
    begin(3);
    machine.request(write(1), probe);
    finishWrites();
    hear(2, { type: 'commit', slot: 0, value: NOTHING });
    expect(probe.answers).toEqual([]);
    expect(last<PreAccept>('pre-accept')).toMatchObject({ slot: 3, initial: { command: write(1) } });
  });
});

describe('after a crash', () => {
  it('no instance is used that may have been used before: it begins a window above what is on disk', () => {
    begin(3);
    machine.request(write(1), probe);
    finishWrites();
    machine.request(write(2), probe);
    replica(3);
    machine.restart(new Map(durable), probe);
    machine.request(write(3), probe);
    expect(probe.ofType('pre-accept')).toEqual([]);
    finishWrites();
    const { slot, initial } = last<PreAccept>('pre-accept');
    expect(slot).toBe(3 * (1 + SMALL_LIMITS.window));
    // And everything depends on all that it may have forgotten.
    expect(initial.deps).toEqual([SMALL_LIMITS.window, -1, -1]);
  });

  it('it recovers its own instances at once, and cannot tell that they were not committed', () => {
    begin(3);
    machine.request(write(1), probe);
    finishWrites();
    replica(3);
    machine.restart(new Map(durable), probe);
    machine.timer(BEAT, probe);
    finishWrites();
    const { ballot } = probe.ofType<Prepare>('prepare').find(({ body }) => body.slot === 0)!.body;
    promise(1, ballot, {}, 0);
    expect(proposed(0)).toBeUndefined();
    expect(probe.ofType<TryPreAccept>('try-pre-accept').map(({ body }) => body.slot)).toEqual([0]);
  });
});

describe('a client', () => {
  beforeEach(() => begin(3));

  it('that asks again while its command is under way gets one instance and one answer', () => {
    machine.request(write(1), probe);
    machine.request(write(1), probe);
    finishWrites();
    hear(1, agrees(0, 7));
    expect(probe.answers).toHaveLength(1);
    expect(new Set(probe.ofType<PreAccept>('pre-accept').map(({ body }) => body.slot)).size).toBe(1);
    machine.request(write(1), probe);
    expect(probe.answers).toHaveLength(2);
  });

  it('that asked two replicas is answered by the commit of either, and its command takes effect once', () => {
    machine.request(write(1), probe);
    hear(1, { type: 'commit', slot: 1, value: place(write(1), 1, -1, -1, -1) });
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 11 }]);
    hear(2, { type: 'commit', slot: 2, value: place(write(2), 2, -1, 0, -1) });
    hear(1, { type: 'commit', slot: 0, value: place(write(1), 3, -1, 0, 0) } satisfies Commit);
    expect(stateOf(machine).store.get(1)).toBe(21);
  });
});
