import { describe, expect, it } from 'vitest';
import { type ChosenLog, cutLog, emptyLog, logEnd, putEntry } from '../../../src/protocol/log/chosen.js';
import { LIMITS } from '../../../src/protocol/log/keeping.js';
import { noSnapshots } from '../../../src/protocol/log/numbered-snapshots.js';
import { type PromisedState, promisedSnapshots } from '../../../src/protocol/log/promised-snapshots.js';
import { tokenOf, versionIn } from '../../../src/protocol/log/token.js';
import { emptyMap } from '../../../src/protocol/replicated-map.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';

const { compact, install, onSnapshotWritten } = promisedSnapshots<ChosenLog<string>>({ cutLog, tokenOf });

class Listening extends Probe {
  readonly restoredAt: number[] = [];

  restored(slot: number): void {
    this.restoredAt.push(slot);
  }
}

/** An acceptor with six slots, of which it has executed so many, in a group whose r2 is a witness. */
function acceptor(self: number, executed: number, promised: number) {
  const election = [80, 160] as const;
  const shared = { leader: 0, reads: 'consensus', disk: 'parallel', heartbeat: 20, election } as const;
  const members = (['voter', 'voter', 'witness'] as const).map((role) => ({
    role,
    leads: role === 'voter' ? 1 : 0,
    election,
  }));
  const setup = setupsOf(3, { ...shared, quorum: schemeOf('majority', 3), members })[self];
  const state: PromisedState<ChosenLog<string>> = {
    log: emptyLog(0),
    promised,
    executed,
    cut: 0,
    ...emptyMap(),
    ...noSnapshots(),
  };
  for (let slot = 0; slot < 6; slot++) putEntry(state.log, slot, `v${slot}`, 1);
  return { setup, state, limits: { ...LIMITS, snapshotEvery: 3 } };
}

const snapshotOf = (executed: number, ballot: number) => ({
  ...emptyMap(),
  executed,
  ballot,
  store: new Map([[1, 9]]),
});

describe('the snapshots of an acceptor', () => {
  it('keep the highest ballot promised, be it the giver’s or its own', () => {
    for (const [own, given] of [
      [33, 65],
      [65, 33],
    ]) {
      const [replica, probe] = [acceptor(1, 0, own), new Listening()];
      install(replica, snapshotOf(4, given), probe);
      expect(probe.written.map(({ record }) => record)).toMatchObject([{ executed: 4, ballot: 65 }]);
      expect(probe.restoredAt).toEqual([4]);
    }
  });

  it('leave the entries of later slots where they are, and take nothing that is executed', () => {
    const [replica, probe] = [acceptor(1, 2, 33), new Listening()];
    install(replica, snapshotOf(2, 65), probe);
    expect([probe.written, replica.state.executed]).toEqual([[], 2]);
    install(replica, snapshotOf(4, 65), probe);
    expect([replica.state.log.base, logEnd(replica.state.log)]).toEqual([4, 6]);
    expect(replica.state.store).toEqual(new Map([[1, 9]]));
  });

  it('of a witness end where its log is cut, which has all that comes after; and it restores no data', () => {
    const probe = new Listening();
    const [voter, witness] = [acceptor(1, 5, 33), acceptor(2, 5, 33)];
    for (const replica of [voter, witness]) {
      replica.state.cut = 3;
      compact(replica, probe);
    }
    expect(probe.written.map(({ record }) => record)).toMatchObject([{ executed: 5 }, { executed: 3 }]);
    const { token } = probe.written[1];
    expect(witness.state.log.base).toBe(0);
    onSnapshotWritten(witness, versionIn(token), probe);
    expect([witness.state.log.base, logEnd(witness.state.log)]).toEqual([3, 6]);
    install(acceptor(2, 0, 33), snapshotOf(4, 33), probe);
    expect(probe.restoredAt).toEqual([]);
  });
});
