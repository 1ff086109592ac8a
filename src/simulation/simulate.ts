import { randomStream } from '../distribution/random.js';
import type { SimulationRun } from '../result/simulation-run.js';
import { assemble } from './assemble.js';
import { Contacts, replicaIndex } from './contacts.js';
import { keyDraw } from './key-draw.js';
import { loadOf } from './load.js';
import { checkOptions, type SimulationOptions } from './options.js';
import { Recorder } from './recorder.js';
import { Run } from './run.js';
import { summarise } from './summarise.js';
import { Timeline } from './timeline.js';
import { DEFAULT_ATTEMPTS, defaultTimeout } from './workload.js';

export type { SimulationOptions } from './options.js';

/**
 * Runs a protocol's machines over a deployment, message by message, on a simulated clock.
 *
 * Same options, same result, bit for bit: nothing is random but the streams that `seed` names, and events of one
 * instant happen in the order in which they were scheduled. The run warms up (a leader leads, each client has been
 * served once, what that caused has settled), measures, and waits for what is under way. Safety is checked
 * throughout.
 *
 * @throws RangeError for options that make no sense (an id that the deployment does not know, an open loop without
 *   a rate); Error where a machine breaks its contract (sends to itself, answers what nobody asked, throws).
 */
export function simulate(options: SimulationOptions): SimulationRun {
  const { deployment, seed, workload } = options;
  checkOptions(options);
  const timeout = workload.timeout ?? defaultTimeout(deployment);
  const attempts = workload.attempts ?? DEFAULT_ATTEMPTS;
  const spaced = workload.arrivals.kind === 'spaced';
  const recorder = recorderOf(options);
  const leader =
    options.leader === undefined ? undefined : replicaIndex(deployment, options.leader, 'leader');
  const { engine, parts } = assemble({
    deployment,
    machine: options.machine,
    leader,
    quorum: options.quorum ?? deployment.protocol.quorum,
    seed,
    clients: {
      contacts: new Contacts(deployment, options.entryOf, leader ?? -1),
      reads: deployment.clients.map((client) => workload.reads ?? client.reads),
      uniforms: deployment.clients.map(({ id }) => randomStream(seed, `client:${id}`)),
      drawKey: keyDraw(workload.keys ?? deployment.keys),
      timeout,
      attempts,
      replicas: deployment.replicas.length,
    },
    traits: options.traits ?? CUSTOMS,
    freeze: options.freeze ?? false,
    following: spaced || recorder !== undefined,
    backgroundLeftOut: spaced,
    recorder,
  });
  const timeline = new Timeline(options.faults ?? [], {
    deployment,
    ...parts,
    pause: (replica, until) => engine.pause(replica, until),
  });
  const { operations, time } = options.until ?? {};
  const limits = {
    operations:
      operations ?? (time === undefined ? 1000 * deployment.clients.length : Number.POSITIVE_INFINITY),
    time: time ?? Number.POSITIVE_INFINITY,
  };
  const patience = Math.max(60_000, 2 * attempts * timeout);
  const run = new Run(deployment, engine, parts, timeline, limits, patience, leader ?? -1);
  engine.connect(parts, run);
  run.load = loadOf(workload.arrivals, deployment, seed, run);
  run.progress = options.progress;
  try {
    run.go(leader !== undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`at ${engine.now} ms of simulated time (seed ${seed}): ${why}`, { cause: error });
  }
  return summarise(options, engine, parts, run, timeline);
}

/** What a machine on its own is run with. */
const CUSTOMS = {
  ordered: true,
  answersEarly: false,
  disk: ['parallel'],
  loop: ['free'],
  reads: ['consensus'],
  linearizable: [],
} as const;

function recorderOf({ deployment, trace }: SimulationOptions): Recorder | undefined {
  if (trace === undefined) return undefined;
  const { replicas, clients } = deployment;
  const client = clients.findIndex(({ id }) => id === trace.client);
  if (client < 0) throw new RangeError(`the trace is to follow client '${trace.client}', which is none`);
  if (!(Number.isInteger(trace.operation) && trace.operation >= 1)) {
    throw new RangeError(`operations to trace are numbered from 1; ${trace.operation} is none`);
  }
  return new Recorder(replicas.length + client, trace.operation, trace.kind, (end) => {
    return end < replicas.length ? replicas[end].id : clients[end - replicas.length].id;
  });
}
