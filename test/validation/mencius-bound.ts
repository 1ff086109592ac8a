import type { Deployment } from '../../src/topology/deployment.js';
import { lawOf } from './evaluate.js';

/**
 * The least time (ms) in which Mencius can answer a write with all sites busy: its own phase-2 quorum, the first of the
 * cases that the model mixes, and one way from the farthest replica, which must have told what is in its slots before;
 * and from the client and back.
 */
export function lowerBound(deployment: Deployment, client: string): number {
  const { replicas, clients, network } = deployment;
  const there = clients.find(({ id }) => id === client);
  const entry = replicas.find(({ id }) => id === there?.entry);
  if (there === undefined || entry === undefined)
    throw new Error(`no client ${client} with an entry of its own`);
  const farthest = Math.max(
    ...replicas.filter(({ id }) => id !== entry.id).map(({ at }) => network.link(at, entry.at).oneWay.mean),
  );
  const beside = network.link(there.at, entry.at).rtt.mean;
  return Math.max(lawOf(deployment, 'write', { client }).quantile(1e-6), farthest + beside);
}
