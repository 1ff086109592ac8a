import { buildDeployment } from '../../src/topology/build-deployment.js';
import type { Deployment } from '../../src/topology/deployment.js';
import type { Diagnostic } from '../../src/topology/diagnostic.js';
import { parseTopology } from '../../src/topology/parse-topology.js';
import type { Resources } from '../../src/topology/resources.js';
import { resources as inMemory } from './resources.js';

export interface Loaded {
  readonly deployment: Deployment | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Both steps as the command line takes them: all diagnostics, and the deployment where there is one. */
export function load(text: string, file = 'topology.yaml', resources: Resources = inMemory): Loaded {
  const parsed = parseTopology(text, file);
  if (parsed.document === undefined) return { deployment: undefined, diagnostics: parsed.diagnostics };
  const built = buildDeployment(parsed.document, resources, { protocols: ['multi-paxos'] });
  return {
    deployment: built.deployment,
    diagnostics: [...parsed.diagnostics, ...built.diagnostics],
  };
}

/** A deployment that must load; its diagnostics otherwise are the failure's message. */
export function loaded(text: string): Deployment {
  const { deployment, diagnostics } = load(text);
  if (deployment === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return deployment;
}

/** Messages with hints, one a line, of a text that may be wrong. */
export function complaints(text: string): string[] {
  return load(text).diagnostics.map(({ message, hint }) =>
    hint === undefined ? message : `${message} [${hint}]`,
  );
}

/** A small sound topology; parts of it can be replaced, added to, or dropped (undefined). */
export function topology(parts: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Record<string, string | undefined> = {
    version: '1',
    name: 'shop',
    network: '{ rtt: aws-2025-07 }',
    disks: '{ nvme: { fsync: 1ms } }',
    replicas: `
  - { id: va1, at: us-east-1/a, disk: nvme }
  - { id: oh1, at: us-east-2/a, disk: nvme }
  - { id: ie1, at: eu-west-1/a, disk: nvme }`,
    clients: '[{ id: web, at: us-east-1, rate: 400/s, reads: 90% }]',
    protocol: '{ name: multi-paxos, leader: va1, processing: 0.05ms }',
    timeouts: '{ heartbeat: 100ms, election: [1s, 2s] }',
    ...parts,
  };
  return Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
