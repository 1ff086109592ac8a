import { describe, expect, it } from 'vitest';
import { quorate } from '../cli/quorate.js';

/** Three sites, two clients, so many keys. */
const topology = (keys: number) => `version: 1
network: { rtt: { sites: [a, b, c], ms: [[0, 40, 60], [40, 0, 80], [60, 80, 0]] } }
replicas: [{ id: ra, at: a }, { id: rb, at: b }, { id: rc, at: c }]
clients: [{ id: ca, at: a }, { id: cb, at: b }]
workload: { keys: ${keys} }
protocol: { name: epaxos }
`;

async function shares(keys: number): Promise<(number | null)[]> {
  const run = ['simulate', 't.yaml', '--load', 'closed:2', '-n', '500', '-f', 'json', '-q'];
  const { out } = await quorate(run, { 't.yaml': topology(keys) });
  return JSON.parse(out).slowPath.map(({ share }: { share: number | null }) => share);
}

describe('the share of commands that take the slow path', () => {
  it('follows from the keys: nearly none on many, most on one, and none is told of a replica that led nothing', async () => {
    const [a, b, c] = await shares(100_000);
    expect(a).toBeLessThan(0.02);
    expect(b).toBeLessThan(0.02);
    expect(c).toBeNull();
    const [hotA, hotB] = await shares(1);
    expect(Math.max(hotA ?? 0, hotB ?? 0)).toBeGreaterThan(0.5);
  });

  it('is not told of protocols with one path', async () => {
    const { out } = await quorate(
      ['simulate', 't.yaml', '-n', '20', '-f', 'json', '-q', '--protocol', 'raft'],
      {
        't.yaml': topology(9),
      },
    );
    expect(JSON.parse(out).slowPath).toBeUndefined();
  });
});
