import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import type {
  Append,
  Appended,
  Commit,
  Entry,
  Following,
  Heartbeat,
  Install,
  Missing,
  Newer,
  RaftMessage,
  Readable,
  RequestVote,
  Snapshot,
  Vote,
} from '../../../src/protocol/raft/messages.js';
import { BALLOT, recover, SNAPSHOT } from '../../../src/protocol/raft/records.js';
import { NOBODY } from '../../../src/protocol/raft/state.js';
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
  machine = raftMachine().create({ ...setups[0], ...change });
  probe = new Probe();
}

function hear(from: number, body: RaftMessage): void {
  machine.message(from, body, probe);
}

/** All that is being written gets to the disk. */
function finishWrites(): void {
  const { written } = probe;
  probe.written = [];
  for (const { token } of written) machine.durable(token, probe);
}

/** r0 leads term 1; its no-op in slot 0 is on its disk alone. */
function leader(quorum?: unknown, n = 3, change: Partial<MachineSetup> = {}): void {
  replica({ leader: 0, ...change }, quorum, n);
  machine.start(probe);
  finishWrites();
  for (let from = 1; from < n; from++) hear(from, { type: 'vote', term: 1 });
  finishWrites();
}

const write = (seq: number): Command => ({ client: 1, seq, kind: 'write', key: 1, value: 10 * seq });
const entry = (term: number, previous: number, seq: number): Entry => ({
  term,
  previous,
  command: write(seq),
});
const append = (term: number, from: number, previous: number, entries: Entry[], commit = 0): Append => ({
  type: 'append',
  term,
  from,
  previous,
  entries,
  commit,
});
const asksVote = (term: number, end = 0, last = 0): RequestVote => ({
  type: 'request-vote',
  term,
  end,
  last,
});
const terms = (): number[] => stateOf(machine).log.entries.map(({ term }) => term);

beforeEach(() => {
  replica();
  machine.start(probe);
});

describe('Ongaro, Ousterhout, In Search of an Understandable Consensus Algorithm', () => {
  it('§5.1: a server that gets a message with a stale term number rejects it', () => {
    hear(1, append(3, 0, 0, []));
    probe.sent = [];
    hear(2, append(2, 0, 0, [entry(2, 0, 1)]));
    expect(probe.ofType<Newer>('newer')).toEqual([{ to: 2, body: { type: 'newer', term: 3 } }]);
    expect(terms()).toEqual([]);
  });

  it('§5.1: a leader that discovers that its term is out of date becomes a follower', () => {
    leader();
    expect(machine.leads).toBe(true);
    hear(1, { type: 'newer', term: 2 });
    expect(machine.leads).toBe(false);
    expect(stateOf(machine).term).toBe(2);
  });

  it('§5.2: a server votes for at most one candidate in a term, first come first served', () => {
    hear(1, asksVote(1));
    hear(2, asksVote(1));
    finishWrites();
    expect(probe.ofType<Vote>('vote').map(({ to }) => to)).toEqual([1]);
    hear(1, asksVote(1));
    expect(probe.ofType<Vote>('vote').map(({ to }) => to)).toEqual([1, 1]);
  });

  it('Figure 2: term and vote are on stable storage before it answers, and hold after a restart', () => {
    hear(1, asksVote(4));
    expect(probe.sent).toEqual([]);
    expect(probe.written).toMatchObject([{ key: BALLOT, record: { term: 4, vote: 1 } }]);
    replica();
    machine.restart(new Map([[BALLOT, { term: 4, vote: 1 }]]), probe);
    hear(2, asksVote(4));
    finishWrites();
    expect(probe.sent).toEqual([]);
  });

  it('§5.2: a candidate wins with votes from a majority, its own, on its disk, among them; then it tells the others', () => {
    replica({ leader: 0 }, 'majority', 5);
    machine.start(probe);
    expect(probe.ofType<RequestVote>('request-vote')).toEqual([]);
    finishWrites();
    expect(probe.ofType<RequestVote>('request-vote').map(({ to }) => to)).toEqual([1, 2, 3, 4]);
    hear(1, { type: 'vote', term: 1 });
    hear(1, { type: 'vote', term: 1 });
    expect(machine.leads).toBe(false);
    hear(2, { type: 'vote', term: 1 });
    expect(machine.leads).toBe(true);
    expect(probe.ofType<Heartbeat>('heartbeat')).toHaveLength(4);
  });

  it('§5.2: a candidate that hears the leader of its term recognizes it', () => {
    replica({ leader: 0 });
    machine.start(probe);
    finishWrites();
    hear(1, append(1, 0, 0, []));
    expect(stateOf(machine)).toMatchObject({ role: 'follower', leader: 1 });
    hear(2, { type: 'vote', term: 1 });
    expect(machine.leads).toBe(false);
  });

  it('§5.3: a follower refuses new entries if it has no entry of that index and term before them', () => {
    hear(1, append(2, 1, 1, [entry(2, 1, 2)]));
    expect(probe.ofType<Missing>('missing')[0].body).toMatchObject({ from: 1, hint: 0 });
    hear(1, append(2, 0, 0, [entry(1, 0, 1)]));
    hear(1, append(2, 1, 2, [entry(2, 2, 2)]));
    expect(probe.ofType<Missing>('missing')).toHaveLength(2);
    hear(1, append(2, 1, 1, [entry(2, 1, 2)]));
    expect(terms()).toEqual([1, 2]);
  });

  it('§5.3: an entry that conflicts with a new one is deleted with all that follow; none that agrees is', () => {
    hear(1, append(1, 0, 0, [entry(1, 0, 1), entry(1, 1, 2), entry(1, 1, 3)]));
    finishWrites();
    hear(2, append(2, 0, 0, [entry(1, 0, 1)]));
    expect(terms()).toEqual([1, 1, 1]);
    hear(2, append(2, 1, 1, [entry(2, 1, 4)]));
    expect(terms()).toEqual([1, 2]);
    hear(2, append(2, 0, 0, [entry(1, 0, 1)]));
    expect(terms()).toEqual([1, 2]);
  });

  it('§5.3: a rejection names the first index of the conflicting term, so that a term costs one message', () => {
    hear(1, append(1, 0, 0, [entry(1, 0, 1)]));
    hear(1, append(2, 1, 1, [entry(2, 1, 2), entry(2, 2, 3), entry(2, 2, 4)]));
    hear(2, append(3, 4, 3, []));
    expect(probe.ofType<Missing>('missing').at(-1)?.body).toMatchObject({ from: 4, hint: 1 });
  });

  it('§5.3: a rejected leader goes back and tries again, one message at a time, until the logs meet', () => {
    leader();
    machine.request(write(1), probe);
    machine.request(write(2), probe);
    probe.sent = [];
    hear(1, { type: 'missing', term: 1, from: 2, hint: 0 });
    hear(1, { type: 'missing', term: 1, from: 1, hint: 0 });
    expect(probe.ofType<Append>('append').map(({ body }) => [body.from, body.entries.length])).toEqual([
      [0, 3],
    ]);
  });

  it('§5.3: a follower acknowledges what is on its disk without a gap, whatever the order of the writes', () => {
    hear(1, append(1, 0, 0, [entry(1, 0, 1), entry(1, 1, 2)]));
    const [ballot, first, second] = probe.written;
    machine.durable(ballot.token, probe);
    machine.durable(second.token, probe);
    expect(probe.ofType<Appended>('appended')).toEqual([]);
    machine.durable(first.token, probe);
    expect(probe.ofType<Appended>('appended').map(({ body }) => body.match)).toEqual([2]);
  });

  it('Figure 2: it acknowledges nothing in a term that is not on its disk yet', () => {
    hear(1, append(1, 0, 0, [entry(1, 0, 1)]));
    const [ballot, first] = probe.written;
    machine.durable(first.token, probe);
    expect(probe.sent).toEqual([]);
    machine.durable(ballot.token, probe);
    expect(probe.ofType<Appended>('appended').map(({ body }) => body.match)).toEqual([1]);
  });

  it('§5.3: an entry is committed, and executed, once a majority has it, and the others are told at once', () => {
    leader('majority', 5);
    for (const from of [1, 2]) hear(from, { type: 'appended', term: 1, match: 1 });
    machine.request(write(1), probe);
    finishWrites();
    probe.sent = [];
    hear(1, { type: 'appended', term: 1, match: 2 });
    hear(1, { type: 'appended', term: 1, match: 2 });
    expect(probe.answers).toEqual([]);
    hear(4, { type: 'appended', term: 1, match: 2 });
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
    expect(probe.ofType<Commit>('commit').map(({ to, body }) => `${body.commit} to ${to}`)).toEqual(
      [1, 2, 3, 4].map((to) => `2 to ${to}`),
    );
  });

  it('§5.4.1: a voter denies its vote if its own log is more up to date: later last term, or same and longer', () => {
    hear(1, append(2, 0, 0, [entry(1, 0, 1), entry(2, 1, 2)]));
    finishWrites();
    for (const [end, last] of [
      [9, 1],
      [1, 2],
    ]) {
      hear(2, asksVote(stateOf(machine).term + 1, end, last));
      finishWrites();
      expect(probe.ofType<Vote>('vote')).toEqual([]);
    }
    hear(2, asksVote(stateOf(machine).term + 1, 2, 2));
    finishWrites();
    expect(probe.ofType<Vote>('vote')).toHaveLength(1);
  });

  it('§5.4.2, Figure 8: an entry of an earlier term is not committed by counting, only with one of the current above it', () => {
    replica({ leader: undefined });
    machine.restart(
      new Map<number, unknown>([
        [BALLOT, { term: 2, vote: NOBODY }],
        [0, entry(2, 0, 1)],
      ]),
      probe,
    );
    probe.now = 5000;
    machine.timer(ELECTION, probe);
    hear(1, { type: 'would-vote', term: 2 });
    finishWrites();
    hear(1, { type: 'vote', term: 3 });
    finishWrites();
    for (const from of [1, 2]) hear(from, { type: 'appended', term: 3, match: 1 });
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'appended', term: 3, match: 2 });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1]);
  });

  it('§7: a follower that is sent a snapshot drops its log, unless the snapshot describes a prefix of it', () => {
    const snapshot = (executed: number, lastTerm: number): Install => ({
      type: 'snapshot',
      term: 2,
      snapshot: {
        executed,
        lastTerm,
        members: 0b111,
        store: new Map([[1, 5]]),
        versions: new Map([[1, 1]]),
        sessions: new Map(),
      } satisfies Snapshot,
    });
    const entries = [entry(1, 0, 1), entry(1, 1, 2), entry(1, 1, 3)];
    hear(1, append(1, 0, 0, entries));
    finishWrites();
    hear(2, snapshot(2, 1));
    expect(stateOf(machine).log).toMatchObject({ base: 2, baseTerm: 1, entries: [entries[2]] });
    replica();
    machine.start(probe);
    hear(1, append(1, 0, 0, entries));
    finishWrites();
    hear(2, snapshot(2, 2));
    expect(stateOf(machine).log).toMatchObject({ base: 2, baseTerm: 2, entries: [] });
    // Nothing of it is acknowledged, and nothing dropped from the disk, before the snapshot is there.
    expect(probe.ofType<Appended>('appended').filter(({ to }) => to === 2)).toEqual([]);
    expect(probe.forgotten).toEqual([]);
    finishWrites();
    expect(probe.ofType<Appended>('appended').at(-1)).toMatchObject({ to: 2, body: { match: 2 } });
    expect(probe.forgotten).toEqual([2]);
  });

  it('§8: a command that is in the log twice is executed once', () => {
    hear(1, append(1, 0, 0, [entry(1, 0, 1), entry(1, 1, 2), entry(1, 1, 1)], 3));
    finishWrites();
    expect(probe.executed).toHaveLength(3);
    expect(stateOf(machine).store.get(1)).toBe(20);
  });
});

describe('Ongaro, Consensus: Bridging Theory and Practice', () => {
  it('§6.2: a leader that no majority has answered for an election timeout steps down', () => {
    leader();
    hear(1, { type: 'following', term: 1, round: 1, sentAt: 0, match: 0, executed: 0 });
    probe.now = 2000;
    machine.timer(BEAT, probe);
    expect(machine.leads).toBe(true);
    probe.now = 2100;
    machine.timer(BEAT, probe);
    expect(machine.leads).toBe(false);
  });

  it('§6.4: a read waits for the leader’s first entry, and for a round of heartbeats that began after it', () => {
    leader('majority', 3, { reads: 'read-index' });
    const following = (round: number): Following => {
      return { type: 'following', term: 1, round, sentAt: 0, match: 0, executed: 0 };
    };
    hear(1, { type: 'forward', command: { client: 2, seq: 1, kind: 'read', key: 1, value: 0 } });
    hear(2, following(2));
    expect(probe.ofType<Readable>('readable')).toEqual([]);
    hear(2, { type: 'appended', term: 1, match: 1 });
    expect(probe.ofType<Readable>('readable')).toHaveLength(1);
    hear(1, { type: 'forward', command: { client: 2, seq: 2, kind: 'read', key: 1, value: 0 } });
    hear(1, following(2));
    expect(probe.ofType<Readable>('readable')).toHaveLength(1);
    hear(1, following(3));
    expect(probe.ofType<Readable>('readable').map(({ to, body }) => [to, body.index])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('§6.4.1: with leases, a server that has heard a leader within an election timeout votes for nobody else', () => {
    replica({ reads: 'leader-lease' });
    machine.start(probe);
    hear(1, append(1, 0, 0, []));
    finishWrites();
    probe.now = 999;
    hear(2, asksVote(2));
    finishWrites();
    expect(probe.ofType<Vote>('vote')).toEqual([]);
    expect(stateOf(machine).term).toBe(1);
    probe.now = 1000;
    hear(2, asksVote(2));
    finishWrites();
    expect(probe.ofType<Vote>('vote')).toHaveLength(1);
  });

  it('§9.6: a candidate raises its term only once a majority would vote for it', () => {
    probe.now = 5000;
    machine.timer(ELECTION, probe);
    expect(probe.ofType('pre-vote').map(({ to }) => to)).toEqual([1, 2]);
    expect(stateOf(machine).term).toBe(0);
    expect(probe.written).toEqual([]);
    hear(2, { type: 'would-vote', term: 0 });
    expect(stateOf(machine).term).toBe(1);
  });

  it('§10.2.1: the leader commits on the disks of others before its own has the entry', () => {
    leader('majority', 3);
    hear(1, { type: 'appended', term: 1, match: 1 });
    machine.request(write(1), probe);
    for (const from of [1, 2]) hear(from, { type: 'appended', term: 1, match: 2 });
    expect(probe.answers).toHaveLength(1);
    expect(probe.written).toHaveLength(1);
  });
});

describe('quorums that are not majorities', () => {
  it('elections take a phase-1 quorum, commitment a phase-2 quorum', () => {
    replica({ leader: 0 }, { phase1: 4, phase2: 2 }, 5);
    machine.start(probe);
    finishWrites();
    for (const from of [1, 2]) hear(from, { type: 'vote', term: 1 });
    expect(machine.leads).toBe(false);
    hear(3, { type: 'vote', term: 1 });
    expect(machine.leads).toBe(true);
    finishWrites();
    hear(4, { type: 'appended', term: 1, match: 1 });
    expect(probe.executed).toHaveLength(1);
  });
});

describe('what the papers leave to the implementation', () => {
  it('a follower answers its client once it knows of the commit and has the entry on its own disk', () => {
    hear(1, append(1, 0, 0, []));
    finishWrites();
    machine.request(write(1), probe);
    expect(probe.ofType('forward')).toHaveLength(1);
    hear(1, append(1, 0, 0, [entry(1, 0, 1)]));
    hear(1, { type: 'commit', term: 1, commit: 1 });
    expect(probe.answers).toEqual([]);
    finishWrites();
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });

  it('of what is on disk the log ends where an entry does not go on from the one before it', () => {
    const snapshot = { executed: 1, lastTerm: 1, members: 0b111, ...emptyMap() };
    const { log } = recover(
      new Map<number, unknown>([
        [SNAPSHOT, snapshot],
        [1, entry(3, 1, 2)],
        [2, entry(3, 3, 3)],
        // Slot 3 was overwritten in term 4, slot 4 is what term 3 had put there.
        [3, entry(4, 3, 4)],
        [4, entry(3, 3, 5)],
      ]),
      0b111,
    );
    expect(log.entries.map(({ term }) => term)).toEqual([3, 3, 4]);
  });
});
