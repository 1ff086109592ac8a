import { type Build, quantity } from './build.js';
import type { Deployment } from './deployment.js';
import type { Diagnostic } from './diagnostic.js';
import type { TopologyDocument } from './document.js';
import { readFailures } from './failures.js';
import { Field } from './field.js';
import { Findings } from './findings.js';
import { readKeys } from './keys.js';
import { readClients, readDisks, readReplicas } from './members.js';
import { Names } from './names.js';
import { Links, readNetworkParts } from './network.js';
import { readObjectives } from './objectives.js';
import { readProtocol } from './protocol-choice.js';
import type { Resources } from './resources.js';
import { checkContacts, settleRoles } from './roles.js';
import { readRttBasis } from './rtt-basis.js';
import { readScenarios } from './scenarios.js';
import { readMaintenance, readTimeouts } from './schedule.js';
import { readShards } from './shards.js';
import { parseSize } from './units.js';
import { checkUsedLinks, type Place } from './used-links.js';

export interface BuiltDeployment {
  /** Absent where the document or its meaning has an error. */
  readonly deployment?: Deployment;
  /** What this step found; the document's own diagnostics came from `parseTopology`. */
  readonly diagnostics: Diagnostic[];
}

/**
 * From a document to a deployment: names resolved, units converted, every rule that the schema cannot express
 * checked. All problems are reported at once, also of a document with structural errors; nothing is thrown.
 *
 * @param options.protocols names of the protocols that this version speaks
 */
export function buildDeployment(
  document: TopologyDocument,
  resources: Resources,
  options: { readonly protocols: readonly string[] },
): BuiltDeployment {
  const findings = new Findings(document);
  const build: Build = {
    findings,
    resources,
    assumptions: new Set(),
    where: (field) => `${document.file}:${document.locate(field.path)?.position.line ?? 1}`,
  };
  const root = new Field(document.data);
  const basis = readRttBasis(build, root.get('network').get('rtt'));
  const parts = readNetworkParts(build, root.get('network'), basis);
  const names = new Names();
  const disks = readDisks(build, root.get('disks'));
  const members = readReplicas(build, root.get('replicas'), disks, names, basis);
  const { ids } = members;
  const clients = readClients(build, root.get('clients'), ids, names, basis);
  const protocol = readProtocol(build, root.get('protocol'), members, options.protocols);
  const replicas = protocol ? settleRoles(build, members.replicas, protocol.quorum) : members.replicas;
  checkContacts(build, replicas, clients);
  const keys = readKeys(build, root.get('workload').get('keys'));
  const payload = quantity(build, root.get('workload').get('payload'), parseSize) ?? 0;
  const shards = readShards(build, root.get('shards'), ids);
  const failures = readFailures(build, root.get('failures'), { replicas, clients, ids, basis });
  const maintenance = readMaintenance(build, root.get('maintenance'), ids.length);
  const timeouts = readTimeouts(build, root.get('timeouts'));
  const clientIds = root.get('clients').entries.map((entry) => entry.get('id').text ?? '');
  const objectives = readObjectives(build, root.get('objectives'), clientIds, replicas);
  const known = replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const population = { replicas: known, clients, shared: failures.shared };
  const scenarios = readScenarios(build, root.get('scenarios'), population, options.protocols);
  if (root.get('name').text?.trim() === '') findings.error(['name'], 'the name is empty');

  const links = basis && new Links(basis, parts);
  if (basis !== undefined && links !== undefined) {
    const places: Place[] = [
      ...replicas.map(({ at, index }) => ({ at, path: ['replicas', index, 'at'], isReplica: true })),
      ...clients.map(({ at, proxy, index }) => ({
        at,
        path: ['clients', index, 'at'],
        isReplica: false,
        proxy: proxy && { at: proxy, path: ['clients', index, 'proxy'], isReplica: false },
      })),
    ];
    checkUsedLinks(build, links, basis, places);
  }

  const { diagnostics } = findings;
  if (!document.valid || findings.failed || links === undefined || protocol === undefined)
    return { diagnostics };
  const deployment: Deployment = {
    name: root.get('name').text ?? nameOfFile(document.file),
    description: root.get('description').text ?? '',
    file: document.file,
    replicas,
    clients,
    network: links,
    protocol,
    timeouts,
    keys,
    payload,
    shards,
    failures,
    maintenance,
    objectives,
    ...(scenarios.length === 0 ? {} : { scenarios }),
    assumptions: [...build.assumptions],
    locate: (path) => document.locate(path)?.position,
  };
  return { deployment, diagnostics };
}

/** "topologies/payments-ledger.yaml" is called payments-ledger. */
function nameOfFile(file: string): string {
  const base = file
    .split(/[/\\]/)
    .pop()!
    .replace(/\.ya?ml$/i, '');
  return base === '' || base === '-' ? 'topology' : base;
}
