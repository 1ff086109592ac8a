import { describe, expect, it } from 'vitest';
import { exponential } from '../../../src/distribution/gamma.js';
import { constant } from '../../../src/distribution/points.js';
import { operationsOf } from '../../../src/estimate/throughput/demands.js';
import { untilNextWrite, writingShare } from '../../../src/estimate/throughput/group-commit.js';
import { hockeyStick } from '../../../src/estimate/throughput/hockey-stick.js';
import { asProtocol } from '../../../src/group/as-protocol.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { quorate } from '../../cli/quorate.js';
import { load } from '../../topology/load.js';
import { run } from './scenarios.js';

/** Three sites, disks with group commit, processing: at the capacity one write carries about ten records. */
const text = (protocol: string, processing = ', processing: 0.05ms') => `version: 1
name: gathered
network: { rtt: { sites: [a, b, c], ms: [[0.4, 12, 40], [12, 0.4, 35], [40, 35, 0.4]] } }
disks: { d: { fsync: 2ms, group-commit: true } }
replicas:
  - { id: r0, at: a, disk: d }
  - { id: r1, at: b, disk: d }
  - { id: r2, at: c, disk: d }
clients: [{ id: c0, at: a, rate: 100/s, reads: 50% }]
protocol: { name: ${protocol}, leader: r0${processing} }
`;
const PROTOCOLS = ['raft', 'multi-paxos', 'pacifica', 'primary-backup'] as const;

async function explained(file: string, ...args: string[]) {
  const { code, out, err } = await quorate(['explain', 'throughput', 't.yaml', '-q', ...args], {
    't.yaml': file,
  });
  expect(err).toBe('');
  expect(code).toBe(0);
  return out.replace(/\s+/g, ' ');
}

describe('how long a record waits for a disk of which one write carries all that wait', () => {
  it('however many records come, it waits at most for the rest of one write, where M/G/1 has no law at all', () => {
    const queue = { rate: 10, service: constant(2) };
    expect(writingShare(queue)).toBeGreaterThan(0.99);
    const law = untilNextWrite(queue);
    // The residual of a constant is uniform between none and all of it.
    expect(law.mean).toBeCloseTo(1, 2);
    expect(law.end).toBeLessThanOrEqual(2 + 1e-9);
  });

  it('of exponential writes the rest is exponential again', () => {
    const law = untilNextWrite({ rate: 100, service: exponential({ mean: 2 }) });
    expect(law.mean).toBeCloseTo(2, 1);
    expect(law.quantile(0.9)).toBeCloseTo(2 * Math.log(10), 1);
  });

  it('with nobody else it waits for nothing', () => {
    expect(untilNextWrite({ rate: 0, service: constant(2) }).end).toBe(0);
  });
});

describe('explain throughput with group commit and processing', () => {
  it.each(PROTOCOLS)('%s: names the processor as the limit, and what the disks do', async (name) => {
    const out = await explained(text(name));
    expect(out).toMatch(/bound by r0's processor/);
    expect(out).toContain(
      'With group commit r0, r1 and r2 make at most 500 durable writes/s each, and each write takes all queued records.',
    );
    expect(out).toContain('because what one write of a disk with group commit carries goes on at once');
  });

  it('with nothing but such disks it does not say that there are none', async () => {
    const out = await explained(text('raft', ''));
    expect(out).toContain(
      'nothing in the file limits operations/s (no processing, bandwidth or window); with group commit',
    );
    expect(out).not.toContain('no disk');
    const { throughput } = JSON.parse(
      (await quorate(['estimate', 't.yaml', '-q', '-f', 'json'], { 't.yaml': text('raft', '') })).out,
    );
    expect(throughput.max).toBeNull();
    expect(throughput.groupCommit).toEqual(
      ['r0', 'r1', 'r2'].map((replica) => ({ replica, writesPerSecond: 500 })),
    );
  });

  it('where every record is a write of its own, the disk is the limit and nothing is said of group commit', async () => {
    const out = await explained(text('raft').replace(', group-commit: true', ''));
    expect(out).toMatch(/bound by r0's disk/);
    expect(out).not.toContain('group commit');
  });

  it('where no operation writes, no disk limits it, and it does not say that the file has none', async () => {
    const reads = text('raft', '').replace('reads: 50%', 'reads: 100%').replace(', group-commit: true', '');
    expect(await explained(reads)).toContain('no disk that it writes to');
  });
});

describe('latency under load with group commit: p50 and p99 within 10 % of another, longer run', () => {
  it.each(PROTOCOLS)('%s, at half and at four fifths of the capacity', async (name) => {
    const protocol = protocolNamed(name) as Protocol;
    const { deployment: read } = load(text('multi-paxos'));
    if (read === undefined) throw new Error('it does not load');
    const { deployment } = asProtocol(read, protocol);
    const leader = protocol.traits.leadership === 'stable' ? 'r0' : undefined;
    const situation = { deployment, protocol, leader, down: new Set<string>() };
    expect(operationsOf(situation)).toHaveLength(2);
    const evaluator = new Evaluator({ seed: 1, samples: 20_000 });
    const far: string[] = [];
    for (const point of hockeyStick(deployment, protocol, leader, evaluator, { loads: [0.5, 0.8] })) {
      const [found] = run(situation, { kind: 'open' }, 60_000, {
        perSecond: point.perSecond,
        seed: 77,
      }).clients;
      for (const kind of ['write', 'read'] as const)
        for (const figure of ['mean', 'p50', 'p99'] as const) {
          const said = point.clients[0][kind]?.[figure] ?? Number.NaN;
          const simulated = found[kind][figure] ?? Number.NaN;
          if (!(Math.abs(said / simulated - 1) < 0.1))
            far.push(`${point.load} ${kind} ${figure} ${said} ${simulated}`);
        }
    }
    expect(far).toEqual([]);
  });
});
