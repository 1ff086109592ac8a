import { describe, expect, it } from 'vitest';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import { SNAPSHOT } from '../../../src/protocol/mencius/records.js';
import { BEAT } from '../../../src/protocol/mencius/state.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

const LIMITS = { window: 4096, ahead: 600, snapshotEvery: 100, maxLag: 1000, batch: 50 };

/** Writes come in at each replica in turn. */
function newGroup(commuting: boolean): InstantGroup {
  return new InstantGroup({
    machine: menciusMachine(LIMITS),
    led: false,
    reads: 'consensus',
    election: [30, 60],
    commuting,
    snapshot: SNAPSHOT,
    entersAt: (seq, up) => [up[seq % up.length]],
    beats: [BEAT],
  });
}

/** The largest of everything that grows with what is under way. */
function largest(group: InstantGroup, self: number): number {
  const { log, mine, open, waiting, votes, revocations, ahead } = stateOf(group.machines[self]);
  const ranges = votes.map((one) => one.ranges.length);
  const asked = revocations.map((one) => (one === null ? 0 : one.suggested.length + one.ranges.length));
  const early = ahead === null ? [] : [ahead.pending.size, ahead.decided.length, ahead.done.size];
  return Math.max(
    log.entries.length,
    log.written.length,
    log.chosen.length,
    mine.size,
    open.size,
    waiting.length,
    ...ranges,
    ...asked,
    ...early,
    group.durable[self].size,
  );
}

describe.each([
  ['over many operations', false],
  ['over many operations that may commute', true],
])('%s', (_, commuting) => {
  it('log, disk and all that is kept hold the last stretch only, and snapshots are few', () => {
    const group = newGroup(commuting);
    group.write(8000);
    group.beat(2);
    expect(group.answers).toBe(8000);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBeGreaterThanOrEqual(8000);
      // 50 writes to a heartbeat, which take 150 slots at most, on top of the 100 of a snapshot.
      expect(largest(group, i)).toBeLessThan(600);
    }
    expect(group.snapshots).toBeGreaterThan(100);
    // Three slots for each write at most, of which two are skipped.
    expect(group.snapshots).toBeLessThanOrEqual((3 * 24_000) / 100);
  });

  it('writes at one replica alone, whose others skip two slots for each, need no more', () => {
    const group = newGroup(commuting);
    group.write(3000, 1);
    group.beat(2);
    expect(group.answers).toBe(3000);
    for (let i = 0; i < 3; i++) {
      expect(stateOf(group.machines[i]).executed).toBeGreaterThan(8900);
      expect(largest(group, i)).toBeLessThan(600);
    }
  });

  it('one that is down is revoked, waited for no longer than the longest lag, and gets a snapshot when it is back', () => {
    const group = newGroup(commuting);
    group.write(500);
    group.down.add(2);
    // Silent for longer than the election timeout: its slots are revoked, again and again.
    group.beat(10);
    group.write(5000);
    group.beat(2);
    expect(group.answers).toBe(5500);
    for (const self of [0, 1]) {
      expect(stateOf(group.machines[self]).log.chosen.length).toBeGreaterThanOrEqual(LIMITS.maxLag);
      // And the slots revoked ahead.
      expect(largest(group, self)).toBeLessThan(LIMITS.maxLag + 2 * LIMITS.ahead + 600);
    }
    const there = stateOf(group.machines[2]).executed;
    group.restart(2);
    group.beat(40);
    const [first, , last] = group.machines.map(stateOf);
    expect(last.executed).toBeGreaterThan(there + 5000);
    expect(last.store).toEqual(first.store);
    group.write(3000);
    group.beat(2);
    expect(group.answers).toBe(8500);
    for (let i = 0; i < 3; i++) expect(largest(group, i)).toBeLessThan(600);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup(commuting);
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    group.beat(2);
    expect(group.answers).toBe(400);
    expect([...stateOf(group.machines[1]).store.values()].sort((a, b) => a - b)).toEqual([
      394, 395, 396, 397, 398, 399, 400,
    ]);
  });
});
