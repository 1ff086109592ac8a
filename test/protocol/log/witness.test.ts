import { describe, expect, it } from 'vitest';
import { cutFor, heldBelow, snapshotEnd, snapshotFor } from '../../../src/protocol/log/witness.js';
import { emptyMap } from '../../../src/protocol/replicated-map.js';
import { schemeOf, setupsOf } from '../subject.js';

const ELECTION = [80, 160] as const;

/** Three replicas, of which r2 is a witness. */
const [r0, , r2] = setupsOf(3, {
  leader: 0,
  reads: 'consensus',
  disk: 'parallel',
  heartbeat: 20,
  election: ELECTION,
  quorum: schemeOf('majority', 3),
  members: (['voter', 'voter', 'witness'] as const).map((role) => ({
    role,
    leads: role === 'voter' ? 1 : 0,
    election: ELECTION,
  })),
});

/** The same question, asked of every slot: is it below the ends of enough? */
function heldBySearch(ends: readonly number[], members: number, isEnough: (set: number) => boolean): number {
  let slot = 0;
  for (;;) {
    let set = 0;
    ends.forEach((end, i) => {
      if (((members >>> i) & 1) === 1 && end >= slot + 1) set |= 1 << i;
    });
    if (!isEnough(set)) return slot;
    slot++;
  }
}

describe('what a witness keeps its log for', () => {
  const sizeOf = (set: number): number => set.toString(2).replaceAll('0', '').length;

  it('is held below a slot by enough others: as the definition has it, for all ends up to 4 of four replicas', () => {
    let partial = 0;
    for (let code = 0; code < 5 ** 4; code++) {
      const ends = [0, 1, 2, 3].map((i) => Math.floor(code / 5 ** i) % 5);
      for (const members of [0b1111, 0b0111, 0b1010]) {
        for (const enough of [2, sizeOf(members)]) {
          const isEnough = (set: number): boolean => sizeOf(set) >= enough;
          const held = heldBelow(members, { n: 4 }, (i) => ends[i], isEnough);
          expect(held).toBe(heldBySearch(ends, members, isEnough));
          if (held > 0 && held < Math.max(...ends)) partial++;
        }
      }
    }
    expect(partial).toBeGreaterThan(1000);
  });

  it('holds its cut back, and nobody else’s', () => {
    const replica = { setup: r0, state: { cut: 9 } };
    expect(cutFor(replica, 2, () => 4)).toBe(4);
    expect(cutFor(replica, 2, () => 12)).toBe(9);
    expect(cutFor(replica, 1, () => 4)).toBe(9);
  });
});

describe('the snapshot of a group with a witness', () => {
  const snapshot = { executed: 7, ...emptyMap(), store: new Map([[1, 5]]) };

  it('comes with the data for who holds them, and without for the witness', () => {
    expect(snapshotFor(r0, snapshot, 1)).toBe(snapshot);
    expect(snapshotFor(r0, snapshot, 2)).toEqual({ ...snapshot, store: new Map() });
    expect(snapshot.store.size).toBe(1);
  });

  it('goes up to what is executed, or at a witness up to where its log is cut', () => {
    const state = { executed: 7, cut: 3 };
    expect(snapshotEnd({ setup: r0, state })).toBe(7);
    expect(snapshotEnd({ setup: r2, state })).toBe(3);
  });
});
