import { contactSeen } from '../../group/contact.js';
import { quorumsOf } from '../../group/quorums.js';
import type { Standing } from '../../group/standing.js';
import type { SampledFigures } from '../../result/simulation-run.js';
import { simulate } from '../../simulation/simulate.js';
import { type Operation, operationsOf } from './demands.js';
import type { LoadedClient, LoadedFigures } from './load-point.js';

/** Events that a whole curve may take: about a second. */
const EVENTS = 500_000;
/** Operations of one point: at least, and at most. */
const LEAST = 1_500;
const MOST = 60_000;
/** Of the time in which operations come, so much more may pass until the last is answered. */
const BACKLOG = 0.05;

/** What the machines did at one load. */
export interface SimulatedPoint {
  readonly clients: readonly LoadedClient[];
  /** Operations that the figures are of. */
  readonly operations: number;
  /** False: more came than was answered, so that no latency is one of this load. */
  readonly sustained: boolean;
}

/**
 * How many operations each point of a curve is given: the higher the load, the longer a queue lasts, and the more of them
 * are needed. All together cost about `EVENTS`.
 */
export function operationsFor(situation: Standing, loads: readonly number[]): number[] {
  const each = eventsOf(situation);
  const weights = loads.map((load) => 1 / Math.max(0.08, 1 - load));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) =>
    Math.round(Math.min(MOST, Math.max(LEAST, ((weight / sum) * EVENTS) / each))),
  );
}

/** Events of an operation of the mix: messages sent, handled, and answered, and durable writes. */
function eventsOf(situation: Standing): number {
  const handling = situation.deployment.protocol.processing > 0 ? 2 : 1;
  let events = 2;
  for (const { alone, share } of operationsOf(situation)) {
    const { received, records } = alone.tally;
    for (let r = 0; r < received.length; r++)
      events += (share * (handling * received[r] + records[r])) / alone.operations;
  }
  return events;
}

/**
 * Latencies where the mix of all clients comes at random at this rate (operations per second), by running the protocol's
 * machines, with 95 % confidence intervals.
 *
 * @param slack ms that the last operation may take in any case
 */
export function simulatedAt(
  situation: Standing,
  operations: readonly Operation[],
  perSecond: number,
  { count, seed, slack }: { readonly count: number; readonly seed: number; readonly slack: number },
): SimulatedPoint {
  const { deployment, protocol, leader } = situation;
  const rates = new Float64Array(deployment.clients.length);
  for (const { client, share } of operations) rates[client.index] += share * perSecond;
  const run = simulate({
    deployment: {
      ...deployment,
      clients: deployment.clients.map((client) => ({ ...client, rate: rates[client.index] })),
    },
    machine: protocol.machine,
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: contactSeen(situation),
    seed,
    workload: { arrivals: { kind: 'open' } },
    until: { operations: count },
    traits: protocol.traits,
  });
  // Three standard deviations of the time in which so many come at random.
  const arriving = (1000 * count) / perSecond;
  const latest = arriving * (1 + BACKLOG + 3 / Math.sqrt(count)) + slack;
  const sustained = run.operations.finished === run.operations.sent && run.span <= latest;
  return {
    operations: count,
    sustained,
    clients: run.clients.map(({ id, write, read }) => ({
      id,
      write: sustained ? figuresOf(write) : null,
      read: sustained ? figuresOf(read) : null,
    })),
  };
}

function figuresOf({ mean, p50, p99, confidence }: SampledFigures): LoadedFigures | null {
  if (mean === null) return null;
  return { mean, p50, p99, confidence: { mean: confidence.mean, p99: confidence.p99 } };
}
