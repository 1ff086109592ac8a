import { demandFit } from '../../group/fitness.js';
import { groupOf } from '../../group/group.js';
import { needText } from '../../group/need.js';
import type { Standing } from '../../group/standing.js';
import { Evaluator, SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type {
  AvailabilityExplanation,
  FailoverExplanation,
  ThroughputExplanation,
} from '../../result/topics.js';
import type { Deployment } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { resilienceOf } from '../availability/availability-block.js';
import { timelineUntilSteady } from '../failover/failover.js';
import { failoverBlock } from '../failover/failover-block.js';
import { leaseBlock } from '../failover/lease-block.js';
import { chooseLeader } from '../latency/leader.js';
import { protocolOf, provenanceOf, topologyOf } from '../provenance.js';
import { demandOf, operationsOf } from '../throughput/demands.js';
import { hockeyStick } from '../throughput/hockey-stick.js';
import { shardedDemand } from '../throughput/sharded.js';
import { throughputBlock } from '../throughput/throughput-block.js';

function standing(deployment: Deployment, protocol: Protocol, seed: number) {
  demandFit(deployment, protocol);
  const evaluator = new Evaluator({ seed, samples: SAMPLES });
  const choice = chooseLeader(deployment, protocol, new Set(), evaluator);
  const situation: Standing = { deployment, protocol, leader: choice.leader, down: new Set() };
  const topic = {
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: provenanceOf(deployment, protocol),
    protocol: protocolOf(deployment, protocol, choice),
    seed,
  };
  return { evaluator, situation, topic };
}

/** Where the throughput comes from: what an operation asks of each replica, every bound, and latency under load. */
export function explainThroughput(
  deployment: Deployment,
  protocol: Protocol,
  { seed, progress }: { readonly seed: number; readonly progress?: (done: number, total: number) => void },
): ThroughputExplanation {
  const { evaluator, situation, topic } = standing(deployment, protocol, seed);
  const operations = operationsOf(situation);
  const alone = new Map(operations.map(({ entry }) => [entry, 1]));
  const { shards } = deployment;
  const sharded = shards !== undefined && situation.leader !== undefined;
  const demand = sharded ? shardedDemand(situation, shards) : demandOf(situation, operations, alone);
  return {
    schema: 'quorate.explain-throughput/1',
    ...topic,
    throughput: throughputBlock(situation, evaluator),
    demands: deployment.replicas.map(({ id, index }) => ({
      replica: id,
      received: demand.received[index],
      sent: demand.sent[index],
      bytes: demand.bytes[index],
      durableWrites: demand.records[index],
    })),
    // The queues of one group say nothing of many, whose leaders are elsewhere and whose batches fill more slowly.
    curve: sharded ? [] : hockeyStick(deployment, protocol, situation.leader, evaluator, { seed, progress }),
  };
}

/** Where the availability comes from: domain by domain, client by client. */
export function explainAvailability(
  deployment: Deployment,
  protocol: Protocol,
  { seed }: { readonly seed: number },
): AvailabilityExplanation {
  const { situation, topic } = standing(deployment, protocol, seed);
  const failover = failoverBlock(situation, seed);
  const group = groupOf(deployment, protocol);
  return {
    schema: 'quorate.explain-availability/1',
    ...topic,
    ...resilienceOf(situation, failover, seed),
    needs: {
      write: [needText(group, situation.leader, 'write')],
      read: [needText(group, situation.leader, 'read')],
    },
  };
}

/** When the crash comes, for how long the run goes on once clients have asked another replica, and how wide a bin is (ms). */
const CRASH_AT = 5000;
const AFTER = 5000;
const BIN = 1000;
/** Operations that each client keeps under way. */
const OUTSTANDING = 8;

/** What the loss of the leader is like: its phases, and what clients see, second by second, in the simulator. */
export function explainFailover(
  deployment: Deployment,
  protocol: Protocol,
  { seed }: { readonly seed: number },
): FailoverExplanation {
  const { situation, topic } = standing(deployment, protocol, seed);
  const failover = failoverBlock(situation, seed);
  const schema = 'quorate.explain-failover/1';
  if (failover === null) return { schema, ...topic, failover, leases: null, timeline: null };
  const slowest = Math.max(failover.total.p99, failover.perceived.patience);
  const { crash, bin, clients, steadyAfter } = timelineUntilSteady(deployment, protocol, {
    seed,
    leader: situation.leader,
    crash: failover.lost,
    at: CRASH_AT,
    duration: CRASH_AT + Math.ceil(slowest / BIN) * BIN + AFTER,
    bin: BIN,
    arrivals: { kind: 'closed', outstanding: OUTSTANDING },
  });
  return {
    schema,
    ...topic,
    failover,
    leases: leaseBlock(situation, seed),
    timeline: {
      crash: { replica: crash.replica, at: crash.at },
      bin,
      steadyAfter,
      clients: clients.map(({ id, entry, longestGap, bins }) => ({
        id,
        entry,
        longestGap,
        bins: bins.map(({ at, answered, mean, p99, retries }) => ({ at, answered, mean, p99, retries })),
      })),
    },
  };
}
