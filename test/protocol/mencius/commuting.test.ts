import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ballotAbove } from '../../../src/protocol/mencius/ballot.js';
import type { Commit, Snapshot } from '../../../src/protocol/mencius/messages.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import { QUORUMS } from '../quorums.js';
import { runSchedule } from '../schedule.js';
import { measure } from '../steady-state.js';
import { accepted, ByHand, NONE, suggest, write } from './by-hand.js';
import { commutingSubject } from './commuting.js';
import { anyCase } from './steady.js';
import { stateOf } from './subject.js';

const commit = (slot: number): Commit => ({ type: 'commit', slot, skips: [NONE, NONE, NONE] });
const read = (seq: number, key = 1) => ({ client: 1, seq, kind: 'read', key, value: 0 }) as const;

let r1: ByHand;
/** Slots whose operations r1 has executed, no-ops left out. */
const slots = (): number[] =>
  r1.probe.executed.filter(({ command }) => command.client >= 0).map(({ slot }) => slot);
const answered = (): number[] => r1.probe.answers.map(({ seq }) => seq);

/** A command of r1 in slot 1 or 4, accepted by itself and by r2, so that it is chosen. */
function chosen(slot: 1 | 4, command = write(1)): void {
  r1.machine.request(command, r1.probe);
  r1.finishWrites();
  r1.hear(2, accepted(slot));
}

beforeEach(() => {
  r1 = new ByHand({ commuting: true });
  r1.machine.start(r1.probe);
});

describe('where commands on different keys commute (the out-of-order commit of the paper), a command', () => {
  it('is executed and answered before a suggestion in front of it is chosen, if that is on another key', () => {
    r1.hear(0, suggest(0, 0, write(100, 2)));
    chosen(1);
    expect(slots()).toEqual([1]);
    expect(answered()).toEqual([1]);
    r1.hear(0, commit(0));
    expect(slots()).toEqual([1, 0]);
    expect(stateOf(r1.machine).executed).toBe(2);
  });

  it('which without commuting commands it is not', () => {
    r1 = new ByHand();
    r1.machine.start(r1.probe);
    r1.hear(0, suggest(0, 0, write(100, 2)));
    chosen(1);
    expect(slots()).toEqual([]);
    r1.hear(0, commit(0));
    expect(slots()).toEqual([0, 1]);
  });

  it('waits for one on the same key', () => {
    r1.hear(0, suggest(0, 0, write(100, 1)));
    chosen(1);
    expect(slots()).toEqual([]);
    r1.hear(0, commit(0));
    expect(slots()).toEqual([0, 1]);
    expect(answered()).toEqual([1]);
  });

  it('waits for all of those on its key, in their order', () => {
    r1.hear(0, suggest(0, 0, write(100, 1)));
    r1.hear(2, suggest(2, 2, write(102, 1)));
    chosen(4);
    r1.hear(0, suggest(3, 3, write(103, 2)));
    r1.hear(2, commit(2));
    expect(slots()).toEqual([]);
    r1.hear(0, commit(0));
    expect(slots()).toEqual([0, 2, 4]);
  });

  it('if it reads, does not wait for other reads of its key, but for a write, and a write for a read', () => {
    r1.hear(0, suggest(0, 0, read(100)));
    chosen(1, read(1));
    expect(slots()).toEqual([1]);
    r1.hear(2, suggest(2, 2, write(102)));
    r1.hear(0, suggest(3, 3, read(103)));
    r1.hear(0, commit(3));
    r1.hear(2, commit(2));
    expect(slots()).toEqual([1]);
    r1.hear(0, commit(0));
    expect(slots()).toEqual([1, 0, 2, 3]);
  });

  it('waits until every slot in front of it is heard of: what is not heard of may yet interfere', () => {
    r1.hear(2, suggest(2, 2, write(102, 2)));
    chosen(4);
    // Of r0's slots 0 and 3 nothing is known.
    expect(slots()).toEqual([]);
    r1.hear(0, suggest(0, 0, write(100, 3)));
    expect(slots()).toEqual([]);
    r1.hear(0, suggest(3, 3, write(103, 3)));
    expect(slots()).toEqual([4]);
  });

  it('or skipped: an idle replica is waited for as without commuting commands', () => {
    chosen(1);
    expect(answered()).toEqual([]);
    r1.hear(0, accepted(1, { from: 0, to: 3 }));
    expect(slots()).toEqual([1]);
    expect(answered()).toEqual([1]);
    expect(stateOf(r1.machine).executed).toBe(2);
  });

  it('does not wait for one that is revoked', () => {
    r1.hear(0, suggest(0, 0, write(100, 2)));
    r1.hear(2, suggest(2, 2, write(102, 1)));
    r1.hear(0, suggest(3, 3, write(103, 2)));
    chosen(4);
    expect(slots()).toEqual([]);
    r1.hear(0, {
      type: 'revoked',
      owner: 2,
      range: { ballot: ballotAbove(0, 0), from: 0, to: 9, values: [] },
    });
    // Slots 0 and 3 are on another key, and not chosen yet.
    expect(slots()).toEqual([4]);
    r1.hear(0, commit(0));
    r1.hear(0, commit(3));
    expect(r1.probe.executed.map(({ slot, command }) => [slot, command.client])).toEqual([
      [4, 1],
      [0, 1],
      [1, NO_OP.client],
      [2, NO_OP.client],
      [3, 1],
      [5, NO_OP.client],
    ]);
  });

  it('that was executed out of order is executed again over a snapshot, which may lack it, and answered once', () => {
    r1.hear(0, suggest(0, 0, write(100, 2)));
    r1.hear(2, suggest(2, 2, write(102, 2)));
    r1.hear(0, suggest(3, 3, write(103, 2)));
    chosen(4);
    expect(answered()).toEqual([1]);
    const snapshot: Snapshot = {
      executed: 3,
      store: new Map([[2, 1020]]),
      versions: new Map([[2, 1]]),
      sessions: new Map(),
    };
    r1.hear(0, { type: 'snapshot', snapshot, executed: 3 });
    expect(slots()).toEqual([4, 4]);
    r1.hear(0, commit(3));
    expect(slots()).toEqual([4, 4, 3]);
    expect([...stateOf(r1.machine).store].sort()).toEqual([
      [1, 10],
      [2, 1030],
    ]);
    expect(answered()).toEqual([1]);
  });

  it('is answered again when its client asks again, out of order as it was', () => {
    r1.hear(0, suggest(0, 0, write(100, 2)));
    chosen(1);
    r1.machine.request(write(1), r1.probe);
    expect(answered()).toEqual([1, 1]);
    expect(r1.probe.ofType('suggest')).toHaveLength(2);
  });
});

describe('commuting commands make no difference', () => {
  it('where one operation comes after another: nobody’s turn is known to be skipped any sooner', () => {
    fc.assert(
      fc.property(anyCase, ({ world, last, entry }) => {
        const operations = [entry, last, entry, entry, last].map((at) => ({ at, kind: 'write' as const }));
        const setups = world.setups.map((setup) => ({ ...setup, commuting: true }));
        expect(measure({ ...world, setups }, operations)).toEqual(measure(world, operations));
      }),
      { numRuns: 200 },
    );
  });
});

/** SEEDS=1000 makes 1000 schedules of each combination. */
const SEEDS = Number(process.env.SEEDS ?? 10);

describe('whatever the network, the disks and the crashes do, on each key all execute in the order of the slots', () => {
  for (const { name, n, quorum } of QUORUMS) {
    it(`quorums: ${name}`, () => {
      let [passedOver, restored] = [0, 0];
      for (const disk of ['parallel', 'serial'] as const) {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const subject = commutingSubject();
          const outcome = runSchedule({ seed, n, quorum, reads: 'consensus', disk }, subject);
          expect(outcome.violations, `${disk}, seed ${seed}`).toEqual([]);
          passedOver += subject.passedOver();
          restored += outcome.restored;
        }
      }
      expect(passedOver).toBeGreaterThan(100 * SEEDS);
      expect(restored).toBeGreaterThan(0);
    });
  }
});
