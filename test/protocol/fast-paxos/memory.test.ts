import { describe, expect, it } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/fast-paxos/ballot.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import { BEAT } from '../../../src/protocol/timers.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

/** Clients send to every replica; r0 coordinates. */
function newGroup(): InstantGroup {
  return new InstantGroup({
    machine: fastPaxosMachine({ snapshotEvery: 100, maxLag: 1000, batch: 50 }),
    led: true,
    reads: 'consensus',
    election: [300, 600],
    snapshot: SNAPSHOT,
    entersAt: () => [0, 1, 2],
    beats: [BEAT],
  });
}

describe('over many operations', () => {
  it('log, votes and disk hold the last stretch only, and snapshots are few', () => {
    const group = newGroup();
    group.write(20_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, office, placed, pending, asked } = stateOf(group.machines[i]);
      expect(executed).toBe(20_000);
      expect(log.votes.length).toBeLessThan(300);
      expect(log.written.length).toBe(log.votes.length);
      expect(log.chosen.length).toBe(log.votes.length);
      expect(group.durable[i].size).toBeLessThan(300);
      if (office !== null) expect(office.slots.length).toBeLessThan(1100);
      expect([placed.size, pending.size, asked.size]).toEqual([1, 0, 1]);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    expect(group.snapshots).toBeLessThanOrEqual((3 * 20_000) / 100);
  });

  it('one replica that is down is not waited for beyond the longest lag, and gets a snapshot when it is back', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    group.beat(60);
    expect(stateOf(group.machines[0]).office?.fast).toBe(false);
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.votes.length).toBeGreaterThanOrEqual(1000);
    expect(log.votes.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(500);
    group.beat(4);
    expect(stateOf(group.machines[2]).executed).toBe(5500);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
    expect(stateOf(group.machines[0]).office?.fast).toBe(true);
    group.write(500);
    expect(stateOf(group.machines[0]).log.votes.length).toBeLessThan(300);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    expect(stateOf(group.machines[1]).executed).toBe(400);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
