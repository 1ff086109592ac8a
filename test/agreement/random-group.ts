import fc from 'fast-check';
import { loadTopology, type SoundTopology } from '../../src/group/load-topology.js';
import { protocols } from '../../src/protocol/registry.js';

/**
 * Random groups: 3 to 7 replicas over 1 to 4 sites, roles and votes as the protocol knows them, quorums of every form, an
 * operator or none, machines that fail together. As topology files, so that they take the way that a user's take.
 */

const NOTHING = { rttNames: [], rtt: () => 'none here', file: () => ({ error: 'no files here' }) };

function matrix(sites: number, ms: readonly number[]): number[][] {
  const between = (i: number, j: number) => (i === j ? 0.5 : ms[Math.min(i, j) * 4 + Math.max(i, j)]);
  return Array.from({ length: sites }, (_, i) => Array.from({ length: sites }, (__, j) => between(i, j)));
}

/** What a random quorum is made of; the most part of it is not used by any one form. */
const quorumSeed = fc.record({
  form: fc.constantFrom('majority', 'all', 'threshold', 'two sizes', 'weights', 'expression'),
  size: fc.integer({ min: 1, max: 7 }),
  weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }),
  named: fc.integer({ min: 0, max: 6 }),
});

type QuorumSeed = typeof quorumSeed extends fc.Arbitrary<infer T> ? T : never;

function quorumOf({ form, size, weights, named }: QuorumSeed, ids: readonly string[]): unknown {
  const n = ids.length;
  const most = Math.min(n, Math.max(Math.floor(n / 2) + 1, size));
  if (form === 'majority' || form === 'all') return form;
  if (form === 'threshold') return { threshold: most };
  if (form === 'two sizes') return { read: most, write: n + 1 - most };
  if (form === 'weights') return { weights: Object.fromEntries(ids.map((id, i) => [id, weights[i]])) };
  const first = ids[named % n];
  const others = ids.filter((id) => id !== first);
  return { expression: `${first} & ${Math.max(1, Math.min(size, others.length))} of (${others.join(', ')})` };
}

/** COHERENCE_PROTOCOL draws groups of one protocol alone. */
const ONLY = process.env.COHERENCE_PROTOCOL;

const groupSeed = fc.record({
  protocol: fc.constantFrom(...protocols.filter(({ name }) => (ONLY ?? name) === name)),
  n: fc.integer({ min: 3, max: 7 }),
  sites: fc.integer({ min: 1, max: 4 }),
  ms: fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 16, maxLength: 16 }),
  at: fc.array(fc.nat(3), { minLength: 7, maxLength: 7 }),
  roles: fc.array(fc.nat(15), { minLength: 7, maxLength: 7 }),
  silent: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  quorum: quorumSeed,
  leader: fc.nat(7),
  operator: fc.boolean(),
  together: fc.uniqueArray(fc.nat(6), { minLength: 0, maxLength: 3 }),
  client: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
  lost: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 4 }),
});

/** A group, and replicas that it loses. */
export interface RandomGroup {
  readonly text: string;
  readonly topology: SoundTopology;
  readonly lost: readonly string[];
}

/** Random groups that their protocols can run: others are refused, which other tests hold. */
export const randomGroup: fc.Arbitrary<RandomGroup> = groupSeed
  .map(({ protocol, n, sites, ms, at, roles, silent, quorum, leader, operator, together, client, lost }) => {
    const ids = Array.from({ length: n }, (_, i) => `r${i}`);
    const site = (i: number) => `s${i % sites}`;
    const others = protocol.traits.roles.filter((role) => role !== 'voter');
    const led = protocol.traits.leadership === 'stable';
    const members = [...new Set(together.map((i) => ids[i % n]))];
    const text = JSON.stringify({
      version: 1,
      name: 'random',
      network: { rtt: { sites: Array.from({ length: sites }, (_, i) => `s${i}`), ms: matrix(sites, ms) } },
      disks: { d: { fsync: '1ms' } },
      replicas: ids.map((id, i) => ({
        id,
        at: site(at[i]),
        disk: 'd',
        // One in four is something else than a voter, one in sixteen may not lead though it could.
        ...(roles[i] < 4 && others.length > 0 ? { role: others[roles[i] % others.length] } : {}),
        ...(led && roles[i] === 15 && silent[i] ? { leads: 'never' } : {}),
      })),
      clients: [...new Set(client)].map((where, i) => ({ id: `c${i}`, at: site(where), rate: '10/s' })),
      protocol: {
        name: protocol.name,
        ...(led ? { leader: leader < n ? ids[leader] : 'best' } : {}),
        quorum: quorumOf(quorum, ids),
      },
      ...(operator && protocol.traits.failover === 'operator' ? { timeouts: { operator: '30s' } } : {}),
      failures: {
        machine: { mtbf: '120d', mttr: '30m' },
        ...(members.length > 1 ? { shared: [{ name: 'power', members, mtbf: '1y', mttr: '1h' }] } : {}),
      },
    });
    const topology = loadTopology(text, 'random.yaml', NOTHING);
    return { text, topology, lost: [...new Set(lost.map((i) => ids[i % n]))] };
  })
  .filter(({ topology: { deployment } }) => deployment !== undefined)
  .map((group) => group as RandomGroup);
