import { majority } from '../../../src/quorum/shapes.js';
import type { Client, Deployment, Network, Shards } from '../../../src/topology/deployment.js';
import { smallDeployment } from '../../simulation/small-deployment.js';

export interface Sharded {
  /** Regions of the replicas; those of the clients. */
  readonly replicas: readonly string[];
  readonly clients: readonly (Partial<Client> & { readonly region: string })[];
  readonly shards?: Shards | undefined;
  readonly payload?: number;
  readonly network?: Partial<Network>;
  readonly leader?: string;
  readonly reads?: Deployment['protocol']['reads'];
}

/** Replicas a, b, c, … with a majority, a heartbeat every 100 ms, 64 bytes of overhead; 10 ms one way between all. */
export function sharded(given: Sharded): Deployment {
  const base = smallDeployment({
    replicas: given.replicas,
    clients: given.clients.map(({ region }) => region),
  });
  const system = majority(base.replicas.map(({ id }) => id));
  return {
    ...base,
    payload: given.payload ?? 0,
    shards: given.shards,
    clients: base.clients.map((client, index) => {
      const { region: _, ...rest } = given.clients[index];
      return { ...client, ...rest };
    }),
    network: { ...base.network, ...given.network },
    protocol: {
      ...base.protocol,
      leader: given.leader ?? 'a',
      quorum: { phase1: system, phase2: system, describe: () => system.describe() },
      disk: undefined,
      reads: given.reads,
    },
  };
}
