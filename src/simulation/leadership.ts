import type { LeaderChange, LeaderSuccession } from '../result/simulation-run.js';
import type { Host } from './host.js';

/** Leadership that changes more often than this is not told in full. */
const TOLD = 1000;

/**
 * Who leads while a run is measured, and how often that changes: the one owner of both. A replica that begins to lead
 * succeeds whoever led before it. One that has come back from a crash may lead by what its disk remembers, and not know
 * yet that it was replaced: while the latest leader leads on, it stands beside that one, and succeeds it only when that
 * ceases to lead, or when a client's write is answered that no other replica was asked for.
 */
export class Leadership {
  /** What each replica believed, from when on; the first 1000. */
  readonly beliefs: LeaderChange[] = [];
  /** How often another replica succeeded; the first 1000 of these. */
  changes = 0;
  readonly successions: LeaderSuccession[] = [];
  /** Position of the replica that began to lead last, be it by mistake: whom clients hear of. −1: none has. */
  begunLast = -1;
  /** Position of the replica that succeeded last; −1: none has led. */
  private latest = -1;
  private readonly led: boolean[];
  /** The life in which each replica last began to lead (`Host.incarnation`). */
  private readonly lives: number[];
  /** Those that stand beside the latest leader, and since when (ms on the clock of the run). */
  private readonly beside = new Map<number, number>();
  private origin = 0;

  constructor(
    private readonly hosts: readonly Pick<Host, 'self' | 'up' | 'incarnation' | 'machine'>[],
    private readonly ids: readonly string[],
  ) {
    this.led = hosts.map(() => false);
    this.lives = hosts.map(() => 0);
  }

  /** Measuring begins (ms on the clock of the run). */
  begin(origin: number): void {
    this.origin = origin;
    for (const { self, up, incarnation, machine } of this.hosts) {
      this.led[self] = up && machine.leads;
      this.lives[self] = incarnation;
      if (this.led[self]) this.latest = this.begunLast = self;
    }
  }

  /** An event is over (ms on the clock of the run). */
  watch(now: number): void {
    for (const { self, up, incarnation, machine } of this.hosts) {
      const leads = up && machine.leads;
      if (leads === this.led[self]) continue;
      this.led[self] = leads;
      if (this.beliefs.length < TOLD)
        this.beliefs.push({ at: now - this.origin, replica: this.ids[self], leads });
      if (leads) this.start(self, incarnation, now);
      else this.cease(self);
    }
  }

  /** A client's write that no other replica was asked for is answered. */
  served(replica: number): void {
    const since = this.beside.get(replica);
    if (since !== undefined) this.succeed(replica, since);
  }

  private start(self: number, life: number, now: number): void {
    this.begunLast = self;
    const isBack = life !== this.lives[self];
    this.lives[self] = life;
    if (isBack && this.latest >= 0 && this.latest !== self && this.led[this.latest])
      this.beside.set(self, now);
    else this.succeed(self, now);
  }

  private cease(self: number): void {
    this.beside.delete(self);
    if (self !== this.latest) return;
    for (const [next, since] of this.beside) {
      this.succeed(next, since);
      return;
    }
  }

  /** @param since when it began to lead, or its predecessor did, whichever was later */
  private succeed(to: number, since: number): void {
    const from = this.latest;
    this.latest = to;
    this.beside.delete(to);
    if (from === to) return;
    for (const [other, before] of this.beside) this.beside.set(other, Math.max(before, since));
    this.changes++;
    if (this.successions.length === TOLD) return;
    this.successions.push({
      at: since - this.origin,
      from: from < 0 ? null : this.ids[from],
      to: this.ids[to],
    });
  }
}
