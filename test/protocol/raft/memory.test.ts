import { describe, expect, it } from 'vitest';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { SNAPSHOT } from '../../../src/protocol/raft/records.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

function newGroup(): InstantGroup {
  const machine = raftMachine({ snapshotEvery: 100, maxLag: 1000, batch: 50 });
  return new InstantGroup({ machine, led: true, reads: 'leader-lease', snapshot: SNAPSHOT, beats: [BEAT] });
}

describe('over many operations', () => {
  it('log and disk hold the last stretch only, and snapshots are few', () => {
    const group = newGroup();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, office } = stateOf(group.machines[i]);
      expect(executed).toBe(20_001);
      expect(log.entries.length).toBeLessThan(300);
      expect(log.written.length).toBe(log.entries.length);
      expect(group.durable[i].size).toBeLessThan(300);
      if (office !== null) expect(office.reads).toEqual([]);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('one replica that is down is not waited for beyond the longest lag, and gets a snapshot when it is back', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.entries.length).toBeGreaterThanOrEqual(1000);
    expect(log.entries.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(501);
    group.beat(3);
    expect(stateOf(group.machines[2]).executed).toBe(5501);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    group.write(500);
    expect(stateOf(group.machines[0]).log.entries.length).toBeLessThan(300);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    expect(stateOf(group.machines[1]).executed).toBe(401);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
