import { asProtocol } from '../src/group/as-protocol.js';
import { quorumsOf } from '../src/group/quorums.js';
import type { Protocol } from '../src/protocol/contract/protocol.js';
import { fitOf } from '../src/protocol/fit.js';
import { simulate } from '../src/simulation/simulate.js';
import type { Deployment } from '../src/topology/deployment.js';

export interface ProtocolFigures {
  readonly name: string;
  /** Simulator events per second of real time: 10 closed-loop clients beside each of five replicas, half of it reads. */
  readonly eventsPerSecond: number;
  /** Messages between replicas for one write entered at the leader: simulated, and as the textbook counts. */
  readonly messages: number;
  readonly textbook: number;
}

/** Undefined where the protocol cannot run the deployment. */
export function protocolFigures(deployment: Deployment, protocol: Protocol): ProtocolFigures | undefined {
  const { deployment: recast } = asProtocol(deployment, protocol);
  if (fitOf(protocol, recast).some(({ severity }) => severity === 'error')) return undefined;
  const leader = protocol.traits.leadership === 'none' ? undefined : recast.replicas[0].id;
  const shared = {
    machine: protocol.machine,
    leader,
    quorum: quorumsOf(recast, protocol),
    seed: 1,
    traits: protocol.traits,
  };
  const began = performance.now();
  const { events } = simulate({
    ...shared,
    deployment: recast,
    entryOf: (index) => recast.replicas[index].id,
    workload: { arrivals: { kind: 'closed', outstanding: 10 }, reads: 0.5 },
    until: { operations: 60_000 },
  });
  const took = performance.now() - began;
  const { perOperation } = simulate({
    ...shared,
    deployment: { ...recast, clients: recast.clients.slice(0, 1) },
    entryOf: () => recast.replicas[0].id,
    workload: { arrivals: { kind: 'spaced' }, reads: 0 },
    until: { operations: 400 },
  });
  return {
    name: protocol.name,
    eventsPerSecond: (1000 * events) / took,
    messages: perOperation.messages,
    textbook: protocol.traits.messagesPerWrite(recast.replicas.length),
  };
}
