import { randomStream } from '../../distribution/random.js';
import { groupOf } from '../../group/group.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { SmallWorld, type Watcher } from '../../simulation/small-world.js';
import type { Deployment } from '../../topology/deployment.js';
import { type LossCase, lossCase } from './loss-case.js';
import { type SuccessionOptions, successionOf } from './succession.js';

/** Losses that are run. Each counts how many of its reads wait, so that few of them are enough. */
const TRIALS = 40;
/** Reads in a heartbeat. */
const PER_BEAT = 4;
/** Of the longest loss, so many reads at most; between them passes more time then. */
const MOST = 400;

/**
 * How long a loss interrupts reads, on average (ms): how many of the reads that are sent one after another, from the loss
 * until all have got over it, take more than twice as long as one does before it, or after. Reads may go on for a while after a loss,
 * under leases, and be back before writes are.
 *
 * Undefined where reads go the way of writes (through the log) or need nobody that is replaced, where clients take part in
 * the protocol, and where those that are left do not get over the loss.
 */
export function readInterruption(
  deployment: Deployment,
  protocol: Protocol,
  options: SuccessionOptions,
): number | undefined {
  const { reads, needs } = groupOf(deployment, protocol);
  if (reads === 'consensus' || !needs.readsNeedLeader || protocol.machine.createClient !== undefined)
    return undefined;
  const found = successionOf(deployment, protocol, options);
  if (found === undefined || found.trials === 0 || found.never > 0) return undefined;
  const at = lossCase(deployment, protocol, options);
  const uniform = randomStream(options.seed, 'reads');
  const span = found.outage.p99 + 2 * at.slowest;
  const step = Math.max(deployment.timeouts.heartbeat / PER_BEAT, span / MOST);
  let sum = 0;
  for (let i = 0; i < TRIALS; i++) {
    const world = new Reading(at, Math.floor(uniform() * 2 ** 32));
    sum += step * world.waiting(readerOf(at), { phase: (i + uniform()) / TRIALS, span, step });
  }
  return sum / TRIALS;
}

/** Whom a client reads from that asks none of those that are lost: whose reads they are then, or else whoever is left. */
function readerOf({ deployment, protocol, leader, lost, survivors, contacts }: LossCase): number {
  const head = leader === undefined || lost.has(leader) ? undefined : leader;
  const { replicas } = deployment;
  const id = protocol.readContact?.(
    replicas[head ?? survivors[0]].id,
    survivors.map((i) => replicas[i]),
  );
  return replicas.find((replica) => replica.id === id)?.index ?? head ?? contacts[0];
}

/** One loss, while somebody reads all the time. */
class Reading implements Watcher {
  private readonly world: SmallWorld;
  /** By process: when it sent, and how long its answer took (ms); infinite while there is none. */
  private readonly sent: number[] = [];
  private readonly took: number[] = [];

  constructor(
    private readonly at: LossCase,
    seed: number,
  ) {
    this.world = new SmallWorld(at.ground, seed, this);
  }

  /** How many of the reads after the loss waited. */
  waiting(
    reader: number,
    { phase, span, step }: { readonly phase: number; readonly span: number; readonly step: number },
  ): number {
    const { world, at } = this;
    const { deployment, down, leader, lost, slowest } = at;
    const idsOf = (some: Iterable<number>): string[] => [...some].map((i) => deployment.replicas[i].id);
    world.start();
    if (down.size > 0) world.suffer({ kind: 'crash', replicas: idsOf(down), at: 0 });
    while (leader !== undefined && !world.leads(leader)) if (!world.step(at.limit)) return 0;
    world.runUntil(world.now + 2 * slowest + deployment.timeouts.heartbeat * (1 + phase));
    const before = this.read(reader);
    world.runUntil(world.now + slowest);
    world.suffer({ kind: 'crash', replicas: idsOf(lost), at: 0 });
    const after: number[] = [];
    for (const end = world.now + span; world.now < end; world.runUntil(world.now + step))
      after.push(this.read(reader));
    world.runUntil(world.now + slowest);
    // Where another serves the reads, they take longer from then on.
    const usual = Math.max(this.took[before], this.took[after[after.length - 1]]);
    const bound = Math.max(2 * Math.min(usual, slowest), step);
    return after.filter((process) => this.took[process] > bound).length;
  }

  private read(reader: number): number {
    const { now } = this.world;
    const process = this.world.processes;
    this.sent[process] = now;
    this.took[process] = Number.POSITIVE_INFINITY;
    return this.world.read(reader);
  }

  // Watcher

  sends(): void {}

  leads(): void {}

  answered(process: number): void {
    if (this.took[process] === Number.POSITIVE_INFINITY)
      this.took[process] = this.world.now - this.sent[process];
  }
}
