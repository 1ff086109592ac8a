import { describe, expect, it } from 'vitest';
import { type Explored, election, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { type Bounds, smallWorld } from './small-worlds.js';

const APART = ['r0>r1', 'r1>r0'];

const WORLDS: readonly Explored<Bounds>[] = [
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
  itHoldsInEveryWorld(WORLDS, smallWorld, election);

  it('and sometimes slots are recovered, values adopted, commands lost and proposed again', () => {
    const cut = [...APART, 'c0>r2', 'c1>r0', 'c1>r1'];
    const { seen } = explore(smallWorld({ n: 3, quorum: 'majority', clients: 2, elections: [1], cut }));
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});
