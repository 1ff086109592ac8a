import type { CrashPhase } from './crash.js';

/** When the phases of one crash ended (ms since the crash), and who went on. */
export interface CrashTimes {
  readonly called: number;
  readonly elected: number;
  readonly answered: number;
  /** Number of the replica that was elected. */
  readonly next: number;
}

/** Takes the marks of one crash. */
export class Marks {
  times: CrashTimes | undefined;
  private called = Number.NaN;
  private readonly elected = new Map<number, number>();
  private latest = -1;

  get wasCalled(): boolean {
    return !Number.isNaN(this.called);
  }

  /**
   * 'called' counts the first time, 'elected' each replica's last; 'answered' ends it. Who answers was elected, or, where
   * nobody leads, had waited for the latest that was.
   */
  mark(phase: CrashPhase, replica: number, now: number): void {
    if (this.times !== undefined) return;
    if (phase === 'called') {
      if (Number.isNaN(this.called)) this.called = now;
    } else if (phase === 'elected') {
      this.elected.set(replica, now);
      this.latest = replica;
    } else {
      const next = this.elected.has(replica) || this.latest < 0 ? replica : this.latest;
      const elected = this.elected.get(next) ?? now;
      const called = Number.isNaN(this.called) ? elected : Math.min(this.called, elected);
      this.times = { called, elected, answered: now, next };
    }
  }
}
