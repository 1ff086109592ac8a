import { describe, expect, it } from 'vitest';
import { chainReplication } from '../../../src/protocol/chain-replication/chain-replication.js';
import { fitOf } from '../../../src/protocol/fit.js';
import type { Deployment, Timeouts } from '../../../src/topology/deployment.js';
import { loaded, topology } from '../../topology/load.js';

function deployment(timeouts: Partial<Timeouts>, named: readonly string[] = []): Deployment {
  const base = loaded(topology());
  return {
    ...base,
    timeouts: { heartbeat: 100, election: [1000, 2000], lease: 1000, grace: 2000, ...timeouts },
    locate: ([section, key]) =>
      section === 'timeouts' && named.includes(key as string) ? { line: 9, column: 3 } : undefined,
  };
}

/** The usual one, with its i-th replica changed. */
function with1(change: Partial<Deployment['replicas'][number]>): Deployment {
  const base = deployment({});
  return { ...base, replicas: base.replicas.map((one, i) => (i === 1 ? { ...one, ...change } : one)) };
}

describe('what chain replication finds wrong with a deployment', () => {
  it('nothing, where the lease is shorter than the grace period and longer than a beacon there and back', () => {
    expect(chainReplication.check(deployment({}))).toEqual([]);
  });

  it('a lease no shorter than the grace period is an error, at whichever of the two the file has', () => {
    for (const key of ['lease', 'grace']) {
      const found = chainReplication.check(deployment({ lease: 2000 }, [key]));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ severity: 'error', position: { line: 9, column: 3 } });
      expect(found[0].message).toContain('lease of 2000 ms must be shorter than the grace period of 2000 ms');
    }
    expect(chainReplication.check(deployment({ lease: 1999 }))).toEqual([]);
  });

  it('a lease that ends before the next beacon is answered is a warning that names the farthest pair', () => {
    const [found, ...others] = chainReplication.check(deployment({ lease: 101 }));
    expect(others).toEqual([]);
    expect(found.severity).toBe('warning');
    expect(found.message).toMatch(/lease of 101 ms.* ms there and back between \S+ and \S+;/);
  });

  it('a replica kept from leading is an error: it is the head once those before it are lost. An arbiter is no such', () => {
    const [found, ...others] = chainReplication.check(with1({ leads: 0 }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'error' });
    expect(found.message).toContain(deployment({}).replicas[1].id);
    expect(chainReplication.check(with1({ leads: 0, role: 'arbiter' }))).toEqual([]);
  });

  it('learners and witnesses are errors, arbiters are not', () => {
    const found = (role: 'learner' | 'witness' | 'arbiter') =>
      fitOf(chainReplication, with1({ role, leads: 0 })).filter(({ severity }) => severity === 'error');
    expect(
      found('learner')
        .map(({ message }) => message)
        .join(),
    ).toContain('has no learners');
    expect(
      found('witness')
        .map(({ message }) => message)
        .join(),
    ).toContain('has no witnesses');
    expect(found('arbiter')).toEqual([]);
  });

  it('priorities are a warning: the order of the file decides who follows', () => {
    expect(chainReplication.check(with1({ leads: 1000 })).map(({ severity }) => severity)).toEqual([
      'warning',
    ]);
  });

  it('a quorum in the file other than all is a warning: it makes no difference', () => {
    const given = deployment({});
    const located: Deployment = { ...given, locate: () => ({ line: 4, column: 3 }) };
    expect(chainReplication.check(located).map(({ severity }) => severity)).toEqual(['warning']);
    const quorum = chainReplication.quorums!(given.protocol.quorum, given.replicas);
    expect(chainReplication.check({ ...located, protocol: { ...given.protocol, quorum } })).toEqual([]);
  });
});
