import { describe, expect, test } from 'vitest';
import { durabilityBlock } from '../../../src/estimate/availability/durability-block.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { deploymentOf } from '../what-if/deployment.js';

const SITES = `version: 1
network:
  rtt: { sites: [a, b, c], ms: [[0,10,30],[10,0,20],[30,20,0]] }
disks: { ssd: { fsync: 1ms } }
replicas: [{ id: ra, at: a, disk: ssd }, { id: rb, at: b, disk: ssd }, { id: rc, at: c, disk: ssd }]
clients: [{ id: ca, at: a }]
failures: { machine: { mtbf: 73d, mttr: 1h } }
`;

function durability(protocol: string, timeouts = '{ operator: 15m }') {
  const deployment = deploymentOf(`${SITES}timeouts: ${timeouts}\nprotocol: ${protocol}\n`);
  const known = protocolNamed(deployment.protocol.name)!;
  return durabilityBlock({ deployment, protocol: known, leader: 'ra', down: new Set() });
}

const primaryBackup = (quorum: string) =>
  `{ name: primary-backup, leader: ra, disk: serial, quorum: ${quorum} }`;
const PER_MS = 1 / (73 * 86_400_000);

describe('durability of acknowledged writes', () => {
  // Acknowledged after W = 1 ms; rc has it after 1 + 15 + 1 ms, so 16 ms later.
  test('asynchronous: with the primary alone, and with the others 16 ms later; that × its rate of loss', () => {
    const found = durability(primaryBackup('{ threshold: 1 }'));
    expect(found).toMatchObject({ holders: ['ra'], lag: 16 });
    expect(found.perWrite).toBeCloseTo(16 * PER_MS, 14);
    expect(found.lossyTakeoversPerYear).toBeCloseTo(5, 3);
    expect(found.perYear).toBeCloseTo(1 - Math.exp(-5), 3);
    expect(found.lostWith).toEqual({ machine: ['ra'], region: ['ra'].map(() => 'a') });
  });

  // Acknowledged after 1 + 10 + 1 ms by rb; rc has it after 17 ms.
  test('semi-synchronous: two have it, and both must go within 5 ms', () => {
    const found = durability(primaryBackup('{ threshold: 2 }'));
    expect(found).toMatchObject({ holders: ['ra', 'rb'], lag: 5 });
    expect(found.perWrite).toBeLessThan(1e-17);
    expect(found.perYear).toBeLessThan(1e-6);
  });

  test('synchronous with all, and consensus: a takeover loses nothing', () => {
    for (const protocol of [
      primaryBackup('all'),
      '{ name: multi-paxos, leader: ra }',
      '{ name: pacifica, leader: ra }',
    ])
      expect(durability(protocol)).toMatchObject({ holders: null, lag: null, perWrite: 0, perYear: 0 });
  });

  test('without an operator nobody goes on without the primary, so nothing is lost', () => {
    const found = durability(primaryBackup('{ threshold: 1 }'), '{ heartbeat: 100ms }');
    expect(found).toMatchObject({ holders: null, perYear: 0 });
    expect(found.assumptions.join(' ')).toContain('Nobody is promoted');
  });

  test('what must be lost permanently, by level: members of a quorum', () => {
    expect(durability('{ name: multi-paxos, leader: ra }').lostWith).toEqual({
      machine: ['ra', 'rb'],
      region: ['a', 'b'],
    });
    expect(
      durability('{ name: multi-paxos, leader: ra, quorum: { weights: { ra: 3 } } }').lostWith.region,
    ).toEqual(['a']);
    expect(durability(primaryBackup('all')).lostWith.machine).toEqual(['ra', 'rb', 'rc']);
  });
});
