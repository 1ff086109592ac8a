import { describe, expect, it } from 'vitest';
import { chainReplicationMachine } from '../../../src/protocol/chain-replication/machine.js';
import { altered } from '../altered.js';
import { type Explored, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { DEFECTS } from './defects.js';
import { type Bounds, smallWorld } from './small-worlds.js';

/** A head that is the tail, too. */
const ALONE: Bounds = { n: 1, writesAt: [0, 0], impatient: [0], crashes: 1 };
/** The head may take the tail for lost, and one of the two crashes. */
const CRASH: Bounds = {
  n: 2,
  copies: 1,
  writesAt: [0],
  impatient: [0],
  crashes: 1,
  loses: ['beacon', 'refused', 'ack', 'link', 'linked'],
};

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two writes, a crash',
    bounds: ALONE,
    worlds: 111,
  },
  {
    name: 'two replicas, a write, a message delivered twice',
    bounds: { n: 2, writesAt: [0], twice: 1 },
    worlds: 148,
  },
  {
    name: 'two replicas, a write, a head that takes the tail for lost',
    bounds: { n: 2, copies: 1, writesAt: [0], impatient: [0], loses: ['refused', 'link'] },
    worlds: 14096,
  },
  {
    name: 'two replicas, a write, a tail that has the head taken out',
    bounds: { n: 2, copies: 1, writesAt: [0], lapses: 1 },
    worlds: 888,
  },
  {
    name: 'two replicas, two writes, either wants the other out',
    bounds: { n: 2, copies: 1, writesAt: [0, 1], impatient: [0], lapses: 1, loses: ['refused', 'beacon'] },
    worlds: 124518,
  },
  {
    name: 'two replicas, a write, a crash, a head that takes the tail for lost',
    bounds: CRASH,
    worlds: 7010,
  },
  {
    name: 'three replicas, two writes, every order of messages',
    bounds: { n: 3, writesAt: [0, 1], loses: ['beacon'] },
    worlds: 110,
  },
];

describe('in every order of events, chain replication agrees and acknowledges only what all in the chain have on disk:', () => {
  const seen = itHoldsInEveryWorld(WORLDS, smallWorld);

  it('and sometimes the chain changes, another is head, another is tail, and a link is asked about', () => {
    for (const what of ['changed', 'heads', 'tails', 'links']) expect(seen[what], what).toBeGreaterThan(0);
  });

  it('and the exploration finds the history forgotten in a restart', () => {
    const { alteration } = DEFECTS.find(({ name }) => name === 'the history forgotten in a restart')!;
    const world = smallWorld(ALONE, altered(chainReplicationMachine(), alteration));
    expect(explore(world).violation).toMatch(/^agreement/);
  });
});
