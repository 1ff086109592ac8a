import { protocols } from '../../../src/protocol/registry.js';
import { buildDeployment } from '../../../src/topology/build-deployment.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { parseTopology } from '../../../src/topology/parse-topology.js';
import { resources } from '../../topology/resources.js';

/**
 * Sites a, b, c, d, e on a line, 10, 20, 30 and 40 ms (round trip) from each to the next; constant times, so that every
 * figure can be had by hand. Client ca is at a, ce at e. RTTs: ab 10, ac 30, ad 60, ae 100, bc 20, bd 50, be 90, cd 30,
 * ce 70, de 40.
 */
export const LINE = `version: 1
name: line
network:
  rtt: { sites: [a, b, c, d, e], ms: [[0,10,30,60,100],[10,0,20,50,90],[30,20,0,30,70],[60,50,30,0,40],[100,90,70,40,0]] }
disks: { ssd: { fsync: 1ms } }
replicas:
  - { id: ra, at: a/1, disk: ssd }
  - { id: rb, at: b/1, disk: ssd }
  - { id: rc, at: c/1, disk: ssd }
  - { id: rd, at: d/1, disk: ssd }
  - { id: re, at: e/1, disk: ssd }
clients: [{ id: ca, at: a, rate: 90/s }, { id: ce, at: e, rate: 10/s }]
protocol: { name: multi-paxos, leader: ra, quorum: majority, reads: leader-lease }
failures:
  shared: [{ name: storm, members: [a, rb], mtbf: 20y, mttr: 12h }]
objectives: [{ clients: ca, metric: write.p99, at-most: 35ms }, { survive: region }]
`;

export function deploymentOf(text: string): Deployment {
  const parsed = parseTopology(text, 'line.yaml');
  const names = protocols.map(({ name }) => name);
  const built = parsed.document && buildDeployment(parsed.document, resources, { protocols: names });
  if (built?.deployment !== undefined) return built.deployment;
  const found = [...parsed.diagnostics, ...(built?.diagnostics ?? [])];
  throw new Error(found.map(({ message }) => message).join('\n'));
}
