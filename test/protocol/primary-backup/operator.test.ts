import { describe, expect, it } from 'vitest';
import type { Command, Machine, MachineSetup } from '../../../src/protocol/contract.js';
import {
  EPOCH,
  epochOf,
  lifeOf,
  nextLife,
  primaryOf,
  takeoverOf,
} from '../../../src/protocol/primary-backup/epoch.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import type { Append, Entry } from '../../../src/protocol/primary-backup/messages.js';
import { chooseSuccessor, forgottenBy, mayForget } from '../../../src/protocol/primary-backup/operator.js';
import type { State } from '../../../src/protocol/primary-backup/state.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const write = (seq: number): Command => ({ client: 1, seq, kind: 'write', key: 1, value: 10 * seq });
const FIRST = epochOf(1, 0);

/** Replica r`self` of three, started, r0 being primary. */
function replica(self: number, quorum: unknown = { threshold: 1 }): { machine: Machine; probe: Probe } {
  const shared = { leader: 0, reads: 'leader-lease', disk: 'serial', heartbeat: 100 } as const;
  const setups: MachineSetup[] = setupsOf(3, {
    ...shared,
    quorum: schemeOf(quorum, 3),
    election: [1000, 2000],
  });
  const machine = primaryBackupMachine().create(setups[self]);
  const probe = new Probe();
  machine.start(probe);
  return { machine, probe };
}

function finishWrites({ machine, probe }: { machine: Machine; probe: Probe }): void {
  const { written } = probe;
  probe.written = [];
  for (const { token } of written) machine.durable(token, probe);
}

const entry = (seq: number, prev = FIRST): Entry => ({
  epoch: FIRST,
  prev: seq === 1 ? 0 : prev,
  command: write(seq),
});

function appendOf(...seqs: number[]): Append {
  const first = seqs[0] - 1;
  const prev = first === 0 ? 0 : FIRST;
  return { type: 'append', epoch: FIRST, first, prev, entries: seqs.map((seq) => entry(seq)), committed: 0 };
}

function stateWith(log: { epoch: number; length: number }, epoch = log.epoch): State {
  const entries = Array.from({ length: log.length }, (_, k) => ({ ...entry(k + 1), epoch: log.epoch }));
  return { epoch, log: { entries } } as unknown as State;
}

describe('which backup the operator promotes', () => {
  it('the one whose log ends in the latest epoch, then the longest, then the first in the file', () => {
    const short = { replica: 1, state: stateWith({ epoch: FIRST, length: 2 }) };
    const long = { replica: 2, state: stateWith({ epoch: FIRST, length: 3 }) };
    const late = { replica: 3, state: stateWith({ epoch: epochOf(2, 1), length: 1 }) };
    expect(chooseSuccessor([short, long], 0)).toEqual({ replica: 2, epoch: epochOf(2, 2) });
    expect(chooseSuccessor([short, long, late], 0)).toEqual({ replica: 3, epoch: epochOf(3, 3) });
    expect(chooseSuccessor([{ ...long, replica: 4 }, long], 0).replica).toBe(2);
    expect(() => chooseSuccessor([], 0)).toThrow(RangeError);
  });

  it('in an epoch above all that those asked know of and all that the operator remembers', () => {
    const seen = { replica: 1, state: stateWith({ epoch: FIRST, length: 2 }, epochOf(4, 2)) };
    expect(takeoverOf(chooseSuccessor([seen], 0).epoch)).toBe(5);
    expect(takeoverOf(chooseSuccessor([seen], epochOf(7, 0)).epoch)).toBe(8);
  });

  it('it must look at n − k + 1 where k have each write: at one if all, at all if only the primary', () => {
    const all = schemeOf('all', 5).phase2;
    const three = schemeOf({ threshold: 3 }, 5).phase2;
    const one = schemeOf({ threshold: 1 }, 5).phase2;
    expect(mayForget(all, 0b00010)).toBe(false);
    expect(mayForget(three, 0b00110)).toBe(true);
    expect(mayForget(three, 0b01110)).toBe(false);
    expect(mayForget(one, 0b11110)).toBe(true);
    expect(mayForget(one, 0b11111)).toBe(false);
  });
});

describe('what a takeover forgets', () => {
  it('the acknowledged updates that the backup has never heard of: three answered, one shipped, two forgotten', () => {
    const primary = replica(0);
    for (const seq of [1, 2, 3, 4]) primary.machine.request(write(seq), primary.probe);
    // The fourth is not on the primary's disk: nobody was told that it is done.
    primary.probe.written.pop();
    finishWrites(primary);
    expect(primary.probe.answers.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const backup = replica(1);
    backup.machine.message(0, appendOf(1), backup.probe);
    finishWrites(backup);
    expect(forgottenBy(stateOf(primary.machine), stateOf(backup.machine))).toEqual({
      acknowledged: [write(2), write(3)],
      perhaps: [],
    });
  });

  it('perhaps those that the backup has not on disk yet, and those that a restarted primary is not sure of', () => {
    const primary = replica(0);
    primary.machine.request(write(1), primary.probe);
    finishWrites(primary);
    const backup = replica(1);
    backup.machine.message(0, appendOf(1), backup.probe);
    const both = (): unknown => forgottenBy(stateOf(primary.machine), stateOf(backup.machine));
    expect(both()).toEqual({ acknowledged: [], perhaps: [write(1)] });
    finishWrites(backup);
    expect(both()).toEqual({ acknowledged: [], perhaps: [] });
    primary.machine.restart(new Map([0, 1].map((slot) => [slot, entry(slot + 1)])), primary.probe);
    expect(both()).toEqual({ acknowledged: [], perhaps: [write(2)] });
  });
});

it('nothing is said of what the old primary itself lacks: it was appointed, told of commits, and never got to lead', () => {
  const old = replica(1);
  const heartbeat = { type: 'heartbeat', epoch: FIRST, round: 1, end: 9, committed: 9 } as const;
  old.machine.message(0, heartbeat, old.probe);
  old.machine.message(0, appendOf(1), old.probe);
  expect(stateOf(old.machine).committed).toBe(9);
  const successor = stateOf(replica(2).machine);
  expect(forgottenBy(stateOf(old.machine), successor)).toEqual({ acknowledged: [write(1)], perhaps: [] });
});

describe('the operator’s order', () => {
  const epoch = epochOf(2, 1);
  const promote = { type: 'promote', epoch } as const;

  it('is carried out once the backup has all of its log on disk, then the epoch: not before does it lead', () => {
    const backup = replica(1);
    backup.machine.message(0, appendOf(1, 2), backup.probe);
    backup.machine.message(1, promote, backup.probe);
    expect(backup.probe.written.map(({ key }) => key)).toEqual([0, 1]);
    finishWrites(backup);
    expect(backup.machine.leads).toBe(false);
    expect(backup.probe.written.map(({ key, record }) => [key, record])).toEqual([[EPOCH, epoch]]);
    finishWrites(backup);
    expect(backup.machine.leads).toBe(true);
    // A no-op, so that what it found gets committed.
    expect(backup.probe.written.map(({ key, record }) => [key, (record as Entry).command.client])).toEqual([
      [2, -1],
    ]);
  });

  it('is not for another replica, and not for an epoch that is over', () => {
    const backup = replica(2);
    backup.machine.message(2, promote, backup.probe);
    expect(backup.probe.written).toEqual([]);
    const first = replica(0);
    first.machine.message(0, { type: 'promote', epoch: FIRST } as never, first.probe);
    expect(stateOf(first.machine).epoch).toBe(FIRST);
    expect(first.probe.written).toEqual([]);
  });

  it('entries of earlier epochs are not committed by counting them, only with one of the new epoch behind them (Raft §5.4.2)', () => {
    const backup = replica(1, { threshold: 2 });
    backup.machine.message(0, appendOf(1), backup.probe);
    finishWrites(backup);
    backup.machine.message(1, promote, backup.probe);
    finishWrites(backup);
    finishWrites(backup);
    backup.machine.message(2, { type: 'flushed', epoch, upTo: 1 } as never, backup.probe);
    expect(backup.probe.executed).toEqual([]);
    backup.machine.message(2, { type: 'flushed', epoch, upTo: 2 } as never, backup.probe);
    expect(backup.probe.executed.map(({ slot }) => slot)).toEqual([0, 1]);
  });

  it('the old primary, told of the new epoch, gives way and keeps that on disk', () => {
    const old = replica(0);
    old.machine.message(1, { type: 'stale', epoch } as never, old.probe);
    expect(old.machine.leads).toBe(false);
    expect(old.probe.written.map(({ key, record }) => [key, record])).toEqual([[EPOCH, epoch]]);
    const again = replica(0);
    again.machine.restart(new Map([[EPOCH, epoch]]), again.probe);
    expect(again.machine.leads).toBe(false);
    expect(primaryOf(stateOf(again.machine).epoch)).toBe(1);
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
