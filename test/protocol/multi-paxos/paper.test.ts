import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { ballotAbove, ballotOf, ownerOf, PROMISE } from '../../../src/protocol/multi-paxos/ballot.js';
import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import type {
  Accept,
  Accepted,
  Commit,
  Entry,
  Following,
  Heartbeat,
  Nack,
  PaxosMessage,
  Prepare,
  Promised,
  Snapshot,
} from '../../../src/protocol/multi-paxos/messages.js';
import { emptyMap } from '../../../src/protocol/replicated-map.js';
import { BEAT, ELECTION } from '../../../src/protocol/timers.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/** Sentences of the papers, each held against one replica that is fed by hand: r0 of three, of five where it says so. */
let machine: Machine;
let probe: Probe;

function replica(change: Partial<MachineSetup> = {}, quorum: unknown = 'majority', n = 3): void {
  const shared = { leader: undefined, reads: 'consensus', disk: 'parallel', heartbeat: 100 } as const;
  const setups = setupsOf(n, { ...shared, quorum: schemeOf(quorum, n), election: [1000, 2000] });
  machine = multiPaxosMachine().create({ ...setups[0], ...change });
  probe = new Probe();
}

function hear(from: number, body: PaxosMessage): void {
  machine.message(from, body, probe);
}

/** All that is being written gets to the disk. */
function finishWrites(): void {
  const { written } = probe;
  probe.written = [];
  for (const { token } of written) machine.durable(token, probe);
}

/** r0 starts as a candidate, in its first ballot, and its own promise is on disk. */
function candidate(quorum?: unknown, n?: number, change: Partial<MachineSetup> = {}): void {
  replica({ leader: 0, ...change }, quorum, n);
  machine.start(probe);
  finishWrites();
}

function promise(ballot: number, entries: (Entry | null)[] = [], executed = 0): Promised {
  return { type: 'promise', ballot, executed, snapshot: null, first: 0, entries };
}

const write = (seq: number): Command => ({ client: 1, seq, kind: 'write', key: 1, value: 10 * seq });
const accept = (ballot: number, slot: number, command = write(slot + 1)): Accept => ({
  type: 'accept',
  slot,
  entry: { ballot, command },
});
const FIRST = ballotOf(1, 0);
const [LOW, HIGH] = [ballotOf(1, 1), ballotOf(2, 2)];

beforeEach(() => {
  replica();
  machine.start(probe);
});

describe('Lamport, Paxos Made Simple', () => {
  it('§2.2: an acceptor that gets a prepare numbered above any it has answered promises never to accept less again', () => {
    hear(2, { type: 'prepare', ballot: HIGH, from: 0 });
    finishWrites();
    expect(probe.ofType<Promised>('promise')).toEqual([{ to: 2, body: promise(HIGH) }]);
    hear(1, accept(LOW, 0));
    expect(probe.ofType<Accepted>('accepted')).toEqual([]);
    expect(probe.written).toEqual([]);
  });

  it('§2.2: and tells the highest-numbered proposal that it has accepted', () => {
    hear(1, accept(LOW, 0));
    finishWrites();
    hear(2, { type: 'prepare', ballot: HIGH, from: 0 });
    finishWrites();
    const [{ body }] = probe.ofType<Promised>('promise');
    expect(body.entries).toEqual([{ ballot: LOW, command: write(1) }]);
  });

  it('§2.2 P1a: it accepts a proposal numbered n iff it has not answered a prepare numbered above n', () => {
    hear(1, { type: 'prepare', ballot: LOW, from: 0 });
    finishWrites();
    hear(1, accept(LOW, 0));
    finishWrites();
    expect(probe.ofType<Accepted>('accepted').map(({ body }) => body)).toEqual([
      { type: 'accepted', ballot: LOW, slot: 0 },
    ]);
  });

  it('§2.2: it need not, but does, tell a proposer that a higher number has been promised, who then gives up', () => {
    hear(2, { type: 'prepare', ballot: HIGH, from: 0 });
    hear(1, accept(LOW, 0));
    expect(probe.ofType<Nack>('nack')).toEqual([
      { to: 1, body: { type: 'nack', ballot: LOW, promised: HIGH } },
    ]);

    candidate();
    hear(1, promise(FIRST));
    expect(machine.leads).toBe(true);
    hear(2, { type: 'nack', ballot: FIRST, promised: HIGH });
    expect(machine.leads).toBe(false);
  });

  it('§2.2: a proposer with answers from less than a quorum proposes nothing', () => {
    candidate('majority', 5);
    machine.request(write(1), probe);
    hear(1, promise(FIRST));
    expect(machine.leads).toBe(false);
    expect(probe.ofType<Accept>('accept')).toEqual([]);
    hear(2, promise(FIRST));
    expect(machine.leads).toBe(true);
    expect(probe.ofType<Accept>('accept').map(({ to }) => to)).toEqual([1, 2, 3, 4]);
  });

  it('§2.2 P2c: it proposes the value of the highest-numbered proposal among the answers', () => {
    replica({ leader: undefined }, 'majority', 5);
    machine.start(probe);
    hear(4, { type: 'nack', ballot: 0, promised: ballotOf(3, 4) });
    probe.now = 5000;
    machine.timer(ELECTION, probe);
    finishWrites();
    const ballot = ballotOf(4, 0);
    hear(1, promise(ballot, [{ ballot: ballotOf(3, 4), command: write(7) }]));
    hear(2, promise(ballot, [{ ballot: ballotOf(2, 3), command: write(8) }]));
    const [{ body }] = probe.ofType<Accept>('accept');
    expect(body).toEqual(accept(ballot, 0, write(7)));
  });

  it('§2.2 P2c: its own accepted proposal counts among the answers', () => {
    hear(1, accept(LOW, 0));
    finishWrites();
    probe.now = 5000;
    machine.timer(ELECTION, probe);
    finishWrites();
    const ballot = ballotOf(2, 0);
    hear(2, promise(ballot, [{ ballot: ballotOf(1, 0), command: write(9) }]));
    expect(probe.ofType<Accept>('accept')[0].body).toEqual(accept(ballot, 0, write(1)));
  });

  it('§2.2 P2c: or any value where the answers tell of none', () => {
    candidate();
    hear(1, promise(FIRST));
    machine.request(write(5), probe);
    expect(probe.ofType<Accept>('accept')[0].body).toEqual(accept(FIRST, 0, write(5)));
  });

  it('§2.3: a value is chosen, and executed, once a quorum has accepted it, and not before', () => {
    candidate('majority', 5);
    hear(1, promise(FIRST));
    hear(2, promise(FIRST));
    machine.request(write(1), probe);
    finishWrites();
    hear(1, { type: 'accepted', ballot: FIRST, slot: 0 });
    hear(1, { type: 'accepted', ballot: FIRST, slot: 0 });
    expect(probe.executed).toEqual([]);
    hear(4, { type: 'accepted', ballot: FIRST, slot: 0 });
    expect(probe.executed).toEqual([{ slot: 0, command: write(1) }]);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
    expect(probe.ofType<Commit>('commit').map(({ to }) => to)).toEqual([1, 2, 3, 4]);
  });

  it('§2.5: an acceptor records its answer in stable storage before it sends it', () => {
    hear(1, { type: 'prepare', ballot: LOW, from: 0 });
    hear(1, accept(LOW, 0));
    expect(probe.sent).toEqual([]);
    finishWrites();
    expect(probe.sent.map(({ body }) => body.type)).toEqual(['promise', 'accepted']);
  });

  it('§2.5: what is in stable storage survives: the promise and what was accepted bind it after a restart', () => {
    machine.restart(
      new Map<number, unknown>([
        [PROMISE, HIGH],
        [0, { ballot: LOW, command: write(1) }],
      ]),
      probe,
    );
    hear(1, accept(LOW, 1));
    expect(probe.ofType<Nack>('nack')).toHaveLength(1);
    hear(1, { type: 'prepare', ballot: ballotOf(3, 1), from: 0 });
    finishWrites();
    expect(probe.ofType<Promised>('promise')[0].body.entries).toEqual([{ ballot: LOW, command: write(1) }]);
  });

  it('§2.5: to have accepted a proposal is to have promised its number, after a restart, too', () => {
    machine.restart(new Map([[0, { ballot: HIGH, command: write(1) }]]), probe);
    hear(1, accept(LOW, 0, write(2)));
    expect(probe.ofType<Nack>('nack')).toEqual([
      { to: 1, body: { type: 'nack', ballot: LOW, promised: HIGH } },
    ]);
    expect(probe.written).toEqual([]);
  });

  it('§2.5: different proposers choose their numbers from disjoint sets', () => {
    const numbers = new Set<number>();
    for (let round = 0; round < 50; round++) {
      for (let self = 0; self < 30; self++) {
        const ballot = ballotAbove(ballotOf(round, 29), self);
        expect(ownerOf(ballot)).toBe(self);
        numbers.add(ballot);
      }
    }
    expect(numbers.size).toBe(50 * 30);
  });

  it('§2.5: a proposer remembers in stable storage the highest number it has tried, and begins with a higher one', () => {
    machine.restart(new Map([[PROMISE, ballotOf(7, 0)]]), probe);
    probe.now = 5000;
    machine.timer(ELECTION, probe);
    expect(probe.ofType<Prepare>('prepare')[0].body.ballot).toBe(ballotOf(8, 0));
    // It does not lead by others' promises alone: its own has to be in stable storage.
    hear(1, promise(ballotOf(8, 0)));
    hear(2, promise(ballotOf(8, 0)));
    expect(machine.leads).toBe(false);
    finishWrites();
    expect(machine.leads).toBe(true);
  });

  it('§3: a new leader runs phase 1 for all instances at once, in one message to each', () => {
    candidate();
    expect(probe.sent).toEqual(
      [1, 2].map((to) => ({ to, body: { type: 'prepare', ballot: FIRST, from: 0 } })),
    );
  });

  it('§3: it proposes again what it was told of, and fills the gaps between with no-ops', () => {
    candidate();
    hear(2, promise(FIRST, [null, { ballot: 1, command: write(2) }, null, { ballot: 1, command: write(4) }]));
    const proposed = probe.ofType<Accept>('accept').filter(({ to }) => to === 1);
    expect(
      proposed.map(({ body }) => [body.slot, body.entry.command.client, body.entry.command.seq]),
    ).toEqual([
      [0, -1, 0],
      [1, 1, 2],
      [2, -1, 0],
      [3, 1, 4],
    ]);
  });

  it('§3: it proposes in the next instances without waiting for those before, and executes them in order', () => {
    candidate();
    hear(1, promise(FIRST));
    for (let seq = 1; seq <= 3; seq++) machine.request(write(seq), probe);
    expect(probe.ofType<Accept>('accept').filter(({ to }) => to === 1)).toHaveLength(3);
    finishWrites();
    hear(1, { type: 'accepted', ballot: FIRST, slot: 2 });
    hear(1, { type: 'accepted', ballot: FIRST, slot: 1 });
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'accepted', ballot: FIRST, slot: 0 });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1, 2]);
  });
});

describe('Howard, Malkhi, Spiegelman, Flexible Paxos', () => {
  it('phase 1 waits for a phase-1 quorum, phase 2 for a phase-2 quorum, which need not be majorities', () => {
    candidate({ phase1: 4, phase2: 2 }, 5);
    hear(1, promise(FIRST));
    hear(2, promise(FIRST));
    expect(machine.leads).toBe(false);
    hear(3, promise(FIRST));
    expect(machine.leads).toBe(true);
    machine.request(write(1), probe);
    finishWrites();
    expect(probe.answers).toEqual([]);
    hear(4, { type: 'accepted', ballot: FIRST, slot: 0 });
    expect(probe.answers).toHaveLength(1);
  });
});

describe('Chandra, Griesemer, Redstone, Paxos Made Live', () => {
  const heartbeat = (round: number, sentAt: number): Heartbeat => {
    return { type: 'heartbeat', ballot: LOW, round, sentAt, chosen: 0, cut: 0 };
  };
  const following = (round: number, sentAt: number, executed = 0): Following => {
    return { type: 'following', ballot: FIRST, round, sentAt, executed };
  };
  const read: Command = { client: 2, seq: 1, kind: 'read', key: 1, value: 0 };

  it('§5.2: while the lease lasts the master answers reads by itself; then it must ask', () => {
    candidate('majority', 3, { reads: 'leader-lease' });
    hear(1, promise(FIRST));
    finishWrites();
    hear(1, { type: 'accepted', ballot: FIRST, slot: 0 });
    hear(1, following(1, 0));
    probe.now = 899;
    machine.request(read, probe);
    expect(probe.answers).toHaveLength(1);
    probe.now = 900;
    machine.request({ ...read, seq: 2 }, probe);
    expect(probe.answers).toHaveLength(1);
    // The answer counts from the sending of what it answers, late as it may come.
    probe.now = 1850;
    hear(2, following(2, 900));
    expect(probe.answers).toHaveLength(1);
    probe.now = 1799;
    hear(2, following(3, 900));
    expect(probe.answers).toHaveLength(2);
  });

  it('§5.2: the lease is a quorum’s to give: of five, the master and two others', () => {
    candidate('majority', 5, { reads: 'leader-lease' });
    hear(1, promise(FIRST));
    hear(2, promise(FIRST));
    finishWrites();
    for (const from of [1, 2]) hear(from, { type: 'accepted', ballot: FIRST, slot: 0 });
    probe.now = 500;
    machine.timer(BEAT, probe);
    hear(1, following(2, 500));
    machine.request(read, probe);
    expect(probe.answers).toEqual([]);
    // The lease counts from what a quorum has answered: here the earlier of two rounds.
    hear(2, following(1, 0));
    expect(probe.answers).toHaveLength(1);
    probe.now = 900;
    machine.request({ ...read, seq: 2 }, probe);
    expect(probe.answers).toHaveLength(1);
  });

  it('§5.2: replicas that have answered the master reject others until their time, longer than the lease, is over', () => {
    replica({ reads: 'leader-lease' });
    machine.start(probe);
    probe.now = 500;
    hear(1, heartbeat(1, 400));
    probe.now = 1499;
    hear(2, { type: 'prepare', ballot: HIGH, from: 0 });
    finishWrites();
    expect(probe.ofType<Promised>('promise')).toEqual([]);
    probe.now = 1500;
    hear(2, { type: 'prepare', ballot: HIGH, from: 0 });
    finishWrites();
    expect(probe.ofType<Promised>('promise')).toHaveLength(1);
  });

  it('§5.2: the same master may be promised a new ballot meanwhile', () => {
    replica({ reads: 'leader-lease' });
    machine.start(probe);
    hear(1, heartbeat(1, 0));
    hear(1, { type: 'prepare', ballot: ballotOf(2, 1), from: 0 });
    finishWrites();
    expect(probe.ofType<Promised>('promise')).toHaveLength(1);
  });

  it('§5.5: what a snapshot replaces is dropped when that very snapshot is on disk, and not before', () => {
    const snapshot = (executed: number): Snapshot => {
      return { executed, ballot: LOW, ...emptyMap() };
    };
    hear(1, { type: 'snapshot', snapshot: snapshot(10), executed: 10 });
    hear(1, { type: 'snapshot', snapshot: snapshot(20), executed: 20 });
    const [first, second] = probe.written;
    machine.durable(first.token, probe);
    expect(probe.forgotten).toEqual([]);
    machine.durable(second.token, probe);
    expect(probe.forgotten).toEqual([20]);
  });

  it('§5.5: a replica that lags is sent what it lacks', () => {
    candidate();
    hear(1, promise(FIRST));
    for (let seq = 1; seq <= 3; seq++) machine.request(write(seq), probe);
    finishWrites();
    for (let slot = 0; slot < 3; slot++) hear(1, { type: 'accepted', ballot: FIRST, slot });
    probe.sent = [];
    hear(2, { type: 'learn', from: 1 });
    const entries = [write(2), write(3)].map((command) => ({ ballot: FIRST, command }));
    expect(probe.sent).toEqual([{ to: 2, body: { type: 'chosen', first: 1, entries, executed: 3 } }]);
  });
});

describe('van Renesse, Altinbuken, Paxos Made Moderately Complex', () => {
  it('Fig. 1, perform(): a command decided in two slots is executed once, and both copies get one answer', () => {
    candidate();
    hear(
      2,
      promise(FIRST, [
        { ballot: 1, command: write(1) },
        { ballot: 1, command: write(2) },
        { ballot: 1, command: write(1) },
      ]),
    );
    finishWrites();
    for (let slot = 0; slot < 3; slot++) hear(1, { type: 'accepted', ballot: FIRST, slot });
    expect(probe.executed).toHaveLength(3);
    expect(stateOf(machine).store.get(1)).toBe(20);
    machine.request(write(1), probe);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });
});

describe('what the papers leave to the implementation', () => {
  it('what was lost is sent again: prepares with every beat, accepts when they are overdue', () => {
    candidate();
    machine.timer(BEAT, probe);
    expect(probe.ofType<Prepare>('prepare').map(({ to }) => to)).toEqual([1, 2, 1, 2]);
    hear(1, promise(FIRST));
    machine.request(write(1), probe);
    probe.sent = [];
    probe.now = 1099;
    machine.timer(BEAT, probe);
    expect(probe.ofType<Accept>('accept')).toEqual([]);
    // Nobody has ever answered, so the usual time is taken to be the shortest election timeout: 100 + 1000 ms.
    probe.now = 1100;
    machine.timer(BEAT, probe);
    expect(probe.ofType<Accept>('accept').map(({ to }) => to)).toEqual([1, 2]);
  });

  it('a promise that was lost is given again, after a restart, too, and tells of the slots that were asked about', () => {
    const entry = (seq: number): Entry => ({ ballot: LOW, command: write(seq) });
    machine.restart(
      new Map<number, unknown>([
        [PROMISE, HIGH],
        ...[1, 2, 3].map((seq): [number, Entry] => [seq - 1, entry(seq)]),
      ]),
      probe,
    );
    hear(2, { type: 'prepare', ballot: HIGH, from: 2 });
    expect(probe.ofType<Promised>('promise')).toEqual([
      { to: 2, body: { ...promise(HIGH, [entry(3)]), first: 2 } },
    ]);
  });

  it('an accept that arrives twice is written once and answered twice', () => {
    hear(1, accept(LOW, 0));
    hear(1, accept(LOW, 0));
    expect(probe.written).toHaveLength(1);
    finishWrites();
    hear(1, accept(LOW, 0));
    expect(probe.written).toHaveLength(0);
    expect(probe.ofType<Accepted>('accepted')).toHaveLength(2);
  });
});
