import { describe, expect, it } from 'vitest';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { altered } from '../altered.js';
import { type Explored, election, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { DEFECTS } from './defects.js';
import { type Bounds, smallWorld } from './small-worlds.js';

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two crashes',
    bounds: { n: 1, quorum: 'majority', writesAt: [0, 0], elections: [0, 0], crashes: 2 },
    worlds: 2518,
  },
  {
    name: 'two replicas, an election, a crash',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], elections: [1], crashes: 1 },
    worlds: 16632,
  },
  {
    name: 'two replicas, serial disk, an election, a crash, a message delivered twice',
    bounds: {
      n: 2,
      quorum: 'majority',
      disk: 'serial',
      writesAt: [0],
      elections: [1],
      crashes: 1,
      copies: 1,
    },
    worlds: 71009,
  },
  {
    name: 'two replicas, each tries to lead',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], elections: [0, 1] },
    worlds: 54771,
  },
  {
    name: 'three replicas, two writes, a second leader that never hears the first',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [1, 2], apart: true, patient: 2 },
    worlds: 17688,
  },
  {
    name: 'three replicas, a write, a second leader that never hears the first, a crash',
    bounds: {
      n: 3,
      quorum: 'majority',
      writesAt: [0],
      elections: [1, 2],
      apart: true,
      patient: 2,
      crashes: 1,
    },
    worlds: 22296,
  },
];

describe('in every order of events, Raft agrees and acknowledges only what is durable:', () => {
  itHoldsInEveryWorld(WORLDS, smallWorld, election);

  it('and sometimes a term is outdated and logs conflict', () => {
    const { seen } = explore(smallWorld(WORLDS[3].bounds));
    for (const what of ['answered', 'elected', 'conflict', 'outdated']) expect(seen[what]).toBeGreaterThan(0);
  });

  it('and the exploration finds an answer before the disk has it, and quorums that are one short', () => {
    for (const { alteration } of DEFECTS.slice(0, 2)) {
      const world = smallWorld(WORLDS[1].bounds, altered(raftMachine(), alteration));
      expect(explore(world).violation).toMatch(/^durability/);
    }
  });
});
