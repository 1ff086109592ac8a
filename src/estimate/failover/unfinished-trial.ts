import type { Aftermath } from './aftermath.js';
import { LossRun } from './loss-run.js';
import type { Arrival } from './writes-before.js';

/** Two round trips and the way of its commit: no operation is under way for longer, where none is sent again. And one round trip for those that it meets. */
const ROUNDS = 3.5;
/** So many writes at the lost, and arrivals in all, are drawn one by one; of more, older ones lie further apart (`writesBefore`). */
const MANY = { writes: 200, all: 4000 };
const GRAIN = 1 / 24;
/** Where nobody can find out what became of a command, so many of the longest election timeouts are watched. */
const IN_VAIN = 3;

/**
 * One loss under a protocol in which a replica's commands are its own affair until they are committed: others go on, but
 * what depends on a command that the lost one left uncommitted is executed only once a survivor has recovered that.
 *
 * Before the loss clients send to each replica as the file says, on keys as it says. At the loss a survivor is sent one write
 * on each key that has a write of the lost one which it has not executed yet, and one on a key that nobody uses.
 */
export class UnfinishedTrial extends LossRun {
  /** Writes of those that are lost that the contact has not executed: process → key. */
  private readonly open = new Map<number, number>();
  /** What each that is sent before the loss is about. */
  private readonly keys = new Map<Arrival, number>();
  /** Processes that are to find out, and are not executed yet. */
  private readonly probes = new Set<number>();
  private first = Number.NaN;
  private calledAt = Number.NaN;
  private answeredAt = Number.NaN;
  private executedAt = Number.NaN;

  /** Undefined where the write on the unused key was not answered within the case's limit. */
  run(): Aftermath | undefined {
    if (!this.begin()) return undefined;
    const { at } = this;
    const calm = ROUNDS * at.slowest;
    let writes = 0;
    let all = 0;
    for (const { replica, rate, reads } of at.sources) {
      all += rate * calm;
      if (at.lost.has(replica)) writes += rate * (1 - reads) * calm;
    }
    this.settle(calm, writes > MANY.writes || all > MANY.all ? GRAIN : 0);
    this.lose();
    return this.watch();
  }

  /**
   * Operations on other keys than those that are written at the lost depend on none of these, nor they on them. What may be
   * left behind is recovered beside them, though, at the same disks.
   */
  protected override sent(arrivals: readonly Arrival[]): readonly Arrival[] {
    const { at, keys } = this;
    for (const arrival of arrivals) keys.set(arrival, at.drawKey(this.uniform()));
    const written = new Set<number>();
    for (const [{ replica, isRead }, key] of keys) if (!isRead && at.lost.has(replica)) written.add(key);
    return arrivals.filter(
      (arrival) =>
        written.has(keys.get(arrival) as number) ||
        (at.lost.has(arrival.replica) && arrival.age < at.slowest),
    );
  }

  protected override arrive(arrival: Arrival): void {
    const { world, at, open } = this;
    const { replica, isRead } = arrival;
    const key = this.keys.get(arrival) as number;
    if (isRead) world.read(replica, key);
    else if (at.lost.has(replica)) open.set(world.write(replica, key), key);
    else world.write(replica, key);
  }

  private watch(): Aftermath | undefined {
    const { world, at, contact, origin, probes } = this;
    const { timeouts, keys } = at.deployment;
    for (const key of new Set(this.open.values())) probes.add(world.write(contact, key));
    this.first = world.write(contact, keys.count);
    const end = origin + (at.recovers ? at.limit : IN_VAIN * timeouts.election[1]);
    while (Number.isNaN(this.answeredAt) || probes.size > 0) if (!world.step(end)) break;
    if (Number.isNaN(this.answeredAt)) return undefined;
    // That a write on the unused key takes its time is no interruption.
    const waited = at.stopsAll ? this.answeredAt - origin : 0;
    const all = { called: waited, elected: waited, answered: waited, next: contact };
    return { ...all, left: this.left() };
  }

  /** Nothing was left where all was executed before a survivor asked what had become of it. */
  private left(): Aftermath['left'] {
    const { origin, calledAt, probes, at } = this;
    if (probes.size > 0) {
      const called = (Number.isNaN(calledAt) ? this.world.now : calledAt) - origin;
      return { called, executed: Number.POSITIVE_INFINITY };
    }
    const executed = this.executedAt - origin;
    const called = calledAt - origin;
    if (called <= executed) return { called, executed };
    // One that was paused has gone on with it by itself.
    const { duration = Number.POSITIVE_INFINITY } = at.loss;
    return duration < executed && this.executedAt > this.answeredAt
      ? { called: executed, executed }
      : undefined;
  }

  // Watcher

  sends(replica: number, type: string): void {
    const { at } = this;
    if (type !== at.protocol.takeover?.call || at.lost.has(replica) || Number.isNaN(this.origin)) return;
    if (Number.isNaN(this.calledAt)) this.calledAt = this.world.now;
  }

  leads(): void {}

  answered(process: number): void {
    this.served = true;
    if (process === this.first && Number.isNaN(this.answeredAt)) this.answeredAt = this.world.now;
  }

  executed(process: number, replica: number): void {
    if (replica !== this.contact) return;
    this.open.delete(process);
    if (this.probes.delete(process)) this.executedAt = this.world.now;
  }
}
