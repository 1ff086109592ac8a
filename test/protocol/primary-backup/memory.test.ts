import { describe, expect, it } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/primary-backup/epoch.js';
import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { BEAT } from '../../../src/protocol/primary-backup/state.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

function newGroup(): InstantGroup {
  const machine = primaryBackupMachine({ limits: { snapshotEvery: 100, maxLag: 1000 } });
  return new InstantGroup({ machine, led: true, reads: 'primary', snapshot: SNAPSHOT, beats: [BEAT] });
}

describe('over many operations', () => {
  it('log and disk hold the last stretch only, and snapshots are few', () => {
    const group = newGroup();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, early, office } = stateOf(group.machines[i]);
      expect(executed).toBeGreaterThan(19_900);
      expect(log.entries.length).toBeLessThan(300);
      expect(log.writing.length).toBe(log.entries.length);
      expect(log.slotOf.size + log.slotOfToken.size + early.size).toBeLessThan(100);
      expect(group.durable[i].size).toBeLessThan(300);
      if (office !== null) expect(office.origins.size).toBe(0);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('one backup that is down is not waited for beyond the longest lag, and gets a snapshot when it is back', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.entries.length).toBeGreaterThanOrEqual(1000);
    expect(log.entries.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(500);
    group.beat(4);
    expect(stateOf(group.machines[2]).executed).toBe(5500);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    group.write(500);
    expect(stateOf(group.machines[0]).log.entries.length).toBeLessThan(300);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    group.beat();
    expect(stateOf(group.machines[1]).executed).toBe(400);
  });
});
