import { describe, expect, it } from 'vitest';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
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

describe('what PacificA finds wrong with a deployment', () => {
  it('nothing, where the lease is shorter than the grace period and longer than a beacon there and back', () => {
    expect(pacifica.check(deployment({}))).toEqual([]);
  });

  it('a lease no shorter than the grace period is an error, at whichever of the two the file has', () => {
    for (const key of ['lease', 'grace']) {
      const found = pacifica.check(deployment({ lease: 2000 }, [key]));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ severity: 'error', position: { line: 9, column: 3 } });
      expect(found[0].message).toContain('lease of 2000 ms must be shorter than the grace period of 2000 ms');
    }
    expect(pacifica.check(deployment({ lease: 1999 }))).toEqual([]);
  });

  it('a lease that ends before the next beacon is answered is a warning that names the farthest pair', () => {
    const [found, ...others] = pacifica.check(deployment({ lease: 101 }));
    expect(others).toEqual([]);
    expect(found.severity).toBe('warning');
    expect(found.message).toMatch(/lease of 101 ms.* ms there and back between \S+ and \S+;/);
  });

  it('a quorum in the file other than all is a warning: it makes no difference', () => {
    const given = deployment({});
    const located: Deployment = { ...given, locate: () => ({ line: 4, column: 3 }) };
    expect(pacifica.check(located).map(({ severity }) => severity)).toEqual(['warning']);
    const quorum = pacifica.quorums!(given.protocol.quorum, given.replicas);
    expect(pacifica.check({ ...located, protocol: { ...given.protocol, quorum } })).toEqual([]);
  });
});
