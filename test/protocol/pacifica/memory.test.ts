import { describe, expect, it } from 'vitest';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { BEAT, LEASE } from '../../../src/protocol/pacifica/state.js';
import { InstantGroup } from '../instant-group.js';
import { stateOf } from './subject.js';

/** r0 is primary. */
function newGroup(): InstantGroup {
  return new InstantGroup({
    machine: pacificaMachine({ snapshotEvery: 100, maxLag: 1000 }),
    quorum: 'all',
    led: true,
    reads: 'leader-lease',
    election: [100, 1e6],
    beats: [LEASE, BEAT],
  });
}

describe('over many operations', () => {
  it('list, disk and what is under way hold the last stretch only', () => {
    const group = newGroup();
    group.write(10_000);
    for (let i = 0; i < 3; i++) {
      const { log, executed, office, writes } = stateOf(group.machines[i]);
      expect(executed).toBeGreaterThanOrEqual(9_999);
      expect(log.entries.length).toBeLessThan(300);
      expect(group.durable[i].size).toBeLessThan(300);
      expect(writes.size).toBe(0);
      if (office !== null) expect(office.origins.size + office.underWay.size).toBe(0);
    }
  });

  it('one that is down is removed, not waited for beyond the longest lag, and back by way of a snapshot', () => {
    const group = newGroup();
    group.write(500);
    group.down.add(2);
    // Its lease ends 100 ms after the last beacon that it acknowledged; that of r1 does not.
    group.beat(2, 60);
    expect(stateOf(group.machines[0]).configuration).toMatchObject({ version: 1, members: 0b011 });
    group.write(5000);
    const { log } = stateOf(group.machines[0]);
    expect(log.entries.length).toBeGreaterThanOrEqual(1000);
    expect(log.entries.length).toBeLessThan(1300);
    group.restart(2);
    expect(stateOf(group.machines[2]).executed).toBeLessThanOrEqual(500);
    group.beat(5);
    expect(stateOf(group.machines[0]).configuration).toMatchObject({ version: 2, members: 0b111 });
    expect(stateOf(group.machines[2]).executed).toBe(5500);
    expect(stateOf(group.machines[2]).store).toEqual(stateOf(group.machines[0]).store);
  });

  it('the state is plain data: structuredClone copies all of it, and a machine goes on from the copy', () => {
    const group = newGroup();
    group.write(333);
    group.goOnFromCopies();
    group.write(67);
    expect(stateOf(group.machines[0]).executed).toBe(400);
  });
});
