import type { Deployment } from '../topology/deployment.js';

/** Position of a replica. @throws RangeError where the deployment has none of that id; `role` says what it is for. */
export function replicaIndex(deployment: Deployment, id: string, role: string): number {
  const replica = deployment.replicas.find((candidate) => candidate.id === id);
  if (replica === undefined) throw new RangeError(`the ${role} is to be '${id}', which is no replica`);
  return replica.index;
}

/** Per client, the replicas it talks to in the order of trying: its entry, then `others`, or all others, nearest first. */
export function entryLists(
  deployment: Deployment,
  entryOf: (client: number) => string,
  others: readonly (readonly string[])[] | undefined,
): number[][] {
  return deployment.clients.map((client, index) => {
    const entry = replicaIndex(deployment, entryOf(index), `entry of '${client.id}'`);
    const given = others?.[index]?.map((id) => replicaIndex(deployment, id, `entry of '${client.id}'`));
    const rest = given ?? byDistance(deployment, client.at);
    return [...new Set([entry, ...rest])];
  });
}

function byDistance(deployment: Deployment, from: readonly string[]): number[] {
  const { replicas, network } = deployment;
  const distance = replicas.map(({ at }) => network.link(from, at).rtt.mean);
  return replicas.map(({ index }) => index).sort((a, b) => distance[a] - distance[b] || a - b);
}
