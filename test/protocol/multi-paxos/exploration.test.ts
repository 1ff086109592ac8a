import { describe, expect, it } from 'vitest';
import { type Explored, election, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { type Bounds, smallWorld } from './small-worlds.js';

const GRID = {
  grid: [
    ['r2', 'r3'],
    ['r0', 'r1'],
  ],
};

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two crashes',
    bounds: { n: 1, quorum: 'majority', writesAt: [0, 0], elections: [0, 0], crashes: 2 },
    worlds: 1038,
  },
  {
    name: 'two replicas, an election, a crash, a message delivered twice',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], elections: [1], crashes: 1, copies: 1 },
    worlds: 11278,
  },
  {
    name: 'two replicas, serial disk',
    bounds: {
      n: 2,
      quorum: 'majority',
      disk: 'serial',
      writesAt: [0],
      elections: [1],
      crashes: 1,
      copies: 1,
    },
    worlds: 8513,
  },
  {
    name: 'two replicas, each tries to lead, two crashes',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], elections: [0, 1], crashes: 2 },
    worlds: 102074,
  },
  {
    name: 'two replicas, what commits add',
    bounds: { n: 2, quorum: 'majority', writesAt: [0, 1], elections: [1], crashes: 1, commits: true },
    worlds: 143683,
  },
  {
    name: 'three replicas, an election, every order of messages',
    bounds: { n: 3, quorum: 'majority', writesAt: [0], elections: [1] },
    worlds: 193252,
  },
  {
    name: 'three replicas, two writes, leaders out of touch with each other, two crashes',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [1], crashes: 2, apart: true },
    worlds: 25046,
  },
  {
    name: 'three replicas, two writes, the old leader tries again',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [0, 1], crashes: 1, apart: true },
    worlds: 86783,
  },
  {
    name: 'four replicas, flexible quorums: three for phase 1, two for phase 2',
    bounds: { n: 4, quorum: { phase1: 3, phase2: 2 }, writesAt: [0, 1], elections: [1], apart: true },
    worlds: 51828,
  },
  {
    name: 'four replicas, a grid: a row for phase 1, one of each row for phase 2',
    bounds: { n: 4, quorum: GRID, writesAt: [0, 1], elections: [1], apart: true },
    worlds: 51828,
  },
  {
    name: 'five replicas, flexible quorums: four for phase 1, two for phase 2',
    bounds: { n: 5, quorum: { phase1: 4, phase2: 2 }, writesAt: [0], elections: [] },
    worlds: 11767,
  },
];

describe('in every order of events, Multi-Paxos agrees and acknowledges only what is durable:', () => {
  itHoldsInEveryWorld(WORLDS, smallWorld, election);

  it('and sometimes a second leader is elected, a value adopted, a ballot rejected', () => {
    const bounds = { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [1], apart: true };
    const { seen } = explore(smallWorld(bounds));
    for (const what of ['answered', 'elected', 'adopted', 'rejected']) expect(seen[what]).toBeGreaterThan(0);
  });
});
