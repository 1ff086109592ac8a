import { randomStream, type Uniform } from '../../distribution/random.js';
import { SmallWorld, type Watcher } from '../../simulation/small-world.js';
import type { LossCase } from './loss-case.js';
import { type Arrival, writesBefore } from './writes-before.js';

/** A warm-up that lasts longer than so many of the case's limits has failed. */
const WARM_UP = 2;

/** One small world up to one loss: it warms up, clients write as they do, and the loss comes. What follows is for others to watch. */
export abstract class LossRun implements Watcher {
  protected readonly world: SmallWorld;
  protected readonly uniform: Uniform;
  /** When the loss came; NaN before. */
  protected origin = Number.NaN;
  /** The first write has been answered. */
  protected served = false;

  /**
   * @param contact the survivor that clients write to where nobody leads, or beside which they propose
   * @param phase which part of a heartbeat to wait before the loss, 0…1
   */
  constructor(
    protected readonly at: LossCase,
    seed: number,
    protected readonly contact: number,
    private readonly phase: number,
  ) {
    this.world = new SmallWorld(at.ground, seed, this);
    this.uniform = randomStream(seed, 'writes');
  }

  /** A leader leads, and a write has been answered. */
  protected begin(): boolean {
    const { world, at } = this;
    const { leader, down, deployment } = at;
    world.start();
    const replicas = [...down].map((i) => deployment.replicas[i].id);
    if (replicas.length > 0) world.suffer({ kind: 'crash', replicas, at: 0 });
    const patience = WARM_UP * at.limit;
    while (leader !== undefined && !world.leads(leader)) if (!world.step(patience)) return false;
    world.write(leader ?? this.contact);
    while (!this.served) if (!world.step(patience)) return false;
    return true;
  }

  /**
   * What that caused is over; then clients write as they do, and a part of a heartbeat passes.
   *
   * @param calm for so long before the heartbeat (ms)
   * @param grain see `writesBefore`
   */
  protected settle(calm: number, grain: number): void {
    const { world, at } = this;
    const span = calm + at.deployment.timeouts.heartbeat * this.phase;
    const moment = world.now + span;
    for (const arrival of this.sent(writesBefore(at.sources, span, grain, this.uniform)))
      world.later(moment - arrival.age - world.now, () => this.arrive(arrival));
    world.runUntil(moment);
  }

  /** Of those that clients send before the loss, the ones that matter to it. */
  protected sent(arrivals: readonly Arrival[]): readonly Arrival[] {
    return arrivals;
  }

  /** An operation of a client, before the loss. */
  protected arrive({ replica }: Arrival): void {
    this.world.write(replica);
  }

  protected lose(): void {
    const { world, at } = this;
    const { loss, lost, survivors } = at;
    this.origin = world.now;
    const lasting = loss.duration === undefined ? {} : { until: loss.duration };
    switch (loss.kind) {
      case 'kill':
        world.suffer({ kind: 'crash', replicas: loss.members, at: 0, ...lasting });
        break;
      case 'cut':
        world.suffer({
          kind: 'partition',
          groups: [world.around(lost), world.around(survivors)],
          at: 0,
          ...lasting,
        });
        break;
      case 'pause':
        // One that never ends is longer than anybody watches.
        world.suffer({
          kind: 'pause',
          replicas: loss.members,
          at: 0,
          until: loss.duration ?? 2 * at.limit,
        });
        break;
      case 'hiccup': {
        const [a, b] = loss.between;
        world.suffer({ kind: 'partition', groups: [[a], [b]], at: 0, ...lasting });
      }
    }
  }

  // Watcher

  abstract sends(replica: number, type: string): void;
  abstract leads(replica: number, leads: boolean): void;
  abstract answered(process: number, replica: number | undefined): void;
}
