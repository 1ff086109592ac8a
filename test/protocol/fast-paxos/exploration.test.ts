import { describe, expect, it } from 'vitest';
import { explore } from '../explore.js';
import { type Bounds, smallWorld } from './small-worlds.js';

const APART = ['r0>r1', 'r1>r0'];

/**
 * In every world: agreement, and no client content with a write before a classic quorum has it on disk (see explore.ts).
 * Clients are machines in it. The number of different worlds is pinned: if it changes, the protocol or what is explored
 * has changed.
 */
const WORLDS: readonly { readonly name: string; readonly bounds: Bounds; readonly worlds: number }[] = [
  {
    name: 'one replica, two clients, two crashes',
    bounds: { n: 1, quorum: 'majority', clients: 2, elections: [0], crashes: 2 },
    worlds: 1565,
  },
  {
    name: 'two replicas, an election, a crash',
    bounds: { n: 2, quorum: 'majority', clients: 1, elections: [1], crashes: 1 },
    worlds: 21450,
  },
  {
    name: 'two replicas, an election, the client learns for itself',
    bounds: { n: 2, quorum: 'majority', clients: 1, elections: [1], learner: 'client' },
    worlds: 4672,
  },
  {
    name: 'two replicas, two clients who collide',
    bounds: { n: 2, quorum: 'majority', clients: 2, elections: [] },
    worlds: 11108,
  },
  {
    name: 'three replicas, every order of messages',
    bounds: { n: 3, quorum: 'majority', clients: 1, elections: [] },
    worlds: 21112,
  },
  {
    name: 'three replicas, an election, coordinators out of touch with each other',
    bounds: { n: 3, quorum: 'majority', clients: 1, elections: [1], cut: APART },
    worlds: 10008,
  },
  {
    name: 'three replicas, an election, two clients who reach two replicas and one',
    bounds: {
      n: 3,
      quorum: 'majority',
      clients: 2,
      elections: [1],
      cut: [...APART, 'c0>r2', 'c1>r0', 'c1>r1'],
    },
    worlds: 31578,
  },
];

describe('in every order of events, Fast Paxos agrees and its clients are content only with what is durable:', () => {
  for (const { name, bounds, worlds } of WORLDS) {
    it(name, () => {
      const exploration = explore(smallWorld(bounds));
      expect(exploration.violation).toBeUndefined();
      expect(exploration.complete).toBe(true);
      expect(exploration.worlds).toBe(worlds);
      expect(exploration.seen.answered).toBeGreaterThan(0);
      if (bounds.elections.some((replica) => replica !== 0))
        expect(exploration.seen.elected).toBeGreaterThan(0);
    });
  }

  it('and sometimes slots are recovered, values adopted, commands lost and proposed again', () => {
    const cut = [...APART, 'c0>r2', 'c1>r0', 'c1>r1'];
    const { seen } = explore(smallWorld({ n: 3, quorum: 'majority', clients: 2, elections: [1], cut }));
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});
