import type { Distribution } from '../../distribution/distribution.js';
import { shifted } from '../../distribution/shifted.js';
import type { Crash, CrashPhase } from '../../protocol/contract.js';
import { Agenda } from './agenda.js';
import type { FailoverCase } from './case.js';
import { Marks } from './crash-times.js';
import { DiskClock } from './disk.js';

/** Laws of the messages between replicas (from · n + to), processing at the receiver included. */
export function messageLaws({ deployment }: FailoverCase): readonly Distribution[] {
  const { replicas, network, protocol } = deployment;
  return replicas.flatMap((from) =>
    replicas.map((to) => shifted(network.link(from.at, to.at).oneWay, protocol.processing)),
  );
}

/** The world of one crash, for a protocol's timed model of it: messages, disks and time, and nothing else. */
export class CrashWorld implements Crash {
  readonly setup: Crash['setup'];
  readonly crashed: number;
  readonly leader: number | undefined;
  readonly survivors: readonly number[];
  readonly marks = new Marks();
  private readonly agenda = new Agenda();
  private readonly disks: readonly DiskClock[];
  /** Nothing arrives on a way before what was sent before it (from · n + to). */
  private readonly floors: Float64Array;

  constructor(
    private readonly at: FailoverCase,
    private readonly laws: readonly Distribution[],
    private readonly uniform: () => number,
    readonly silence: number,
    readonly witness: number,
  ) {
    this.setup = at.setup;
    this.crashed = at.crashed;
    this.leader = at.leader;
    this.survivors = at.survivors;
    this.floors = new Float64Array(laws.length);
    this.disks = at.deployment.replicas.map(
      ({ disk }) =>
        new DiskClock(disk.fsync, disk.groupCommit || at.deployment.protocol.batch !== undefined, uniform),
    );
  }

  /** Runs until a write is answered, or the case's limit. */
  run(): Marks {
    this.at.failover.begin(this);
    while (this.marks.times === undefined && this.agenda.step(this.at.limit)) {
      // Each step does its own work.
    }
    return this.marks;
  }

  get now(): number {
    return this.agenda.now;
  }

  random(): number {
    return this.uniform();
  }

  delay(from: number, to: number): number {
    return this.laws[from * this.setup.n + to].draw(this.uniform);
  }

  later(ms: number, act: () => void): void {
    this.agenda.add(this.now + ms, act);
  }

  send(from: number, to: number, act: () => void): void {
    if (!this.survivors.includes(to)) return;
    const way = from * this.setup.n + to;
    const arrival = Math.max(this.now + this.delay(from, to), this.floors[way]);
    this.floors[way] = arrival;
    this.agenda.add(arrival, act);
  }

  write(replica: number, act: () => void): void {
    this.agenda.add(this.disks[replica].write(this.now), act);
  }

  mark(phase: CrashPhase, replica: number): void {
    this.marks.mark(phase, replica, this.now);
  }
}
