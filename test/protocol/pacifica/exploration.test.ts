import { describe, expect, it } from 'vitest';
import { pacificaMachine } from '../../../src/protocol/pacifica/machine.js';
import { altered } from '../altered.js';
import { type Explored, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { DEFECTS } from './defects.js';
import { type Bounds, smallWorld } from './small-worlds.js';

/** Both write, the secondary may become primary, and clients are not forwarded. */
const TAKEOVER: Bounds = { n: 2, copies: 1, writesAt: [0, 1], impatient: [1], loses: ['forward', 'result'] };
const CRASH: Bounds = { ...TAKEOVER, crashes: 1 };
const RETURN: Bounds = { ...TAKEOVER, loses: ['forward', 'result', 'refused'], beats: [1] };

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two writes, two crashes',
    bounds: { n: 1, writesAt: [0, 0], crashes: 2 },
    worlds: 47,
  },
  {
    name: 'two replicas, a write, a crash, a message delivered twice',
    bounds: { n: 2, writesAt: [0], crashes: 1, twice: 1 },
    worlds: 288,
  },
  {
    name: 'two replicas, a secondary that becomes primary, a crash',
    bounds: { n: 2, copies: 1, writesAt: [0], impatient: [1], crashes: 1 },
    worlds: 34182,
  },
  {
    name: 'two replicas, serial disk, a secondary that becomes primary, a message delivered twice',
    bounds: { n: 2, copies: 1, disk: 'serial', writesAt: [0], impatient: [1], twice: 1 },
    worlds: 55544,
  },
  {
    name: 'two replicas, two writes, a secondary that becomes primary, a crash',
    bounds: CRASH,
    worlds: 88595,
  },
  {
    name: 'two replicas, two writes, a secondary that becomes primary, the old one comes back',
    bounds: RETURN,
    worlds: 193558,
  },
  {
    name: 'two replicas, two writes, a secondary that becomes primary',
    bounds: { n: 2, copies: 1, writesAt: [0, 1], impatient: [1] },
    worlds: 64330,
  },
  {
    name: 'two replicas, a primary that removes its secondary, a crash',
    bounds: { n: 2, copies: 1, writesAt: [0], lapses: 1, crashes: 1 },
    worlds: 1896,
  },
  {
    name: 'two replicas, either wants the other out',
    bounds: { n: 2, copies: 1, writesAt: [0], impatient: [1], lapses: 1 },
    worlds: 79018,
  },
  {
    name: 'three replicas, two writes, every order of messages',
    bounds: { n: 3, writesAt: [0, 1] },
    worlds: 1170,
  },
  {
    name: 'three replicas, both secondaries want to be primary, one of them out of touch with the old one',
    bounds: {
      n: 3,
      copies: 1,
      writesAt: [0],
      impatient: [1, 2],
      loses: ['beacon', 'granted'],
      cut: ['0>1', '1>0'],
      atMost: 500_000,
    },
    worlds: 221552,
  },
];

describe('in every order of events, PacificA agrees and acknowledges only what all members of a configuration have on disk:', () => {
  const seen = itHoldsInEveryWorld(WORLDS, smallWorld);

  it('and sometimes the configuration changes, another is primary, reconciles, and a request is outbid', () => {
    for (const what of ['changed', 'reigns', 'prepares', 'refused'])
      expect(seen[what], what).toBeGreaterThan(0);
  });

  it.each([
    ['truncation forgotten', RETURN, /^agreement/],
    ['the configuration forgotten in a restart', CRASH, /^agreement/],
    ['what was prepared forgotten in a restart', CRASH, /^agreement/],
    ['committing when a majority has acknowledged', { n: 3, writesAt: [0, 1] }, /^durability/],
  ])('and the exploration finds %s', (name, bounds: Bounds, violation) => {
    const { alteration } = DEFECTS.find((defect) => defect.name === name)!;
    expect(explore(smallWorld(bounds, altered(pacificaMachine(), alteration))).violation).toMatch(violation);
  });
});
