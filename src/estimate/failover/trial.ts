import type { Aftermath } from './aftermath.js';
import type { LossCase } from './loss-case.js';
import { LossRun } from './loss-run.js';

/** See `writesBefore`: after a cut the newest entries decide; after anything else all arrive, and the newest write is enough. */
const GRAIN = { cut: 1 / 24, other: Number.POSITIVE_INFINITY };

/** One loss, as the protocol's machines get over it. */
export class Trial extends LossRun {
  private calledAt = Number.NaN;
  private answeredAt = Number.NaN;
  private answeredBy: number | undefined;
  /** Processes from this one on have asked after the loss. */
  private awaited = 0;
  private readonly led: boolean[];
  /** Per replica, when it was elected for the last time before the answer; and who was the latest. */
  private readonly electedAt = new Map<number, number>();
  private latest: number | undefined;
  /** Who has just been elected, and is to be handed a write. */
  private readonly fresh: number[] = [];
  /** Who has sent what one sends that was elected, after it had called: such messages may be sent again. */
  private won = 0;

  constructor(at: LossCase, seed: number, contact: number, phase: number) {
    super(at, seed, contact, phase);
    this.led = at.deployment.replicas.map(() => false);
  }

  /** Has anybody given the lost up until then? */
  get wasCalled(): boolean {
    return !Number.isNaN(this.calledAt);
  }

  /** Undefined where no write was answered within the case's limit. */
  run(): Aftermath | undefined {
    if (!this.begin()) return undefined;
    this.settle(this.at.slowest, this.at.loss.kind === 'cut' ? GRAIN.cut : GRAIN.other);
    this.lose();
    return this.watch();
  }

  /** Then whoever is to answer is handed a write. */
  protected override lose(): void {
    super.lose();
    const { world, at } = this;
    const { loss, leader, lost } = at;
    this.awaited = world.processes;
    const proposed = at.protocol.machine.createClient !== undefined || leader === undefined;
    if (proposed) world.write(this.contact);
    else if (!lost.has(leader) || loss.kind === 'pause') world.write(leader);
  }

  private watch(): Aftermath | undefined {
    const { world, at, origin } = this;
    const end = origin + at.limit;
    while (!this.isOver()) {
      if (!world.step(end)) return undefined;
      for (let replica = this.fresh.pop(); replica !== undefined; replica = this.fresh.pop()) {
        if (at.protocol.machine.createClient === undefined) world.write(replica);
      }
      if (this.hasSlippedThrough) {
        this.answeredAt = Number.NaN;
        this.awaited = world.processes;
        world.write(this.contact);
      }
    }
    const next = this.next() as number;
    const elected = this.electedAt.get(next) ?? Math.min(this.answeredAt, this.latestElection());
    const called = Number.isNaN(this.calledAt) ? elected : Math.min(this.calledAt, elected);
    const answered = this.answeredAt;
    // Who answers before anybody had to be elected was not waiting for that.
    const upTo = (time: number): number => Math.min(time, answered) - origin;
    return { called: upTo(called), elected: upTo(elected), answered: answered - origin, next };
  }

  /** Where each replica is waited for, what the lost one had already made room for is answered: that is not the end of it. */
  private get hasSlippedThrough(): boolean {
    return !Number.isNaN(this.answeredAt) && this.at.leader === undefined && this.next() === undefined;
  }

  private isOver(): boolean {
    return !Number.isNaN(this.answeredAt) && this.next() !== undefined;
  }

  /** Who leads now that it is over, or went on in place of the lost; undefined: not known yet. */
  private next(): number | undefined {
    const { at, answeredBy, latest } = this;
    const { leader, lost, loss } = at;
    const isBack = loss.duration !== undefined && this.world.now > this.origin + loss.duration;
    if (leader === undefined) {
      const goesOn = isBack || at.protocol.traits.interruptedBy !== 'any';
      return latest ?? (goesOn ? (answeredBy ?? this.contact) : undefined);
    }
    if (answeredBy !== undefined && this.led[answeredBy]) return answeredBy;
    if (latest !== undefined && this.led[latest]) return latest;
    return (isBack || !lost.has(leader)) && this.world.leads(leader) ? leader : undefined;
  }

  private latestElection(): number {
    return this.latest === undefined ? this.answeredAt : (this.electedAt.get(this.latest) as number);
  }

  private get isAfter(): boolean {
    return this.origin <= this.world.now;
  }

  /** Elections after the answer tell who leads, where clients were answered before anybody did. */
  private elect(replica: number): void {
    if (!this.isAfter) return;
    if (!Number.isNaN(this.answeredAt) && this.latest !== undefined) return;
    this.electedAt.set(replica, this.world.now);
    this.latest = replica;
  }

  // Watcher

  sends(replica: number, type: string): void {
    const { takeover } = this.at.protocol;
    if (takeover === undefined || this.at.lost.has(replica)) return;
    if (type === takeover.call) {
      if (this.isAfter && Number.isNaN(this.calledAt)) this.calledAt = this.world.now;
      this.won &= ~(1 << replica);
    } else if (type === takeover.elected && ((this.won >>> replica) & 1) === 0) {
      this.elect(replica);
      this.won |= 1 << replica;
    }
  }

  leads(replica: number, leads: boolean): void {
    if (leads === this.led[replica]) return;
    this.led[replica] = leads;
    if (!leads || !this.isAfter) return;
    this.elect(replica);
    this.fresh.push(replica);
  }

  answered(process: number, replica: number | undefined): void {
    if (process < this.awaited) return;
    this.served = true;
    if (!this.isAfter || !Number.isNaN(this.answeredAt)) return;
    this.answeredAt = this.world.now;
    this.answeredBy = replica;
  }
}
