import { describe, expect, it } from 'vitest';
import type { ClientSetup } from '../../../src/protocol/contract/client.js';
import type { Command } from '../../../src/protocol/contract/machine.js';
import {
  ballotOf,
  classicRound,
  fastRound,
  ownerOf,
  tokenOf,
} from '../../../src/protocol/fast-paxos/ballot.js';
import { FastPaxosClient } from '../../../src/protocol/fast-paxos/client.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import type {
  Accept,
  Any,
  Entry,
  Following,
  Prepare,
  Promised,
  Propose,
  Vote,
  Voted,
} from '../../../src/protocol/fast-paxos/messages.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { Probe } from '../probe.js';
import { membersOf, schemeOf, setupsOf } from '../subject.js';

/** Claims of Lamport, "Fast Paxos", 2006, each held against one machine that is fed by hand. */
const write = (client: number, seq = 1): Command => ({
  client,
  seq,
  kind: 'write',
  key: 0,
  value: 10 * client + seq,
});
const [A, B, C] = [1, 2, 3].map((client) => write(client));
const FIRST = ballotOf(1, 0);

function machineOf(self: number, n = 3, learner: 'client' | 'coordinator' = 'client') {
  const setups = setupsOf(n, {
    leader: 0,
    quorum: schemeOf('majority', n),
    disk: 'parallel',
    reads: 'consensus',
    learner,
    heartbeat: 100,
    election: [1000, 2000],
  });
  const machine = fastPaxosMachine().create(setups[self]);
  const probe = new Probe();
  machine.start(probe);
  return { machine, probe };
}

/** An acceptor that may vote in the fast round of r0's first ballot, from slot `from` on. */
function acceptor(from = 0, n = 3) {
  const made = machineOf(n - 1, n);
  const any: Any = { type: 'any', ballot: FIRST, from, taken: [] };
  made.machine.message(0, any, made.probe);
  return made;
}

/** r0, elected, its fast round open. */
function coordinator(n = 3, learner: 'client' | 'coordinator' = 'client') {
  const made = machineOf(0, n, learner);
  const { machine, probe } = made;
  finishWrites(made);
  for (let from = 1; from < n; from++) {
    machine.message(
      from,
      { type: 'promise', ballot: FIRST, snapshot: null, first: 0, entries: [] } as Promised,
      probe,
    );
  }
  probe.sent = [];
  return made;
}

type Made = ReturnType<typeof machineOf>;

/** What is being written is on disk now. */
function finishWrites({ machine, probe }: Made): void {
  for (const { token } of probe.written.splice(0)) machine.durable(token, probe);
}

function voted(slot: number, command: Command): Voted {
  return { type: 'voted', ballot: FIRST, slot, command };
}

describe('an acceptor in a fast round', () => {
  it('§3.1: votes for whatever a client sends, without hearing of the coordinator again', () => {
    const made = acceptor();
    made.machine.request(A, made.probe);
    expect(made.probe.written.map(({ key, record }) => [key, record])).toEqual([
      [0, { round: fastRound(FIRST), command: A }],
    ]);
  });

  it('§3.1: votes for nothing before it has been told any', () => {
    const { machine, probe } = machineOf(2);
    machine.request(A, probe);
    expect(probe.written).toEqual([]);
    expect(probe.sent).toEqual([]);
  });

  it('§2.1: votes once in a slot: the next command gets the next slot', () => {
    const made = acceptor(4);
    made.machine.request(A, made.probe);
    made.machine.request(B, made.probe);
    made.machine.request(A, made.probe);
    expect(made.probe.written.map(({ key }) => key)).toEqual([4, 5]);
  });

  it('§2.3: tells its vote only when it is in stable storage, to the coordinator and the client', () => {
    const made = acceptor();
    made.machine.request(A, made.probe);
    expect([made.probe.sent, made.probe.told]).toEqual([[], []]);
    finishWrites(made);
    expect(made.probe.sent).toEqual([{ to: 0, body: voted(0, A) }]);
    expect(made.probe.told).toEqual([
      { client: 1, body: { type: 'vote', seq: 1, ballot: FIRST, slot: 0 } as Vote },
    ]);
  });

  it('§3.1: votes in it no more once it has promised a higher ballot, and reports its votes', () => {
    const made = acceptor();
    const { machine, probe } = made;
    machine.request(A, probe);
    finishWrites(made);
    const higher = ballotOf(2, 1);
    machine.message(1, { type: 'prepare', ballot: higher, from: 0 } as Prepare, probe);
    machine.request(B, probe);
    finishWrites(made);
    const [{ to, body }] = probe.ofType<Promised>('promise');
    expect([to, body.entries]).toEqual([1, [{ round: fastRound(FIRST), command: A }]]);
    expect(probe.ofType('voted').length).toBe(1);
  });

  it('§3.2: votes again in the classic round of the same ballot, though it has voted in the fast one', () => {
    const made = acceptor();
    const { machine, probe } = made;
    machine.request(A, probe);
    finishWrites(made);
    const entry: Entry = { round: classicRound(FIRST), command: B };
    machine.message(0, { type: 'accept', slot: 0, entry } as Accept, probe);
    expect(probe.written.map(({ key, token }) => [key, token])).toEqual([[0, tokenOf(0, entry.round)]]);
    finishWrites(made);
    expect(probe.ofType('accepted').length).toBe(1);
  });

  it('§2.3: after a crash votes behind its votes, though they say less than it had been told', () => {
    const { machine, probe } = machineOf(2);
    const kept: Entry = { round: fastRound(FIRST), command: A };
    machine.restart(new Map([[3, kept]]), probe);
    machine.message(0, { type: 'any', ballot: FIRST, from: 0, taken: [] } as Any, probe);
    machine.request(B, probe);
    expect(probe.written.map(({ key }) => key)).toEqual([4]);
  });
});

describe('the coordinator', () => {
  it('§3.1: sends any once it has promises from a classic quorum, for all slots at once', () => {
    const made = machineOf(0, 5);
    const { machine, probe } = made;
    finishWrites(made);
    const promise: Promised = { type: 'promise', ballot: FIRST, snapshot: null, first: 0, entries: [] };
    machine.message(1, promise, probe);
    expect(probe.ofType('any')).toEqual([]);
    machine.message(2, promise, probe);
    expect(probe.ofType<Any>('any').map(({ to, body }) => [to, body.from])).toEqual(
      [1, 2, 3, 4].map((to) => [to, 0]),
    );
  });

  it('§2.2, O4: of five, with two votes for A among three promises, must propose A in that slot, and any behind it', () => {
    const made = machineOf(0, 5);
    const { machine, probe } = made;
    const second = ballotOf(2, 0);
    const round = fastRound(ballotOf(1, 1));
    finishWrites(made);
    const nack = { type: 'nack', ballot: FIRST, promised: ballotOf(1, 1) } as const;
    machine.message(3, nack, probe);
    probe.now = 5000;
    machine.timer(1, probe);
    finishWrites(made);
    const promise = (command: Command): Promised => ({
      type: 'promise',
      ballot: second,
      snapshot: null,
      first: 0,
      entries: [{ round, command }],
    });
    machine.message(1, promise(A), probe);
    machine.message(2, promise(A), probe);
    expect(ownerOf(second)).toBe(0);
    const [{ body }] = probe.ofType<Accept>('accept');
    expect(body).toEqual({ type: 'accept', slot: 0, entry: { round: classicRound(second), command: A } });
    expect(probe.ofType<Any>('any')[0].body.from).toBe(1);
  });

  it('§3.1: a value is chosen when a fast quorum has voted for it; of five that is four, and three are not enough', () => {
    const { machine, probe } = coordinator(5);
    for (const from of [1, 2, 3]) machine.message(from, voted(0, A), probe);
    expect(probe.executed).toEqual([]);
    machine.message(4, voted(0, A), probe);
    expect(probe.executed).toEqual([{ slot: 0, command: A }]);
  });

  it('§3.2: sees a collision from the votes of a classic quorum and goes to phase 2a of the next round at once', () => {
    const { machine, probe } = coordinator(3);
    machine.message(1, voted(0, A), probe);
    expect(probe.ofType('accept')).toEqual([]);
    machine.message(2, voted(0, B), probe);
    expect(probe.ofType('prepare')).toEqual([]);
    expect(probe.ofType<Accept>('accept').map(({ to, body }) => [to, body.slot, body.entry])).toEqual(
      [1, 2].map((to) => [to, 0, { round: classicRound(FIRST), command: A }]),
    );
  });

  it('§3.2: proposes what has lost again, once the slot is decided', () => {
    const made = coordinator(3);
    const { machine, probe } = made;
    machine.message(1, voted(0, A), probe);
    machine.message(2, voted(0, B), probe);
    machine.message(1, { type: 'accepted', ballot: FIRST, slot: 0 } as never, probe);
    expect(probe.ofType('propose')).toEqual([]);
    machine.message(2, { type: 'accepted', ballot: FIRST, slot: 0 } as never, probe);
    expect(probe.executed).toEqual([{ slot: 0, command: A }]);
    expect(probe.answers).toEqual([{ client: A.client, seq: A.seq, result: A.value }]);
    expect(probe.ofType<Propose>('propose').map(({ to, body }) => [to, body.command])).toEqual([
      [1, B],
      [2, B],
    ]);
    expect(probe.written.at(-1)).toMatchObject({ key: 1, record: { round: fastRound(FIRST), command: B } });
  });

  it('does not answer a write that its client has learned of, unless it is the one to learn', () => {
    for (const [learner, answers] of [
      ['client', 0],
      ['coordinator', 1],
    ] as const) {
      const made = coordinator(3, learner);
      made.machine.request(A, made.probe);
      finishWrites(made);
      for (const from of [1, 2]) made.machine.message(from, voted(0, A), made.probe);
      expect([made.probe.executed.length, made.probe.answers.length]).toEqual([1, answers]);
    }
  });
});

describe('an acceptor that is a slot ahead of the others', () => {
  const outOfStep = (votes: number) => {
    const made = coordinator(5);
    const { machine, probe } = made;
    for (let slot = 0; slot <= votes; slot++) {
      for (const from of [1, 2, 3]) machine.message(from, voted(slot, write(1, slot + 1)), probe);
      machine.message(4, voted(slot + 1, write(1, slot + 1)), probe);
      machine.request(write(1, slot + 1), probe);
      finishWrites(made);
    }
    probe.sent = [];
    probe.now = 400;
    for (let from = 1; from < 5; from++) {
      machine.message(
        from,
        { type: 'following', ballot: FIRST, sentAt: 400, executed: 0, voted: 0 } as Following,
        probe,
      );
    }
    machine.timer(BEAT, probe);
    return probe.ofType('prepare').length > 0;
  };

  it('makes the coordinator begin a new ballot when eight of its votes in a row have lost, and not before', () => {
    expect(outOfStep(7)).toBe(false);
    expect(outOfStep(8)).toBe(true);
  });
});

describe('a client', () => {
  const setup: ClientSetup = {
    client: 1,
    n: 5,
    leader: 0,
    quorum: schemeOf('majority', 5),
    learner: 'client',
    reads: 'consensus',
    members: membersOf(5, [1000, 2000]),
  };
  const vote = (slot: number, ballot = FIRST, seq = 1): Vote => ({ type: 'vote', seq, ballot, slot });

  function made() {
    const client = new FastPaxosClient(setup);
    const asked: number[] = [];
    const done: number[] = [];
    const effects = {
      now: 0,
      request: (to: number) => void asked.push(to),
      finish: (_: number, result: number) => void done.push(result),
    };
    return { client, asked, done, effects };
  }

  it('§3.1: proposes to all acceptors, and again to all', () => {
    const { client, asked, effects } = made();
    client.request(A, 3, 1, effects);
    client.request(A, 4, 2, effects);
    expect(asked).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });

  it('§2.1: counts votes of one slot and one round together, and no others: four of five', () => {
    const { client, done, effects } = made();
    client.request(A, 0, 1, effects);
    for (const from of [0, 1, 2]) client.message(from, vote(7), effects);
    client.message(2, vote(7), effects);
    client.message(3, vote(8), effects);
    client.message(3, vote(7, ballotOf(2, 1)), effects);
    client.message(4, vote(7, FIRST, 2), effects);
    expect(done).toEqual([]);
    client.message(4, vote(7), effects);
    expect(done).toEqual([A.value]);
  });

  it('takes the coordinator’s answer, once, to the operation that is outstanding', () => {
    const { client, done, effects } = made();
    client.request(write(1, 2), 0, 1, effects);
    client.reply(0, 1, 99, effects);
    expect(done).toEqual([]);
    client.reply(0, 2, 12, effects);
    client.reply(1, 2, 12, effects);
    expect(done).toEqual([12]);
  });
});

describe('a slot in front of a chosen one', () => {
  it('does not go to a command that one acceptor alone has voted for, where others may have been faster: of five, A, B and C collide', () => {
    const { machine, probe } = coordinator(5);
    machine.message(1, voted(0, A), probe);
    machine.message(2, voted(0, B), probe);
    machine.message(3, voted(0, C), probe);
    const [{ body }] = probe.ofType<Accept>('accept');
    expect(body.entry.command.client).toBe(-1);
  });
});
