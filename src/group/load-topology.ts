import type { Protocol } from '../protocol/contract/protocol.js';
import { fitOf } from '../protocol/fit.js';
import { protocolNamed, protocols } from '../protocol/registry.js';
import { buildDeployment } from '../topology/build-deployment.js';
import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import type { TopologyDocument } from '../topology/document.js';
import { parseTopology } from '../topology/parse-topology.js';
import type { Resources } from '../topology/resources.js';
import { asProtocol } from './as-protocol.js';

/** A topology that passed every check, with the protocol that runs it; or no deployment, and what is wrong. */
export type LoadedTopology = SoundTopology | UnsoundTopology;

export interface SoundTopology {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  /** What of the file gives way to another protocol than it names, one sentence each. */
  readonly changes: readonly string[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface UnsoundTopology {
  readonly deployment?: undefined;
  readonly protocol?: undefined;
  /** One error at least. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a topology and checks it as the command does: its form, what it refers to, and whether its protocol can run it.
 *
 * @param text YAML
 * @param file what messages are to call it
 * @param resources what the file may refer to
 * @param other another protocol than the file names
 */
export function loadTopology(
  text: string,
  file: string,
  resources: Resources,
  other?: Protocol,
): LoadedTopology {
  const { document, diagnostics } = parseTopology(text, file);
  if (document === undefined) return { diagnostics };
  const loaded = loadDocument(document, resources, other);
  return { ...loaded, diagnostics: [...diagnostics, ...loaded.diagnostics] };
}

/** As `loadTopology`, of a file that was parsed already. */
export function loadDocument(
  document: TopologyDocument,
  resources: Resources,
  other?: Protocol,
): LoadedTopology {
  const built = buildTopology(document, resources);
  if (built.deployment === undefined) return { diagnostics: built.diagnostics };
  const fit = fitted(built.deployment, other);
  return { ...fit, diagnostics: [...built.diagnostics, ...fit.diagnostics] };
}

/** A deployment of a file, whether or not its protocol can run it. */
export function buildTopology(
  document: TopologyDocument,
  resources: Resources,
): { readonly deployment?: Deployment; readonly diagnostics: readonly Diagnostic[] } {
  return buildDeployment(document, resources, { protocols: protocols.map(({ name }) => name) });
}

/** A deployment under the protocol that it names, or another; none where that protocol cannot run it. */
export function fitted(deployment: Deployment, other?: Protocol): LoadedTopology {
  const protocol = other ?? ownProtocol(deployment);
  const recast = asProtocol(deployment, protocol);
  const diagnostics = fitOf(protocol, recast.deployment);
  return diagnostics.some(({ severity }) => severity === 'error')
    ? { diagnostics }
    : { deployment: recast.deployment, protocol, changes: recast.changes, diagnostics };
}

/** The protocol that a deployment names: building one refuses other names. */
export function ownProtocol({ protocol: { name } }: Deployment): Protocol {
  const protocol = protocolNamed(name);
  if (protocol === undefined) throw new RangeError(`there is no protocol '${name}'`);
  return protocol;
}
