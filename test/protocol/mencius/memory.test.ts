import { expect, it } from 'vitest';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import { SNAPSHOT } from '../../../src/protocol/mencius/records.js';
import { BEAT } from '../../../src/protocol/mencius/state.js';
import type { InstantGroup } from '../instant-group.js';
import { describeMemory } from '../memory-suite.js';
import { menciusSubject, stateOf } from './subject.js';

const LIMITS = { window: 4096, ahead: 600, snapshotEvery: 100, maxLag: 1000, batch: 50 };

/** Sizes of everything that grows with what is under way. */
function kept(machine: Machine): number[] {
  const { log, mine, open, waiting, votes, revocations, ahead } = stateOf(machine);
  const ranges = votes.map((one) => one.ranges.length);
  const asked = revocations.map((one) => (one === null ? 0 : one.suggested.length + one.ranges.length));
  const early = ahead === null ? [] : [ahead.pending.size, ahead.decided.length, ahead.done.size];
  return [
    log.entries.length,
    log.written.length,
    log.chosen.length,
    mine.size,
    open.size,
    waiting.length,
    ...ranges,
    ...asked,
    ...early,
  ];
}

function largest({ machines, durable }: InstantGroup, self: number): number {
  return Math.max(...kept(machines[self]), durable[self].size);
}

for (const commuting of [false, true]) {
  // Writes come in at each replica in turn.
  describeMemory(
    {
      title: commuting ? 'over many operations that may commute' : undefined,
      machine: menciusMachine(LIMITS),
      led: false,
      reads: 'consensus',
      election: [30, 60],
      commuting,
      snapshot: SNAPSHOT,
      entersAt: (seq, up) => [up[seq % up.length]],
      beats: [BEAT],
      executed: menciusSubject.executed,
      operations: 8000,
      // Of which two are skipped.
      slots: 3,
      kept,
      // 50 writes to a heartbeat, which take 150 slots at most, on top of the 100 of a snapshot.
      atMost: 600,
    },
    (newGroup) => {
      it('writes at one replica alone, whose others skip two slots for each, need no more', () => {
        const group = newGroup();
        group.write(3000, 1);
        group.beat(2);
        expect(group.answers).toBe(3000);
        for (let i = 0; i < 3; i++) {
          expect(stateOf(group.machines[i]).executed).toBeGreaterThan(8900);
          expect(largest(group, i)).toBeLessThan(600);
        }
      });

      it('one that is down is revoked, waited for no longer than the longest lag, and gets a snapshot when it is back', () => {
        const group = newGroup();
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
    },
  );
}
