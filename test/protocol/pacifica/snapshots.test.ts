import { describe, expect, it } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import type { Beacon, Granted, Prepared, Restore } from '../../../src/protocol/pacifica/messages.js';
import { altered } from '../altered.js';
import { INSTALLED_AT_ONCE } from '../configuration-defects.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { comesBackInTime, WRITES } from './staged.js';

/** What counts as prepared is on disk ("Primary/backup data replication"): in the list there, or in the snapshot there. */

const CONFIGURATION = { version: 1, primary: 0, since: 0, members: 0b011 };

describe('a candidate that has got a snapshot', () => {
  const shared = { leader: 0, reads: 'leader-lease', disk: 'parallel', heartbeat: 20 } as const;
  const [, , setup] = setupsOf(3, { ...shared, quorum: schemeOf('all', 3), election: [80, 160] });
  const machine = pacificaMachine().create(setup);
  const probe = new Probe();
  const beacon = (round: number): Beacon => {
    const base = { type: 'beacon', configuration: CONFIGURATION, start: 0, sentAt: 0, cut: 0 } as const;
    return { ...base, round, end: 9, committed: 9 };
  };
  machine.start(probe);
  machine.message(0, beacon(1), probe);
  const snapshot = {
    executed: 9,
    since: 0,
    store: new Map([[1, 90]]),
    versions: new Map([[1, 1]]),
    sessions: new Map(),
  };
  const restore: Restore = { type: 'restore', configuration: CONFIGURATION, start: 0, snapshot };
  machine.message(0, restore, probe);

  it('is like the primary, but claims nothing of it before it is on disk', () => {
    machine.message(0, beacon(2), probe);
    expect(probe.ofType<Granted>('granted').at(-1)?.body).toMatchObject({ matched: 9, executed: 9, upTo: 0 });
    expect(probe.ofType('prepared')).toEqual([]);
  });

  it('claims all of it then, and says so at once', () => {
    const { token } = probe.written.find(({ key }) => key === SNAPSHOT)!;
    machine.durable(token, probe);
    expect(probe.ofType<Prepared>('prepared').map(({ body }) => body.upTo)).toEqual([9]);
    machine.message(0, beacon(3), probe);
    expect(probe.ofType<Granted>('granted').at(-1)?.body).toMatchObject({ matched: 9, upTo: 9 });
  });
});

describe('a replica gets a slow snapshot and crashes before it is on disk, then the primary crashes:', () => {
  const keepsLittle = pacificaMachine({ snapshotEvery: 20, maxLag: 5 });

  it('the other secondary leads, with all that was acknowledged', () => {
    const world = comesBackInTime(keepsLittle);
    expect(world.until(950)).toEqual([]);
    expect([...world.answers.keys()].filter((name) => name.startsWith('1#'))).toHaveLength(WRITES);
    expect(world.answers.get('2#2')).toBe(WRITES);
    expect(world.machines[1].leads).toBe(true);
  });

  it('had it counted the snapshot at once it would lead with nothing, and acknowledged writes were gone', () => {
    const world = comesBackInTime(altered(keepsLittle, INSTALLED_AT_ONCE));
    expect(world.until(950)).toContain('agreement: slot 0 is 1#1 and, at r2, 3#1');
    expect(world.answers.get('2#2')).toBe(0);
  });
});
