import { describe, expect, it } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import { append, NO_REIGN } from '../../../src/protocol/log/linked.js';
import {
  compact,
  freshLinkedState,
  install,
  type LinkedSnapshot,
  type LinkedState,
  onDataWritten,
  recallLog,
} from '../../../src/protocol/log/linked-snapshots.js';
import { endOf } from '../../../src/protocol/log/stretch.js';
import { endWrite } from '../../../src/protocol/log/writes.js';
import { apply, emptyMap } from '../../../src/protocol/replicated-map.js';
import { Probe } from '../probe.js';

const LIMITS = { snapshotEvery: 3, maxLag: 100 };

/** A replica with entries of these reigns, of which it has executed so many. */
function replicaOf(reigns: readonly number[], executed = 0): { state: LinkedState; probe: Probe } {
  const state = freshLinkedState();
  const probe = new Probe();
  reigns.forEach((since, k) => {
    const command = { client: 1, seq: k + 1, kind: 'write', key: 1, value: k + 1 } as const;
    append(state, { since, prev: k === 0 ? NO_REIGN : reigns[k - 1], command }, probe);
    if (k < executed) apply(state, k, command, probe);
  });
  state.executed = executed;
  return { state, probe };
}

/** The disk finishes all that it was given, but for what `late` says. True where more of the log is on disk by the last. */
function flush(state: LinkedState, probe: Probe, late: (key: number) => boolean = () => false): boolean {
  let more = false;
  for (const { token } of probe.written.filter((record) => !late(record.key))) {
    const write = endWrite(state, token);
    if (write.of !== 'record') more = onDataWritten(state, token, write, probe);
  }
  probe.written = probe.written.filter((record) => late(record.key));
  return more;
}

const snapshotAt = (executed: number, since: number): LinkedSnapshot => ({ executed, since, ...emptyMap() });

describe('a linked log and its snapshots', () => {
  it('are cut once the snapshot is on disk and not before, and come back from there', () => {
    const { state, probe } = replicaOf([0, 0, 2, 2, 2], 4);
    state.cut = 4;
    compact(state, LIMITS, probe);
    const disk = new Map(probe.written.map(({ key, record }) => [key, record]));
    flush(state, probe, (key) => key === SNAPSHOT);
    expect([state.log.base, probe.forgotten]).toEqual([0, []]);
    flush(state, probe);
    expect([state.log.base, state.log.before, endOf(state.log), probe.forgotten]).toEqual([4, 2, 5, [4]]);

    const back = freshLinkedState();
    recallLog(back, disk);
    expect([back.executed, back.log.base, back.log.flushed, back.cut]).toEqual([4, 4, 5, 4]);
    expect(back.store).toEqual(new Map([[1, 4]]));
  });

  it('are left alone where too little would be cut off, and while a snapshot is on its way', () => {
    const few = replicaOf([0, 0, 0], 3);
    few.state.cut = 2;
    few.probe.written = [];
    compact(few.state, LIMITS, few.probe);
    expect(few.probe.written).toEqual([]);
    few.state.cut = 3;
    compact(few.state, LIMITS, few.probe);
    compact(few.state, LIMITS, few.probe);
    expect(few.probe.written.map(({ key }) => key)).toEqual([SNAPSHOT]);
  });

  it('keep what follows on a snapshot from another, and drop what does not', () => {
    const fits = replicaOf([0, 0, 2, 2]);
    install(fits.state, snapshotAt(3, 2), fits.probe);
    expect([fits.state.log.base, endOf(fits.state.log)]).toEqual([3, 4]);
    const strays = replicaOf([0, 0, 1, 1]);
    install(strays.state, snapshotAt(3, 2), strays.probe);
    expect([strays.state.log.base, endOf(strays.state.log)]).toEqual([3, 3]);
    expect(strays.state).toMatchObject({ executed: 3, committed: 3, matched: 3 });
  });

  it('do not count a snapshot from another before it is on disk', () => {
    const { state, probe } = replicaOf([0, 1]);
    flush(state, probe);
    install(state, snapshotAt(9, 2), probe);
    expect([state.log.base, state.log.flushed]).toEqual([9, 0]);
    expect(flush(state, probe)).toBe(true);
    expect(state.log.flushed).toBe(9);
  });

  it('take no snapshot of less than is executed', () => {
    const { state, probe } = replicaOf([0, 0, 0], 3);
    probe.written = [];
    install(state, snapshotAt(2, 0), probe);
    expect([state.executed, probe.written]).toEqual([3, []]);
  });
});
