import { describe, expect, it } from 'vitest';
import { trafficOf } from '../../../src/estimate/traffic/traffic.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { documentMarkdown } from '../../../src/report/document/markdown.js';
import { documentText } from '../../../src/report/document/terminal.js';
import { trafficDocument } from '../../../src/report/explain/traffic.js';
import { bitRate, megabits, perSecond } from '../../../src/report/rate.js';
import type { TrafficResult } from '../../../src/result/traffic.js';
import type { Shards } from '../../../src/topology/deployment.js';
import { sharded } from './deployments.js';

const multiPaxos = protocolNamed('multi-paxos') as Protocol;
const trafficText = (of: TrafficResult, columns: number): string =>
  documentText(trafficDocument(of), columns);
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'ap-southeast-1'];

function result(leaders: Shards['leaders'], regions: readonly string[] = REGIONS, limited = true) {
  const deployment = sharded({
    replicas: regions,
    clients: regions.map((region) => ({ region, rate: 1000 })),
    payload: 1000,
    shards: { count: 1000, leaders, log: 'separate' },
    network: limited
      ? {
          bandwidth: 100e6,
          linkLimit: ([from], [to]) => (from === to ? undefined : { from: [from], to: [to], bandwidth: 7e6 }),
        }
      : {},
  });
  return trafficOf(deployment, multiPaxos, { seed: 1, clientsStay: true });
}

describe('the table of links', () => {
  it('is never wider than the terminal, whatever the names of the regions', () => {
    for (const regions of [REGIONS, REGIONS.map((region) => `very-long-name-of-${region}`)]) {
      for (const leaders of ['leader', 'balanced'] as const) {
        const widest = Math.max(
          ...trafficText(result(leaders, regions), 120)
            .split('\n')
            .map((line) => [...line].length),
        );
        expect(widest).toBeLessThanOrEqual(120);
        expect(widest).toBeGreaterThan(60);
      }
    }
  });

  it('numbers the lost regions where their names take too much room, and says which is which', () => {
    const text = trafficText(
      result(
        'balanced',
        REGIONS.map((region) => `very-long-name-of-${region}`),
      ),
      100,
    );
    expect(text).toContain('1 very-long-name-of-us-east-1, 2 very-long-name-of-us-east-2,');
    expect(trafficText(result('balanced'), 120)).toMatch(/link +limit +now +us-east-1 +us-east-2/);
  });

  it('marks what a link does not take, and says when and by how much in one line a link', () => {
    // us-east-1 → another: 5000 · 1128 + 1000 · 64 + 1000 · 640 bytes a second are 50.7 Mbit/s.
    expect(trafficText(result('leader'), 120)).not.toContain('does not take');
    const tight = result('leader');
    const link = { leader: null, kind: 'link', name: 'us-east-1 → eu-west-1', limit: 7e6 } as const;
    const overloads = [
      { lost: null, probability: 1, bytesPerSecond: 9e6, ...link },
      { lost: 'us-east-2', probability: 1, bytesPerSecond: 14e6, ...link },
    ] as const;
    const text = trafficText({ ...tight, overloads }, 200);
    expect(text).toContain(
      '* The link us-east-1 → eu-west-1 takes 56.0 Mbit/s; now, and without us-east-2 it should carry 112 Mbit/s at most (200 %).',
    );
    // Where only one of those that may lead overloads it, with its chance.
    const [, one] = overloads;
    const perhaps = [{ ...one, leader: 'b', probability: 0.3 }];
    expect(trafficText({ ...tight, overloads: perhaps }, 200)).toContain(
      'without us-east-2 (with a chance of 30 %) it should carry',
    );
  });

  it('shows the busiest 20 links, and says how much the busiest of the rest carries', () => {
    const text = trafficText(result('balanced', [...REGIONS, 'sa-east-1']), 140);
    expect(text.split('\n').filter((line) => /^\S+ → \S+ /.test(line))).toHaveLength(20);
    expect(text).toMatch(/and 10 more, none above [\d.]+ Mbit\/s/);
  });
});

describe('the sentences under it', () => {
  it('say where the leaders of a lost region go', () => {
    expect(trafficText(result('leader'), 120)).toMatch(
      /Without us-east-1 its 1,000 leaders go to [b-e] \(\d+ %\), [b-e] \(\d+ %\), [b-e] \(\d+ %\) or [b-e] \(\d+ %\)\./,
    );
    expect(trafficText(result('balanced'), 120)).toContain(
      'Without us-east-1 its 200 leaders go to b (50), c (50), d (50) and e (50).',
    );
    expect(trafficText(result('leader'), 120)).toContain('Without us-east-2 no leader moves.');
  });

  it('say that no limit is known where none is', () => {
    expect(trafficText(result('leader', REGIONS, false), 120)).toContain('No limit is known');
    expect(trafficText(result('leader'), 120)).toContain(
      'Every link and interface whose limit is known takes',
    );
  });
});

describe('markdown', () => {
  it('has a row for each link, with as many cells as its heading', () => {
    const lines = documentMarkdown(trafficDocument(result('balanced')), 3)
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes(' → '));
    expect(lines).toHaveLength(20);
    for (const line of lines) expect(line.split('|')).toHaveLength(2 + 3 + 5);
  });
});

describe('rates', () => {
  it('are told in bits per second for links, and with three places', () => {
    expect([0, 100, 1_250, 125_000, 125e6].map(bitRate)).toEqual([
      '0',
      '0.80 kbit/s',
      '10.0 kbit/s',
      '1.00 Mbit/s',
      '1.00 Gbit/s',
    ]);
    expect([null, 0, 125_000, 1.25e8].map(megabits)).toEqual(['–', '0', '1.00', '1,000']);
    expect([0, 0.001, 3, 42.25, 1234.5].map(perSecond)).toEqual(['0', '< 0.01', '3.00', '42.3', '1,235']);
  });
});
