import { describe, expect, it } from 'vitest';
import { type Explored, itHoldsInEveryWorld } from '../exploration-suite.js';
import { type Bounds, smallWorld } from './small-worlds.js';

const QUIET = ['commit', 'cover', 'revoked'] as const;

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two crashes',
    bounds: { n: 1, quorum: 'majority', writesAt: [0, 0], impatient: [0], crashes: 2 },
    worlds: 3068,
  },
  {
    name: 'two replicas, one revokes the other, a message delivered twice',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], impatient: [1], copies: 1 },
    worlds: 417,
  },
  {
    name: 'two replicas, a crash, either revokes',
    bounds: { n: 2, quorum: 'majority', writesAt: [1], impatient: [1], crashes: 1, loses: QUIET },
    worlds: 11788,
  },
  {
    name: 'two replicas, a write at each, a crash',
    bounds: { n: 2, quorum: 'majority', writesAt: [0, 1], impatient: [], crashes: 1, loses: QUIET },
    worlds: 15472,
  },
  {
    name: 'three replicas, a revocation, every order of messages',
    bounds: { n: 3, quorum: 'majority', writesAt: [0], impatient: [1], loses: QUIET },
    worlds: 4224,
  },
  {
    name: 'three replicas, two writes at once, what commits add',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], impatient: [], loses: ['cover'] },
    worlds: 50819,
  },
  {
    name: 'three replicas, two revokers outbid each other',
    bounds: { n: 3, quorum: 'majority', writesAt: [0], impatient: [1, 2], loses: QUIET, apart: true },
    worlds: 6820,
  },
  {
    name: 'two replicas, the revoker crashes and tries again',
    bounds: { n: 2, quorum: 'majority', writesAt: [0], impatient: [1, 1], crashes: 1, loses: QUIET },
    worlds: 23544,
  },
  {
    name: 'three replicas, two writes at once that commute',
    bounds: { n: 3, quorum: 'majority', writesAt: [0, 1], impatient: [], loses: ['cover'], commuting: true },
    worlds: 61745,
  },
  {
    name: 'two replicas, a write at each, which commute, a crash',
    bounds: {
      n: 2,
      quorum: 'majority',
      writesAt: [0, 1],
      impatient: [],
      crashes: 1,
      loses: QUIET,
      commuting: true,
    },
    worlds: 15902,
  },
];

describe('in every order of events, Mencius agrees and acknowledges only what is durable:', () => {
  const seen = itHoldsInEveryWorld(WORLDS, smallWorld);

  it('and sometimes slots are revoked, suggestions adopted or refused, revokers outbid, one executed out of order', () => {
    for (const what of ['revoked', 'adopted', 'refused', 'rejected', 'outOfOrder'])
      expect(seen[what]).toBeGreaterThan(0);
  });
});
