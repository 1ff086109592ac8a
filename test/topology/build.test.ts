import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { unusedKeys } from '../../src/topology/unused-keys.js';
import { complaints, load, loaded, topology } from './load.js';

const DAY = 86_400_000;

const KEPT = { connection: 'kept', proxy: undefined };

describe('payments-ledger.yaml, the example of the format', () => {
  const file = new URL('../../topologies/payments-ledger.yaml', import.meta.url);
  const deployment = loaded(readFileSync(file, 'utf8'));

  it('has its five replicas, numbered in file order, with zones and disks', () => {
    expect(
      deployment.replicas.map(({ id, index, at, disk }) => [id, index, at.join('/'), disk.name]),
    ).toEqual([
      ['va1', 0, 'us-east-1/a', 'nvme'],
      ['oh1', 1, 'us-east-2/a', 'nvme'],
      ['or1', 2, 'us-west-2/b', 'nvme'],
      ['ie1', 3, 'eu-west-1/a', 'nvme'],
      ['de1', 4, 'eu-central-1/a', 'nvme'],
    ]);
    expect(deployment.replicas[0]!.disk.fsync.quantile(0.99)).toBeCloseTo(2.4, 6);
  });

  it('has its clients', () => {
    expect(deployment.clients).toEqual([
      { id: 'web-us', index: 0, at: ['us-east-1'], rate: 400, reads: 0.9, entry: undefined, ...KEPT },
      { id: 'web-eu', index: 1, at: ['eu-west-1'], rate: 250, reads: 0.9, entry: 'nearest', ...KEPT },
    ]);
  });

  it('has its protocol, timeouts, failures, maintenance and network', () => {
    const { quorum, ...protocol } = deployment.protocol;
    expect(protocol).toEqual({
      name: 'multi-paxos',
      leader: 'va1',
      disk: 'parallel',
      reads: 'leader-lease',
      processing: 0.05,
      sending: 0,
      batch: undefined,
      window: undefined,
      learner: undefined,
      commuting: false,
      interference: undefined,
    });
    expect(quorum.phase2.members).toEqual(['va1', 'oh1', 'or1', 'ie1', 'de1']);
    expect(quorum.phase2.contains(0b00111)).toBe(true);
    expect(quorum.phase2.contains(0b00011)).toBe(false);
    expect(deployment.timeouts).toEqual({
      heartbeat: 100,
      election: [1500, 3000],
      lease: 1500,
      grace: 3000,
      operator: undefined,
      patience: undefined,
    });
    expect(deployment.failures).toEqual({
      machine: { mtbf: 120 * DAY, mttr: 1_800_000 },
      rack: undefined,
      zone: { mtbf: 730 * DAY, mttr: 3_600_000 },
      region: { mtbf: 2920 * DAY, mttr: 14_400_000 },
      shared: [
        { name: 'east-coast-storm', members: ['us-east-1', 'us-east-2'], mtbf: 7300 * DAY, mttr: 43_200_000 },
      ],
    });
    expect(deployment.maintenance).toEqual({ every: 30 * DAY, lasts: 1_200_000 });
    expect([deployment.network.bandwidth, deployment.network.loss]).toEqual([125_000_000, 0]);
  });

  it('has its objectives', () => {
    expect(deployment.objectives).toEqual([
      {
        kind: 'bound',
        clients: 'web-us',
        metric: 'write.p99',
        atMost: 120,
        atLeast: undefined,
        text: 'write.p99 of web-us at most 120ms',
      },
      {
        kind: 'bound',
        clients: undefined,
        metric: 'availability',
        atMost: undefined,
        atLeast: 0.9999,
        text: 'availability at least 99.99%',
      },
      { kind: 'survive', level: 'region', text: 'any one region may be lost' },
    ]);
  });
});

describe('what the file does not say', () => {
  const bare = topology({
    clients: undefined,
    disks: undefined,
    timeouts: undefined,
    protocol: '{ name: multi-paxos }',
    name: undefined,
    replicas: '[{ id: a, at: us-east-1/a }, { id: b, at: us-east-2/a }]',
  });
  const deployment = load(bare, 'some/where/ledger.yml').deployment!;

  it('is a default', () => {
    expect(deployment.name).toBe('ledger');
    expect(deployment.description).toBe('');
    expect(deployment.clients).toEqual([]);
    expect(deployment.timeouts).toEqual({
      heartbeat: 100,
      election: [1000, 2000],
      lease: 1000,
      grace: 2000,
      operator: undefined,
      patience: undefined,
    });
    expect(deployment.protocol).toMatchObject({
      leader: undefined,
      disk: undefined,
      reads: undefined,
      processing: 0,
    });
    expect(deployment.protocol.quorum.phase2.contains(0b11)).toBe(true);
    expect(deployment.protocol.quorum.phase2.contains(0b01)).toBe(false);
    expect(deployment.maintenance).toBeUndefined();
    expect(deployment.objectives).toEqual([]);
    expect(deployment.failures).toEqual({
      machine: undefined,
      rack: undefined,
      zone: undefined,
      region: undefined,
      shared: [],
    });
  });

  it('is told where it matters', () => {
    expect(deployment.assumptions).toEqual([
      'A durable write costs nothing: no replica names a disk.',
      'Processing a message costs nothing: protocol.processing is not given.',
      'Timeouts: heartbeat 100ms, election timeout 1s to 2s.',
    ]);
  });

  it('a replica without a disk has none, even where one disk is defined', () => {
    const replicas =
      '[{ id: a, at: us-east-1/a, disk: nvme }, { id: b, at: us-east-2/a }, { id: c, at: us-west-2/a, disk: none }]';
    const { deployment } = load(topology({ replicas, protocol: '{ name: multi-paxos }' }));
    expect(deployment!.replicas.map(({ disk }) => [disk.name, disk.fsync.mean, disk.source.kind])).toEqual([
      ['nvme', 1, 'file'],
      ['none', 0, 'assumed'],
      ['none', 0, 'file'],
    ]);
    expect(deployment!.assumptions).toContain('A durable write costs nothing at b: it names no disk.');
  });

  it('a disk that nobody uses is worth a warning', () => {
    const replicas = '[{ id: va1, at: us-east-1/a }]';
    const { deployment, diagnostics } = load(topology({ replicas }));
    expect(deployment).toBeDefined();
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        message: "no replica uses the disk 'nvme'",
        hint: 'name it at a replica: disk: nvme',
      },
    ]);
  });
});

describe('limits', () => {
  const many = (n: number): string =>
    topology({
      disks: undefined,
      protocol: '{ name: multi-paxos }',
      replicas: `[${Array.from({ length: n }, (_, i) => `{ id: r${i}, at: us-east-1/a }`).join(', ')}]`,
    });
  it('thirty replicas are allowed, thirty-one are not', () => {
    expect(loaded(many(30)).replicas).toHaveLength(30);
    expect(complaints(many(31))).toEqual([
      'there are 31 replicas; a group has at most 30 [larger systems are many groups: describe one of them]',
    ]);
  });

  it('election timeouts may be one value, heartbeats may not reach them', () => {
    expect(
      loaded(topology({ timeouts: '{ heartbeat: 999ms, election: [1s, 1s] }' })).timeouts.election,
    ).toEqual([1000, 1000]);
    expect(complaints(topology({ timeouts: '{ heartbeat: 1s, election: [1s, 1s] }' }))).toHaveLength(1);
  });

  it('maintenance of all machines, one at a time, must fit into its period', () => {
    expect(loaded(topology({ maintenance: '{ every: 1h, lasts: 20m }' })).maintenance).toBeDefined();
    expect(complaints(topology({ maintenance: '{ every: 1h, lasts: 21m }' }))).toHaveLength(1);
  });
});

describe('protocols', () => {
  it('only those that the caller speaks are known', () => {
    const text = topology({ protocol: '{ name: raft, leader: va1, processing: 1ms }' });
    expect(complaints(text)).toEqual([
      "the protocol 'raft' is not in this version [this version has: multi-paxos]",
    ]);
  });

  it('quorums are read by the quorum room, and its problems have places', () => {
    const { diagnostics } = load(
      topology({ protocol: '{ name: multi-paxos, quorum: { expression: "va1 & xx" } }' }),
    );
    expect(diagnostics).toMatchObject([{ position: { line: 10, column: 61 }, length: 2 }]);
  });
});

describe('unused keys', () => {
  const document = parseTopology(
    topology({
      network: '{ rtt: aws-2025-07, bandwidth: 1Gbit/s }',
      failures: '{}',
      objectives: '[]',
    }),
    'x.yaml',
  ).document!;

  it('are the optional parts that the file has and the command does not use', () => {
    expect(unusedKeys(document)).toEqual(['network.bandwidth', 'failures', 'objectives']);
    expect(unusedKeys(document, [['objectives'], ['network', 'bandwidth']])).toEqual(['failures']);
    expect(unusedKeys(document, [['objectives'], ['failures'], ['network', 'bandwidth']])).toEqual([]);
  });
});
