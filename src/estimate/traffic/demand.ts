import type { Protocol } from '../../protocol/contract/protocol.js';
import { exchangeBytes } from '../../simulation/connection-rounds.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import { count } from '../throughput/count.js';
import { clientBeside, idleTraffic } from './idle.js';

/** Bytes that one operation puts on each way. */
export interface Demand {
  /** From replica i to replica j, at i · n + j. */
  readonly links: Float64Array;
  /** From the client to each replica, and back. */
  readonly fromClient: Float64Array;
  readonly toClient: Float64Array;
}

/** What operations, and groups by themselves, put on the network. */
export interface Demands {
  /**
   * One operation that enters at this replica of a group with this leader.
   *
   * @param leader undefined where the protocol has none
   */
  operation(leader: string | undefined, entry: string, kind: 'write' | 'read'): Demand;
  /** Bytes per second from replica i to replica j, at i · n + j, of a group that nobody asks anything: heartbeats. */
  background(leader: string | undefined): Float64Array;
}

/**
 * Demands counted by running the protocol's own machines with all replicas up, as for throughput: operations in full
 * batches where the file has batches. Each is counted when it is first asked for.
 */
export function countedDemands(deployment: Deployment, protocol: Protocol): Demands {
  const homes = new Map<string, Deployment>();
  const homeOf = (entry: string): Deployment => {
    let home = homes.get(entry);
    if (home === undefined) {
      home = { ...deployment, clients: [clientBeside(replicaNamed(deployment, entry))] };
      homes.set(entry, home);
    }
    return home;
  };
  const operations = new Map<string, Demand>();
  const backgrounds = new Map<string | undefined, Float64Array>();
  return {
    operation(leader, entry, kind) {
      const key = `${leader ?? ''}\n${entry}\n${kind}`;
      let demand = operations.get(key);
      if (demand === undefined) {
        demand = operationOf(homeOf(entry), protocol, leader, entry, kind);
        operations.set(key, demand);
      }
      return demand;
    },
    background(leader) {
      let bytes = backgrounds.get(leader);
      if (bytes === undefined) {
        bytes = backgroundOf(deployment, protocol, leader);
        backgrounds.set(leader, bytes);
      }
      return bytes;
    },
  };
}

function operationOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  entry: string,
  kind: 'write' | 'read',
): Demand {
  const { replicas } = deployment;
  const n = replicas.length;
  const together = deployment.protocol.batch?.size ?? 1;
  const { tally, operations } = count({ deployment, protocol, leader, client: 0, entry, kind, together });
  const { request } = exchangeBytes(deployment, kind);
  const over = (values: Float64Array, indices: (i: number) => number, r: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[indices(i)];
    return sum - values[indices(r)];
  };
  const toClient = new Float64Array(n);
  const fromClient = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    // What leaves a replica and goes to no other is for the client; what it handles and comes from no other, likewise.
    toClient[r] = (tally.bytes[r] - over(tally.linkBytes, (to) => r * n + to, r)) / operations;
    const requests = tally.received[r] - over(tally.packets, (from) => from * n + r, r);
    fromClient[r] = (requests * request) / operations;
  }
  return { links: tally.linkBytes.map((sum) => sum / operations), fromClient, toClient };
}

function backgroundOf(deployment: Deployment, protocol: Protocol, leader: string | undefined): Float64Array {
  const n = deployment.replicas.length;
  const { time, messages } = idleTraffic(deployment, protocol, leader);
  const bytes = new Float64Array(n * n);
  for (const sent of messages) bytes[sent.from * n + sent.to] += sent.bytes;
  return bytes.map((sum) => (sum * 1000) / time);
}

/** @throws RangeError where no replica has this id. */
function replicaNamed({ replicas }: Deployment, entry: string): Replica {
  const replica = replicas.find(({ id }) => id === entry);
  if (replica === undefined) throw new RangeError(`no replica is called ${entry}`);
  return replica;
}
