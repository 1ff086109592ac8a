import { quorumsOf } from '../group/quorums.js';
import type { Protocol } from '../protocol/contract/protocol.js';
import { isBlocking } from '../protocol/loop.js';
import type { ProtocolResult, Provenance, TopologyResult } from '../result/subject.js';
import type { Deployment } from '../topology/deployment.js';
import type { LeaderChoice } from './latency/leader.js';

/**
 * Where a deployment's numbers come from, for every result.
 *
 * @param failed something is down or cut off, and the figures are of the time after that
 */
export function provenanceOf(deployment: Deployment, protocol: Protocol, failed = false): Provenance {
  const { dataset } = deployment.network;
  const sources = new Set<string>();
  for (const from of [...deployment.replicas, ...deployment.clients]) {
    for (const to of deployment.replicas) {
      const { source } = deployment.network.link(from.at, to.at);
      if (source.kind === 'override') sources.add(source.text);
    }
  }
  return {
    rtt: dataset === undefined ? null : { dataset: dataset.name, date: dataset.date, title: dataset.title },
    overrides: sources.size,
    assumptions: [...deployment.assumptions, ...assumedLoop(deployment, protocol)],
    notModelled: [
      'queueing (latencies are for an idle system with all replicas up)',
      'contention and client retries',
      ...(protocol.traits.proposers === 'clients'
        ? ['collisions of what clients propose side by side: under load it sustains less than its capacity']
        : []),
      ...(failed ? ['the failover itself (figures are of the time after it)'] : []),
    ],
  };
}

/** What is taken for granted of the loop of a replica whose disk takes time. */
function assumedLoop({ protocol: { loop }, replicas }: Deployment, { name, traits }: Protocol): string[] {
  if (loop !== undefined || !isBlocking({ loop }, traits)) return [];
  if (replicas.every(({ disk }) => disk.fsync.end === 0)) return [];
  return [
    `One loop writes and sends, as ${name} does by default: a durable write holds up heartbeats and answers of its replica (protocol.loop is not given).`,
  ];
}

export function topologyOf(deployment: Deployment): TopologyResult {
  const { name, file, description } = deployment;
  return { name, file, description };
}

export function protocolOf(deployment: Deployment, protocol: Protocol, choice: LeaderChoice): ProtocolResult {
  const { disk, reads } = deployment.protocol;
  return {
    name: protocol.name,
    title: protocol.title,
    leader: choice.leader ?? null,
    ...(choice.reason === undefined ? {} : { leaderReason: choice.reason }),
    quorum: quorumsOf(deployment, protocol).describe(),
    disk: disk ?? protocol.traits.disk[0],
    reads: reads ?? protocol.traits.reads[0],
  };
}
