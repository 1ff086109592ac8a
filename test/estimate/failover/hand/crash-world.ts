import type { Distribution } from '../../../../src/distribution/distribution.js';
import { shifted } from '../../../../src/distribution/shifted.js';
import { Agenda } from './agenda.js';
import type { HandCase } from './by-hand.js';
import type { Crash, CrashPhase } from './crash.js';
import { Marks } from './crash-times.js';
import { DiskClock } from './disk.js';
import { Election } from './raft-elections.js';

/** Laws of the messages between replicas (from · n + to), processing at the receiver included. */
export function messageLaws({ deployment }: HandCase): readonly Distribution[] {
  const { replicas, network, protocol } = deployment;
  return replicas.flatMap((from) =>
    replicas.map((to) => shifted(network.link(from.at, to.at).oneWay, protocol.processing)),
  );
}

/** The world of one crash, for a timed model of it: messages, disks and time, and nothing else. */
export class CrashWorld implements Crash {
  readonly setup: Crash['setup'];
  readonly crashed: number;
  readonly leader: number;
  readonly survivors: readonly number[];
  readonly marks = new Marks();
  private readonly agenda = new Agenda();
  private readonly disks: readonly DiskClock[];
  /** Nothing arrives on a way before what was sent before it (from · n + to). */
  private readonly floors: Float64Array;

  constructor(
    private readonly at: HandCase,
    private readonly laws: readonly Distribution[],
    private readonly uniform: () => number,
    readonly silence: number,
  ) {
    this.setup = at.setup;
    this.crashed = at.leader;
    this.leader = at.leader;
    this.survivors = at.survivors;
    this.floors = new Float64Array(laws.length);
    this.disks = at.deployment.replicas.map(
      ({ disk }) => new DiskClock(disk.fsync, disk.groupCommit, uniform),
    );
  }

  /** Runs until a write is answered, or the case's limit. */
  run(): Marks {
    new Election(this, this.at.rules(this)).begin();
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
