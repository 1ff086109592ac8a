import { describe, expect, it } from 'vitest';
import {
  estimate,
  explain,
  explainAvailability,
  explainFailover,
  explainThroughput,
  loadTopology,
  protocolNamed,
  review,
  simulateDeployment,
  trafficOf,
  UnfitError,
  whatIf,
} from '../../src/index.js';
import { buildDeployment } from '../../src/topology/build-deployment.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { parseTopology } from '../../src/topology/parse-topology.js';

const resources = { rttNames: [], rtt: () => 'none here', file: () => ({ error: 'no files' }) };
const multiPaxos = protocolNamed('multi-paxos')!;

/** Three replicas; a quorum of one for elections and of `writes` for writes. Safe only where they always meet. */
const text = (elections: number, writes: number): string => `version: 1
name: three
network: { rtt: { sites: [a, b, c], ms: [[0, 10, 20], [10, 0, 30], [20, 30, 0]] } }
replicas: [{ id: ra, at: a }, { id: rb, at: b }, { id: rc, at: c }]
clients: [{ id: ca, at: a, rate: 10/s }]
protocol: { name: multi-paxos, leader: ra, quorum: { phase1: ${elections}, phase2: ${writes} } }
`;

/** What the parts give that ask no protocol. */
function unchecked(source: string): Deployment {
  const { document } = parseTopology(source, 't.yaml');
  const { deployment, diagnostics } = buildDeployment(document!, resources, { protocols: ['multi-paxos'] });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return deployment!;
}

const seed = 1;
const questions: [string, (deployment: Deployment) => unknown][] = [
  ['estimate', (deployment) => estimate(deployment, multiPaxos, { seed })],
  ['explain', (deployment) => explain(deployment, multiPaxos, { seed, clients: [] })],
  ['explainThroughput', (deployment) => explainThroughput(deployment, multiPaxos, { seed })],
  ['explainAvailability', (deployment) => explainAvailability(deployment, multiPaxos, { seed })],
  ['explainFailover', (deployment) => explainFailover(deployment, multiPaxos, { seed })],
  ['trafficOf', (deployment) => trafficOf(deployment, multiPaxos, { seed })],
  ['whatIf', (deployment) => whatIf(deployment, multiPaxos, [], { seed, each: null })],
  [
    'simulateDeployment',
    (deployment) =>
      simulateDeployment(deployment, multiPaxos, {
        seed,
        arrivals: { kind: 'spaced' },
        load: 'spaced',
        operations: 4,
        faults: [],
        faultTexts: [],
      }),
  ],
];

describe('the library gives no figure of a quorum that is unsafe', () => {
  it('loadTopology gives no deployment of phase1 1 and phase2 1 of 3, and says where', () => {
    const { deployment, diagnostics } = loadTopology(text(1, 1), 't.yaml', resources);
    expect(deployment).toBeUndefined();
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 't.yaml' }]);
    expect(diagnostics[0].message).toMatch(/quorum/);
  });

  it('loadTopology gives deployment and protocol of phase1 3 and phase2 1, which always meet', () => {
    const loaded = loadTopology(text(3, 1), 't.yaml', resources);
    expect(loaded.protocol).toBe(multiPaxos);
    expect(loaded.diagnostics).toEqual([]);
  });

  it.each(questions)('%s throws an UnfitError for a deployment that was never checked', (_, ask) => {
    const unsafe = unchecked(text(1, 1));
    expect(() => ask(unsafe)).toThrow(UnfitError);
    expect(() => ask(unsafe)).toThrow(RangeError);
    expect(() => ask(unsafe)).toThrow(/quorum/);
  });

  it('review tells the error and what the file alone shows, without figures', () => {
    const source = text(1, 1);
    const { diagnostics } = loadTopology(source, 't.yaml', resources);
    const input = { file: 't.yaml', text: source, deployment: unchecked(source), protocol: multiPaxos };
    const settings = { seed, today: '2026-01-01', failOn: 'error' as const };
    const { verdict, findings } = review([{ ...input, diagnostics }], settings);
    expect(verdict).toBe('broken');
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['QR000', 'QR032']));
  });

  it.each(questions)('%s answers for one that is safe', (_, ask) => {
    expect(ask(unchecked(text(3, 1)))).toHaveProperty('schema', expect.stringMatching(/^quorate\./));
  });
});
