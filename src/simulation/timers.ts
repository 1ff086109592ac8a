import type { Causality } from './causality.js';
import { TIMER } from './event.js';
import type { EventQueue } from './event-queue.js';

/** A machine's timer of one name. */
export interface Timer {
  readonly name: number;
  running: boolean;
  deadline: number;
  /** When the queue will next look at it (ms); Infinity where nothing is scheduled. */
  armed: number;
  /** Events of an earlier generation are stale. */
  generation: number;
  /** As in `Causality.current`. */
  cause: number;
}

/** Stopped timers that are kept for use again; machines with a timer per slot must not make this grow. */
const KEPT = 64;

/**
 * The timers of one replica. A timer that is pushed back, as election timeouts are by every message, costs no
 * event: the one that is scheduled already looks again when it comes up.
 */
export class Timers {
  private readonly byName = new Map<number, Timer>();

  constructor(
    private readonly replica: number,
    private readonly queue: EventQueue,
    private readonly causality: Causality,
  ) {}

  /** Starts the timer of this name, or sets it anew, to fire `delay` ms after `now`. */
  set(name: number, delay: number, now: number): void {
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`timer ${name} was set to ${delay} ms; a delay is finite and at least 0`);
    }
    let timer = this.byName.get(name);
    if (timer === undefined) {
      const armed = Number.POSITIVE_INFINITY;
      timer = { name, running: false, deadline: 0, armed, generation: 0, cause: 0 };
      this.byName.set(name, timer);
    }
    if (!timer.running) {
      timer.running = true;
      timer.cause = this.causality.current;
    }
    timer.deadline = now + delay;
    if (timer.armed <= timer.deadline) return;
    timer.generation++;
    this.arm(timer);
  }

  cancel(name: number): void {
    const timer = this.byName.get(name);
    if (timer !== undefined) this.stop(timer);
  }

  /** The queue came to a timer's event. True where the timer fires now, which also stops it. */
  due(timer: Timer, generation: number, now: number): boolean {
    if (timer.generation !== generation) return false;
    timer.armed = Number.POSITIVE_INFINITY;
    if (!timer.running) return false;
    if (timer.deadline > now) {
      this.arm(timer);
      return false;
    }
    this.stop(timer);
    return true;
  }

  /** A crash: every timer dies. */
  clear(): void {
    for (const timer of this.byName.values()) timer.running = false;
    this.byName.clear();
  }

  private stop(timer: Timer): void {
    timer.running = false;
    if (this.byName.size > KEPT) this.byName.delete(timer.name);
  }

  private arm(timer: Timer): void {
    timer.armed = timer.deadline;
    const slot = this.queue.push(timer.deadline, TIMER, this.replica, timer.generation, timer);
    this.queue.cause[slot] = 0;
  }
}
