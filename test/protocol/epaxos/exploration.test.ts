import { describe, expect, it } from 'vitest';
import { altered } from '../altered.js';
import { type Explored, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { DEFECTS } from './defects.js';
import { type Bounds, smallWorld, tinyMachine } from './small-worlds.js';

/** Nothing passes between r0 and r1 that way. */
const APART = ['0>1', '1>0'];

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two writes, two crashes',
    bounds: { n: 1, quorum: 'majority', writesAt: [0, 0], crashes: 2 },
    worlds: 293,
  },
  {
    name: 'two replicas, two writes at once, a message delivered twice',
    bounds: { n: 2, quorum: 'majority', writesAt: [0, 1], copies: 1 },
    worlds: 5173,
  },
  {
    name: 'two replicas, two writes at once, a crash',
    bounds: { n: 2, quorum: 'majority', writesAt: [0, 1], crashes: 1, loses: ['commit'] },
    worlds: 5144,
  },
  {
    name: 'two replicas, one recovers what the other leads',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], impatient: [1] },
    worlds: 81,
  },
  {
    name: 'three replicas, two writes at once that commute',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], apart: true, loses: ['commit'] },
    worlds: 2081,
  },
  {
    name: 'three replicas, two writes at once of one key, what commits add',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], cut: ['0>2'] },
    worlds: 21784,
  },
  {
    name: 'three replicas, two writes at once of one key, every order of messages',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], loses: ['commit'], atMost: 500_000 },
    worlds: 448732,
  },
  {
    name: 'three replicas, a recovery, every order of messages',
    bounds: { n: 3, quorum: 'majority', writesAt: [0], impatient: [1], loses: ['commit'] },
    worlds: 19313,
  },
  {
    name: 'three replicas, two recover at once, out of touch with each other',
    bounds: {
      n: 3,
      quorum: 'majority',
      writesAt: [0],
      impatient: [1, 2],
      loses: ['commit'],
      cut: ['1>2', '2>1'],
    },
    worlds: 1720,
  },
  {
    name: 'three replicas, two writes of leaders out of touch with each other, who knows both recovers them',
    bounds: {
      n: 3,
      quorum: 'majority',
      writesAt: [0, 1],
      impatient: [2],
      loses: ['commit'],
      cut: [...APART, '2>0'],
    },
    worlds: 12947,
  },
  {
    name: 'three replicas, two writes, one leader recovers the other’s',
    bounds: {
      n: 3,
      quorum: 'majority',
      writesAt: [0, 1],
      impatient: [1],
      loses: ['commit'],
      cut: ['0>2', '2>0', '1>0'],
    },
    worlds: 10808,
  },
];

describe('in every order of events, EPaxos agrees, executes writes of one key in one order, and acknowledges only what is durable:', () => {
  const seen = itHoldsInEveryWorld(WORLDS, smallWorld);

  it('and sometimes the slow path is taken, instances are recovered, tried and given up', () => {
    for (const what of ['slow', 'recovered', 'tried', 'givenUp']) expect(seen[what], what).toBeGreaterThan(0);
  });

  it.each([
    ['a fast quorum one short: two of them need not meet', /^durability/],
    ['on the slow path the leader proposes its own dependencies, not all that it was told', /^order/],
    ['cycles of dependencies are executed in the order of slots, not of seq', /^order/],
    ['execution does not wait for dependencies', /^order/],
    ['the leader counts its own vote before that is on its disk', /^durability/],
  ])('and the exploration finds %s', (name, violation) => {
    const { alteration } = DEFECTS.find((defect) => defect.name === name)!;
    const bounds: Bounds = { n: 3, quorum: 'majority', writesAt: [0, 1], cut: ['0>2'] };
    expect(explore(smallWorld(bounds, altered(tinyMachine(), alteration))).violation).toMatch(violation);
  });
});
