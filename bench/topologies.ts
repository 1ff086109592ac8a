import { nodeIo } from '../cli/io.js';
import { type Loaded, load } from '../cli/load.js';

/** The deployments that the benchmarks run: the payments ledger's replicas, with a client beside each. */
export async function loadTopologies(): Promise<{
  readonly fiveClients: Loaded;
  readonly closedLoop: Loaded;
}> {
  const file = 'topologies/payments-ledger.yaml';
  const [loaded] = await load(nodeIo(), [file], { quiet: true });
  const { deployment } = loaded;
  const clients = deployment.replicas.map(({ id, at, index }) => ({
    id: `near-${id}`,
    index,
    at,
    rate: undefined,
    reads: 0,
    entry: undefined,
    connection: 'kept' as const,
    proxy: undefined,
  }));
  const fiveClients = { ...loaded, deployment: { ...deployment, clients } };
  return { fiveClients, closedLoop: fiveClients };
}
