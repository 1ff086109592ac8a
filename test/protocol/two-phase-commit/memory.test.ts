import { describe, expect, it } from 'vitest';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import { placeOf, SNAPSHOT } from '../../../src/protocol/two-phase-commit/messages.js';
import { TICK } from '../../../src/protocol/two-phase-commit/state.js';
import { InstantGroup, KEYS } from '../instant-group.js';
import { stateOf } from './subject.js';

/** r0 coordinates, and its clock stands still but for `tick`. */
function newGroup(): InstantGroup {
  return new InstantGroup({
    machine: twoPhaseCommitMachine({ snapshotEvery: 100, requests: 50, window: 20, again: 5 }),
    quorum: 'all',
    led: true,
    disk: 'serial',
    reads: 'primary',
    election: [100, 200],
    snapshot: SNAPSHOT,
    beats: [],
  });
}

describe('over many operations', () => {
  it('log and disk hold the last stretch only, places are used again, and snapshots are few', () => {
    const group = newGroup();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, open, locks, waiting, writing } = stateOf(group.machines[i]);
      expect(executed).toBe(20_000);
      expect(log.entries.length).toBeLessThan(250);
      expect(log.onDisk.length).toBe(log.entries.length);
      expect(log.slotOf.size).toBe(log.entries.length);
      expect(open.size + locks.size + waiting.size + writing.size).toBe(0);
      expect(group.durable[i].size).toBeLessThan(250);
      expect([...group.durable[i].keys()].filter((key) => placeOf(key) >= 0).length).toBeLessThanOrEqual(
        KEYS,
      );
    }
    const { office } = stateOf(group.machines[0]);
    expect(office!.requests.size + office!.queues.size + office!.active.size).toBe(0);
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('a participant that is away stops writes, of which the coordinator holds so many and no more; all go on when it is back', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    group.write(5000);
    const coordinator = stateOf(group.machines[0]);
    expect(coordinator.executed).toBe(500);
    expect(coordinator.office!.requests.size).toBe(50);
    for (let i = 0; i < 200; i++) group.tick(TICK, 50);
    expect(coordinator.executed).toBe(500);
    expect(coordinator.office!.active.size).toBe(KEYS);
    expect(stateOf(group.machines[1]).open.size).toBe(KEYS);
    group.restart(2);
    for (let i = 0; i < 10; i++) group.tick(TICK, 100);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBe(550);
      expect(stateOf(group.machines[i]).store).toEqual(coordinator.store);
    }
  });

  it('a coordinator that restarts finds all it has decided in its snapshot and log, and tells it in small portions', () => {
    const group = newGroup();
    group.write(333);
    const before = new Map(stateOf(group.machines[0]).store);
    group.restart(0);
    for (let i = 0; i < 20; i++) group.tick(TICK, 100);
    const { executed, settled, store } = stateOf(group.machines[0]);
    expect([executed, settled]).toEqual([333, 333]);
    expect(store).toEqual(before);
    group.write(67);
    expect(stateOf(group.machines[2]).executed).toBe(400);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    expect(stateOf(group.machines[1]).executed).toBe(400);
  });
});
