import { describe, expect, it } from 'vitest';
import type { Ask, Current, Promised, Propose } from '../../../src/protocol/configuration-messages.js';
import type { Command, Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import type { Configuration } from '../../../src/protocol/pacifica/configuration.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import type {
  Beacon,
  Entry,
  Granted,
  PacificaMessage,
  Prepare,
} from '../../../src/protocol/pacifica/messages.js';
import { LEASE, PATIENCE, RECORD } from '../../../src/protocol/pacifica/state.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/** Claims of the paper, by the title of the section of its §2, each held against one of three replicas, fed by hand. */
let machine: Machine;
let probe: Probe;

/** Leases of 1000 ms, a grace period of 2000 ms; the deployment names r0 as primary. */
function replica(self: number, change: Partial<MachineSetup> = {}): void {
  const shared = { leader: 0, reads: 'leader-lease', disk: 'parallel', heartbeat: 100 } as const;
  const setups = setupsOf(3, { ...shared, quorum: schemeOf('all', 3), election: [1000, 2000] });
  machine = pacificaMachine().create({ ...setups[self], ...change });
  probe = new Probe();
  machine.start(probe);
}

function hear(from: number, body: PacificaMessage): void {
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
const FIRST: Configuration = { version: 0, primary: 0, since: 0, members: 0b111 };
const SECOND: Configuration = { version: 1, primary: 2, since: 1, members: 0b110 };
const granted = (round: number, sentAt: number, upTo = 0, since = 0): Granted => {
  return {
    type: 'granted',
    since,
    round,
    sentAt,
    end: upTo,
    committed: upTo,
    matched: upTo,
    upTo,
    executed: 0,
  };
};
const entry = (slot: number, since: number, prev: number, seq = slot + 1): Entry => {
  expect(slot).toBeGreaterThanOrEqual(0);
  return { since, prev, command: write(seq) };
};
const prepare = (change: Partial<Prepare>): Prepare => {
  return {
    type: 'prepare',
    configuration: FIRST,
    start: 0,
    first: 0,
    prev: -1,
    entries: [],
    committed: 0,
    ...change,
  };
};
const beacon = (configuration: Configuration, start = 0, committed = 0): Beacon => {
  return {
    type: 'beacon',
    configuration,
    start,
    round: 1,
    sentAt: 0,
    end: start,
    committed,
    cut: 0,
  };
};

/** r0 as primary with leases from both others. */
function primary(change: Partial<MachineSetup> = {}): void {
  replica(0, change);
  hear(1, granted(1, 0));
  hear(2, granted(1, 0));
}

describe('Primary/backup data replication', () => {
  it('the primary sends prepare to all secondaries and commits when all have acknowledged, its own disk included', () => {
    primary();
    machine.request(write(1), probe);
    expect(probe.ofType<Prepare>('prepare').map(({ to }) => to)).toEqual([1, 2]);
    hear(1, { type: 'prepared', since: 0, upTo: 1 });
    hear(2, { type: 'prepared', since: 0, upTo: 1 });
    expect(probe.answers).toEqual([]);
    finishWrites();
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });

  it('it commits in order: what was acknowledged is a prefix of the list', () => {
    primary();
    machine.request(write(1), probe);
    machine.request(write(2), probe);
    finishWrites();
    hear(1, { type: 'prepared', since: 0, upTo: 2 });
    hear(2, { type: 'prepared', since: 0, upTo: 1 });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0]);
  });

  it('a secondary acknowledges what is on its disk, and commits what the next message tells to be committed', () => {
    replica(1);
    hear(0, prepare({ entries: [entry(0, 0, -1)] }));
    expect(probe.sent).toEqual([]);
    finishWrites();
    expect(probe.sent).toEqual([{ to: 0, body: { type: 'prepared', since: 0, upTo: 1 } }]);
    expect(probe.executed).toEqual([]);
    hear(0, prepare({ first: 1, prev: 0, entries: [entry(1, 0, 0)], committed: 1 }));
    expect(probe.executed).toEqual([{ slot: 0, command: write(1) }]);
  });

  it('a query is answered from the committed state: a write that is only prepared does not show', () => {
    primary();
    machine.request(write(1), probe);
    machine.request(read, probe);
    expect(probe.answers).toEqual([{ client: 2, seq: 1, result: 0 }]);
  });

  it('messages carry the version; a secondary that knows a later configuration does not take them, and says so', () => {
    replica(1);
    hear(2, { type: 'current', configuration: SECOND });
    hear(0, prepare({ entries: [entry(0, 0, -1)] }));
    finishWrites();
    expect(probe.ofType('prepared')).toEqual([]);
    expect(probe.ofType<Current<Configuration>>('current')).toEqual([
      { to: 0, body: { type: 'current', configuration: SECOND } },
    ]);
  });
});

describe('Leases and failure detection', () => {
  it('a lease counts from the sending of the last beacon acknowledged: then the primary stops and asks for a removal', () => {
    primary();
    probe.now = 700;
    hear(1, granted(2, 300));
    probe.now = 999;
    machine.request(read, probe);
    expect(probe.answers).toHaveLength(1);
    timer(LEASE, 1000);
    machine.request({ ...read, seq: 2 }, probe);
    machine.request(write(1), probe);
    expect(probe.answers).toHaveLength(1);
    expect(probe.ofType('prepare')).toEqual([]);
    finishWrites();
    hear(1, { type: 'promise', after: 0, ballot: 32, acceptedIn: 0, accepted: null });
    const [{ body }] = probe.ofType<Propose<Configuration>>('propose');
    expect(body.next).toEqual({ ...FIRST, version: 1, members: 0b011 });
  });

  it('a lease from every secondary is needed: one is not enough', () => {
    replica(0);
    hear(1, granted(1, 0));
    machine.request(read, probe);
    expect(probe.answers).toEqual([]);
    hear(2, granted(1, 0));
    expect(probe.answers).toHaveLength(1);
  });

  it('a secondary asks to be primary a grace period after the last beacon, and not before', () => {
    replica(1);
    probe.now = 500;
    hear(0, beacon(FIRST));
    timer(PATIENCE, 2499);
    expect(probe.ofType('ask')).toEqual([]);
    timer(PATIENCE, 2500);
    expect(probe.ofType<Ask<Configuration>>('ask').map(({ to }) => to)).toEqual([0, 2]);
    finishWrites();
    hear(2, { type: 'promise', after: 0, ballot: 33, acceptedIn: 0, accepted: null });
    const next = { version: 1, primary: 1, since: 1, members: 0b110 };
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next).toEqual(next);
  });

  it('heard again while it asks, it is not primary before another grace period is over, whatever the manager has decided', () => {
    replica(1);
    timer(PATIENCE, 2000);
    hear(0, beacon(FIRST));
    hear(2, { type: 'current', configuration: { version: 1, primary: 1, since: 1, members: 0b110 } });
    finishWrites();
    timer(PATIENCE, 3999);
    expect(machine.leads).toBe(false);
    timer(PATIENCE, 4000);
    expect(machine.leads).toBe(true);
  });
});

describe('Configuration management', () => {
  it('of requests for one version the first accepted wins: it is what a later one proposes', () => {
    replica(1);
    timer(PATIENCE, 2000);
    finishWrites();
    hear(2, { type: 'promise', after: 0, ballot: 33, acceptedIn: 32, accepted: SECOND });
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next).toEqual(SECOND);
  });

  it('a request that follows on an old version is told the current one', () => {
    replica(1);
    hear(2, { type: 'current', configuration: SECOND });
    hear(0, { type: 'ask', after: FIRST, ballot: 32 });
    expect(probe.ofType<Current<Configuration>>('current')).toEqual([
      { to: 0, body: { type: 'current', configuration: SECOND } },
    ]);
    expect(probe.ofType('promise')).toEqual([]);
  });

  it('an acceptor answers once the record is on disk, and keeps to it after a restart', () => {
    replica(1);
    hear(2, { type: 'propose', after: FIRST, ballot: 34, next: SECOND });
    expect(probe.sent).toEqual([]);
    const [{ key, record }] = probe.written;
    finishWrites();
    expect(probe.sent.map(({ body }) => body.type)).toEqual(['accepted']);
    expect(key).toBe(RECORD);
    machine.restart(new Map([[key, record]]), probe);
    hear(0, { type: 'ask', after: FIRST, ballot: 32 });
    hear(0, { type: 'ask', after: FIRST, ballot: 64 });
    finishWrites();
    expect(probe.ofType('refused')).toHaveLength(1);
    expect(probe.ofType<Promised<Configuration>>('promise')[0].body).toMatchObject({
      acceptedIn: 34,
      accepted: SECOND,
    });
  });
});

describe('Reconfiguration, reconciliation, and recovery', () => {
  /** r1 has two writes prepared, becomes primary after the silence of r0. */
  function successor(): void {
    replica(1);
    hear(0, prepare({ entries: [entry(0, 0, -1), entry(1, 0, 0)], committed: 1 }));
    finishWrites();
    timer(PATIENCE, 2000);
    hear(2, { type: 'current', configuration: { version: 1, primary: 1, since: 1, members: 0b110 } });
    probe.sent = [];
    finishWrites();
  }

  it('a new primary prepares the uncommitted part of its list again and serves when all secondaries have it', () => {
    successor();
    expect(machine.leads).toBe(true);
    const [{ to, body }, ...others] = probe.ofType<Prepare>('prepare');
    expect(others).toEqual([]);
    expect([to, body.first, body.entries]).toEqual([2, 1, [entry(1, 0, 0)]]);
    hear(2, granted(1, 2000, 0, 1));
    machine.request(read, probe);
    expect(probe.answers).toEqual([]);
    hear(2, { type: 'prepared', since: 1, upTo: 2 });
    expect(probe.answers).toEqual([{ client: 2, seq: 1, result: 20 }]);
  });

  it('acknowledgements of the reign before do not count', () => {
    successor();
    hear(2, { type: 'prepared', since: 0, upTo: 2 });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0]);
  });

  it('a secondary truncates what is not in the new primary’s list, and keeps what is', () => {
    replica(1);
    hear(0, prepare({ entries: [entry(0, 0, -1), entry(1, 0, 0), entry(2, 0, 0)], committed: 1 }));
    hear(2, beacon(SECOND, 2, 1));
    expect(stateOf(machine).log.entries).toEqual([entry(0, 0, -1), entry(1, 0, 0)]);
    hear(2, prepare({ configuration: SECOND, start: 2, first: 2, prev: 0, entries: [entry(2, 1, 0, 9)] }));
    expect(stateOf(machine).log.entries[2]).toEqual(entry(2, 1, 0, 9));
  });

  it('it acknowledges nothing in the new reign before its disk knows of it', () => {
    replica(1);
    hear(0, prepare({ entries: [entry(0, 0, -1)] }));
    finishWrites();
    probe.sent = [];
    hear(2, prepare({ configuration: SECOND, start: 1, entries: [entry(0, 0, -1)] }));
    expect(probe.ofType('prepared')).toEqual([]);
    finishWrites();
    expect(probe.ofType('prepared')).toEqual([{ to: 2, body: { type: 'prepared', since: 1, upTo: 1 } }]);
  });

  it('a candidate gets new writes and is not waited for; caught up, it is waited for and its addition asked for', () => {
    primary();
    hear(1, { type: 'current', configuration: { ...FIRST, version: 1, members: 0b011 } });
    finishWrites();
    machine.request(write(1), probe);
    expect(probe.ofType<Prepare>('prepare').map(({ to }) => to)).toEqual([1, 2]);
    finishWrites();
    hear(1, { type: 'prepared', since: 0, upTo: 1 });
    expect(probe.answers).toHaveLength(1);
    hear(2, { ...granted(2, 100, 0), committed: 1 });
    expect(probe.ofType('ask')).toEqual([]);
    hear(2, { ...granted(3, 100, 1), committed: 1 });
    expect(probe.ofType('ask')).toHaveLength(2);
    machine.request(write(2), probe);
    finishWrites();
    hear(1, { type: 'prepared', since: 0, upTo: 2 });
    expect(probe.answers).toHaveLength(1);
    hear(2, { type: 'prepared', since: 0, upTo: 2 });
    expect(probe.answers).toHaveLength(2);
  });

  it('a primary that restarts is not primary in the version that its disk names, but asks for another', () => {
    primary();
    machine.request(write(1), probe);
    const durable = new Map(probe.written.map(({ key, record }) => [key, record]));
    probe = new Probe();
    machine.restart(durable, probe);
    expect(machine.leads).toBe(false);
    timer(PATIENCE, 1999);
    expect(probe.sent).toEqual([]);
    timer(PATIENCE, 2000);
    finishWrites();
    hear(1, { type: 'promise', after: 0, ballot: 32, acceptedIn: 0, accepted: null });
    const next = { version: 1, primary: 0, since: 1, members: 0b111 };
    expect(probe.ofType<Propose<Configuration>>('propose')[0].body.next).toEqual(next);
  });
});
