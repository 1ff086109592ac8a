import { describe, expect, it } from 'vitest';
import { type Configuration, nextOf } from '../../../src/protocol/chain-replication/configuration.js';
import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import type {
  Ack,
  Beacon,
  ChainMessage,
  Entry,
  Granted,
  Held,
  Link,
  Linked,
  Update,
} from '../../../src/protocol/chain-replication/messages.js';
import { LEASE, LINK, PATIENCE } from '../../../src/protocol/chain-replication/state.js';
import type { Ask, Propose } from '../../../src/protocol/configuration-messages.js';
import type { Command, Machine } from '../../../src/protocol/contract/machine.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/** Claims of the paper, by its sections, each held against one of three replicas, fed by hand. */
let machine: Machine;
let probe: Probe;

/** Leases of 1000 ms, a grace period of 2000 ms; the chain is r0, r1, r2. */
function replica(self: number): void {
  const shared = { leader: 0, reads: 'tail', disk: 'serial', heartbeat: 100 } as const;
  const setups = setupsOf(3, { ...shared, quorum: schemeOf('all', 3), election: [1000, 2000] });
  machine = chainReplicationMachine().create(setups[self]);
  probe = new Probe();
  machine.start(probe);
}

function hear(from: number, body: ChainMessage): void {
  machine.message(from, body, probe);
}

function finishWrites(): void {
  const { written } = probe;
  probe.written = [];
  for (const { token } of written) machine.durable(token, probe);
}

function timer(name: number, at: number): void {
  probe.now = at;
  machine.timer(name, probe);
}

const write = (seq: number): Command => ({ client: 1, seq, kind: 'write', key: 1, value: 10 * seq });
const read: Command = { client: 2, seq: 1, kind: 'read', key: 1, value: 0 };
const FIRST: Configuration = {
  version: 0,
  chain: [0, 1, 2],
  joined: [0, 0, 0],
  headSince: 0,
  tailSince: 0,
  handed: false,
};
const NO_HEAD_0 = nextOf(FIRST, [1, 2]);
const NO_MIDDLE = nextOf(FIRST, [0, 2]);
const NO_TAIL = nextOf(FIRST, [0, 1]);
const entry = (slot: number, since = 0, prev = slot === 0 ? -1 : 0, seq = slot + 1): Entry => {
  return { since, prev, command: write(seq) };
};
const update = (first: number, entries: readonly Entry[], configuration = FIRST): Update => {
  return { type: 'update', configuration, first, prev: first === 0 ? -1 : 0, entries };
};
const granted = (round: number, sentAt: number, change: Partial<Granted> = {}): Granted => {
  const nothing = { end: 0, committed: 0, matched: 0, upTo: 0, executed: 0 };
  return { type: 'granted', tailSince: 0, round, sentAt, ...nothing, version: 0, severed: false, ...change };
};
const beacon = (configuration: Configuration, committed = 0): Beacon => {
  return { type: 'beacon', configuration, round: 1, sentAt: 0, end: committed, committed, cut: 0 };
};
const link = (configuration: Configuration, end: number): Link => ({ type: 'link', configuration, end });

/** r2 as tail with leases from both others. */
function tail(): void {
  replica(2);
  hear(0, granted(1, 0));
  hear(1, granted(1, 0));
}

describe('§2.1 and §3.1: reply generation, query processing, update processing', () => {
  it('the head writes an update to its disk, and only then forwards it to its successor alone', () => {
    replica(0);
    machine.request(write(1), probe);
    expect(probe.sent).toEqual([]);
    finishWrites();
    expect(probe.sent).toEqual([{ to: 1, body: update(0, [entry(0)]) }]);
    expect(probe.answers).toEqual([]);
  });

  it('one in the middle does the same, in the order of the history, whatever order messages come in', () => {
    replica(1);
    hear(0, update(1, [entry(1)]));
    expect(probe.written).toEqual([]);
    hear(0, update(0, [entry(0)]));
    finishWrites();
    expect(probe.ofType<Update>('update').flatMap(({ body }) => body.entries)).toEqual([entry(0), entry(1)]);
    expect(probe.ofType<Update>('update').every(({ to }) => to === 2)).toBe(true);
  });

  it('the tail commits what is on its disk, answers the client, and acknowledges to its predecessor', () => {
    tail();
    hear(1, update(0, [entry(0)]));
    expect(probe.answers).toEqual([]);
    finishWrites();
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
    expect(probe.ofType<Ack>('ack')).toEqual([{ to: 1, body: { type: 'ack', upTo: 1 } }]);
  });

  it('a query is answered by the tail, from what it has executed; others pass it there, and an update to the head', () => {
    tail();
    hear(1, update(0, [entry(0)]));
    machine.request(read, probe);
    finishWrites();
    machine.request({ ...read, seq: 2 }, probe);
    expect(probe.answers.filter(({ client }) => client === 2).map(({ result }) => result)).toEqual([0, 10]);
    machine.request(write(9), probe);
    expect(probe.sent.at(-1)).toEqual({ to: 0, body: { type: 'forward', command: write(9) } });
    replica(1);
    machine.request(read, probe);
    expect(probe.sent).toEqual([{ to: 2, body: { type: 'forward', command: read } }]);
  });

  it('a client that was not answered sends again: what is under way is not put in twice, what is executed is answered', () => {
    replica(0);
    machine.request(write(1), probe);
    machine.request(write(1), probe);
    expect(probe.written).toHaveLength(1);
    finishWrites();
    hear(1, { type: 'ack', upTo: 1 });
    machine.request(write(1), probe);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });
});

describe('§3.3: the Sent list', () => {
  it('an acknowledgement takes it out of the Sent list, is executed, and passed on to the predecessor', () => {
    replica(1);
    hear(0, update(0, [entry(0)]));
    finishWrites();
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'ack', upTo: 1 });
    expect(probe.executed).toEqual([{ slot: 0, command: write(1) }]);
    expect(probe.ofType<Ack>('ack')).toEqual([{ to: 0, body: { type: 'ack', upTo: 1 } }]);
  });

  it('when the middle is out, the head sends its Sent list to the new successor, and no more than that', () => {
    replica(0);
    for (const seq of [1, 2, 3]) machine.request(write(seq), probe);
    finishWrites();
    hear(1, { type: 'ack', upTo: 1 });
    probe.sent = [];
    hear(2, { type: 'current', configuration: NO_MIDDLE });
    const [{ to, body }] = probe.ofType<Update>('update');
    expect([to, body.first, body.entries]).toEqual([2, 1, [entry(1), entry(2)]]);
    expect(probe.ofType<Link>('link')).toEqual([{ to: 2, body: link(NO_MIDDLE, 3) }]);
  });

  it('nothing is taken that was sent in another configuration: an old predecessor is told', () => {
    replica(2);
    hear(0, update(0, [entry(0)], NO_MIDDLE));
    hear(1, update(1, [entry(1)]));
    expect(stateOf(machine).log.entries).toEqual([entry(0)]);
    expect(probe.sent.at(-1)).toEqual({ to: 1, body: { type: 'current', configuration: NO_MIDDLE } });
  });
});

describe('§3.2: failure of the head', () => {
  it('its successor becomes head, with what it has; it puts new updates behind that, in its own name', () => {
    replica(1);
    hear(0, update(0, [entry(0)]));
    finishWrites();
    hear(2, { type: 'current', configuration: NO_HEAD_0 });
    expect(machine.leads).toBe(false);
    finishWrites();
    expect(machine.leads).toBe(true);
    machine.request(write(2), probe);
    finishWrites();
    expect(probe.ofType<Update>('update').at(-1)?.body.entries).toEqual([entry(1, 1, 0)]);
  });

  it('an old head that comes back drops what nobody else has', () => {
    replica(0);
    machine.request(write(7), probe);
    finishWrites();
    hear(2, { type: 'current', configuration: NO_HEAD_0 });
    hear(2, update(0, [entry(0, 1)], NO_HEAD_0));
    expect(stateOf(machine).log.entries).toEqual([entry(0, 1)]);
    finishWrites();
    expect(probe.ofType<Held>('held').at(-1)).toEqual({ to: 2, body: { type: 'held', version: 1, upTo: 1 } });
  });
});

describe('§3.2: failure of the tail; it may only seem so', () => {
  it('the predecessor asks for it to be out a grace period after the last beacon, and not before', () => {
    replica(1);
    probe.now = 500;
    hear(2, beacon(FIRST));
    timer(PATIENCE, 2499);
    expect(probe.ofType('ask')).toEqual([]);
    timer(PATIENCE, 2500);
    expect(probe.ofType<Ask<Configuration>>('ask').map(({ to }) => to)).toEqual([0, 2]);
    finishWrites();
    hear(0, { type: 'promise', after: 0, ballot: 33, acceptedIn: 0, accepted: null });
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next).toEqual(NO_TAIL);
  });

  it('and commits what it has, for all before it have that, too', () => {
    replica(1);
    hear(0, update(0, [entry(0)]));
    finishWrites();
    timer(PATIENCE, 2000);
    hear(0, { type: 'current', configuration: NO_TAIL });
    finishWrites();
    expect(stateOf(machine).office).not.toBeNull();
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });

  it('heard again while it asks, it is not tail before another grace period is over, whatever was decided', () => {
    replica(1);
    timer(PATIENCE, 2000);
    hear(2, beacon(FIRST));
    hear(0, { type: 'current', configuration: NO_TAIL });
    finishWrites();
    timer(PATIENCE, 3999);
    expect(stateOf(machine).office).toBeNull();
    timer(PATIENCE, 4000);
    expect(stateOf(machine).office).not.toBeNull();
  });

  it('a tail without a lease from everybody answers no reads, counted from the sending of its beacon; writes it does', () => {
    tail();
    probe.now = 700;
    hear(1, granted(2, 300));
    probe.now = 999;
    machine.request(read, probe);
    expect(probe.answers).toHaveLength(1);
    timer(LEASE, 1000);
    machine.request({ ...read, seq: 2 }, probe);
    expect(probe.answers).toHaveLength(1);
    hear(1, update(0, [entry(0)]));
    finishWrites();
    expect(probe.answers.at(-1)).toEqual({ client: 1, seq: 1, result: 10 });
    hear(1, { type: 'promise', after: 0, ballot: 34, acceptedIn: 0, accepted: null });
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next).toEqual(nextOf(FIRST, [1, 2]));
  });
});

describe('§3.4: extending the chain', () => {
  /** r2 as tail of r0, r2, and r1 a candidate that has caught up. */
  function extending(): void {
    tail();
    hear(0, { type: 'current', configuration: NO_MIDDLE });
    finishWrites();
    hear(0, granted(2, 100, { version: 1 }));
    hear(1, granted(2, 100, { version: 1 }));
  }

  it('a candidate gets what the tail has, is waited for when it has caught up, and added behind the tail', () => {
    extending();
    hear(0, update(0, [entry(0)], NO_MIDDLE));
    finishWrites();
    expect(probe.ofType<Update>('update').map(({ to }) => to)).toEqual([1]);
    expect(probe.answers).toEqual([]);
    hear(1, { type: 'held', version: 1, upTo: 1 });
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
    hear(0, { type: 'promise', after: 1, ballot: 34, acceptedIn: 0, accepted: null });
    const { next } = probe.ofType<Propose<Configuration>>('propose')[0].body;
    expect(next).toEqual(nextOf(NO_MIDDLE, [0, 2, 1], { handed: true }));
  });

  it('a tail that has asked for its successor answers no queries until it knows what was decided', () => {
    extending();
    machine.request(read, probe);
    expect(probe.answers).toHaveLength(1);
    finishWrites();
    hear(0, { type: 'promise', after: 1, ballot: 34, acceptedIn: 0, accepted: null });
    expect(probe.ofType('propose')).toHaveLength(2);
    machine.request({ ...read, seq: 2 }, probe);
    expect(probe.answers).toHaveLength(1);
    // Another version was decided, and the tail is the same.
    hear(0, { type: 'current', configuration: nextOf(NO_MIDDLE, [0, 2]) });
    expect(probe.answers).toHaveLength(2);
  });

  it('the new tail need not wait for leases to end; it answers once it has what its predecessor has, and leases', () => {
    const extended = nextOf(NO_MIDDLE, [0, 2, 1], { handed: true });
    replica(1);
    hear(2, beacon(NO_MIDDLE));
    hear(2, update(0, [entry(0)], NO_MIDDLE));
    hear(2, { type: 'current', configuration: extended });
    finishWrites();
    expect(probe.ofType<Linked>('linked').at(-1)?.body).toMatchObject({ asks: true, knows: false });
    for (const from of [0, 2]) hear(from, granted(1, 0, { tailSince: 2, version: 2 }));
    machine.request(read, probe);
    expect(probe.answers.filter(({ client }) => client === 2)).toEqual([]);
    hear(2, link(extended, 1));
    expect(probe.ofType<Linked>('linked').at(-1)?.body).toMatchObject({ asks: false, knows: true });
    expect(probe.answers.at(-1)).toEqual({ client: 2, seq: 1, result: 10 });
  });
});

describe('beyond fail-stop', () => {
  it('a replica that is back in the chain asks to join anew, and passes nothing on before it is told how much there is', () => {
    replica(1);
    hear(0, update(0, [entry(0), entry(1)]));
    const durable = new Map(probe.written.map(({ key, record }) => [key, record]));
    probe = new Probe();
    machine.restart(durable, probe);
    expect(probe.ofType<Ask<Configuration>>('ask')).toHaveLength(2);
    const again = nextOf(FIRST, [0, 1, 2], { reborn: 1 });
    expect(again.joined).toEqual([0, 1, 0]);
    hear(0, { type: 'current', configuration: again });
    finishWrites();
    hear(0, update(0, [entry(0), entry(1)], again));
    expect(probe.ofType('update')).toEqual([]);
    hear(0, link(again, 2));
    expect(probe.ofType<Update>('update')).toEqual([{ to: 2, body: update(0, [entry(0), entry(1)], again) }]);
  });

  it('a head that restarts puts nothing into the history before a version of its new life is on its disk', () => {
    replica(0);
    machine.request(write(1), probe);
    const durable = new Map(probe.written.map(({ key, record }) => [key, record]));
    probe = new Probe();
    machine.restart(durable, probe);
    machine.request(write(2), probe);
    expect(machine.leads).toBe(false);
    const again = nextOf(FIRST, [0, 1, 2], { reborn: 0 });
    hear(1, { type: 'current', configuration: again });
    expect(probe.written.every(({ key }) => key < 0)).toBe(true);
    finishWrites();
    expect(machine.leads).toBe(true);
    finishWrites();
    expect(stateOf(machine).log.entries.map(({ since }) => since)).toEqual([0, 1]);
  });

  it('a successor that does not answer is told of to the tail, which has the later of the two taken out', () => {
    replica(0);
    machine.request(write(1), probe);
    finishWrites();
    timer(LINK, 500);
    expect(probe.ofType<Link>('link')).toHaveLength(1);
    timer(LINK, 1000);
    hear(2, beacon(FIRST));
    expect(probe.ofType<Granted>('granted').at(-1)?.body.severed).toBe(false);
    timer(LINK, 1500);
    hear(2, beacon(FIRST));
    expect(probe.ofType<Granted>('granted').at(-1)?.body.severed).toBe(true);
    tail();
    hear(0, granted(2, 0, { severed: true }));
    finishWrites();
    hear(0, { type: 'promise', after: 0, ballot: 34, acceptedIn: 0, accepted: null });
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next.chain).toEqual([0, 2]);
  });
});
