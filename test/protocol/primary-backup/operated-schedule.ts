import { mayLead } from '../../../src/protocol/needs.js';
import { EPOCH } from '../../../src/protocol/primary-backup/epoch.js';
import type { FaultyNode } from '../faulty-node.js';
import { type Outcome, type Plan, Schedule } from '../schedule.js';
import type { Subject } from '../subject.js';
import { stateOf } from './subject.js';

/** One random schedule with an operator in it, who replaces the primary now and then, dead or alive. */
export interface OperatedPlan extends Omit<Plan, 'reads' | 'weather' | 'until'> {
  /**
   * Careful: stops the old primary first, and promotes another while enough backups can be reached for every acknowledged
   * write to be found, where there are enough. Hasty: stops it, and promotes any. Unfenced: does not stop it. Gentle: does
   * not stop it, for it is well and can be reached: a planned change.
   */
  readonly operator: 'careful' | 'hasty' | 'unfenced' | 'gentle';
}

export interface OperatedOutcome extends Outcome {
  readonly takeovers: number;
}

const FAULTS_UNTIL = 900;
/** Whoever is cut off is cut off from all, so that the operator can tell who can be reached. */
const WEATHER = {
  slow: 0,
  crash: 3,
  crashOfAll: 0,
  cut: 0,
  split: 0,
  isolation: 2,
  pause: 120,
  lasts: 120,
};

class Operated extends Schedule {
  private readonly operator: OperatedPlan['operator'];
  private takeovers = 0;
  private appointed: number;
  /** Until when replica r hears and is heard by no other. */
  private readonly away: number[];

  constructor({ operator, ...plan }: OperatedPlan, subject: Subject) {
    super({ ...plan, reads: 'primary', weather: WEATHER, until: FAULTS_UNTIL }, subject, false);
    this.operator = operator;
    this.away = new Array(plan.n).fill(0);
    this.appointed = this.nodes[0].setup.leader!;
  }

  override go(): OperatedOutcome {
    return { ...super.go(), takeovers: this.takeovers };
  }

  protected override begin(): void {
    this.after(150 * this.uniform(), () => this.decide());
  }

  /** Every so often: is the primary well? Even where it is, it may be time for another. */
  private decide(): void {
    const node = this.nodes[this.appointed];
    const well = node.up && node.machine.leads;
    if (this.faulty ? this.uniform() < (well ? 0.3 : 0.6) : !well) this.replace();
    this.after(this.faulty ? 250 * this.uniform() : 200, () => this.decide());
  }

  private replace(): void {
    const { operator } = this;
    const { n } = this.plan;
    const old = this.nodes[this.appointed];
    const up = this.nodes.filter((node) => node !== old && this.canBeReached(node));
    const able = up.filter(({ setup, self }) => mayLead(setup.members[self]));
    if (able.length === 0 || this.takingOver) return;
    if (operator === 'gentle') {
      if (up.length < n - 1 || !old.machine.leads || !this.canBeReached(old)) return;
    } else if (operator === 'careful') {
      // Where the primary is a quorum alone the others can never rule out a loss, and the operator has to go on.
      const everyone = (1 << n) - 1;
      const seen = up.reduce((set, { self }) => set | (1 << self), 0);
      const hopeless = this.mayForget(everyone & ~(1 << old.self));
      if (this.mayForget(seen) && !hopeless) return;
    }
    const node = able[Math.floor(this.uniform() * able.length)];
    this.appointed = node.self;
    this.takeovers++;
    if (operator === 'careful' || operator === 'hasty') this.crash(old, 100 * this.uniform());
    node.machine.order?.({ type: 'promote' }, node);
    // Whoever has been stopped comes back as a backup.
    if (operator === 'careful' || operator === 'hasty') old.durable.set(EPOCH, stateOf(node.machine).epoch);
  }

  private canBeReached({ up, self }: FaultyNode): boolean {
    return up && this.away[self] <= this.now;
  }

  /** Could a write be acknowledged that none of these has? */
  private mayForget(seen: number): boolean {
    const everyone = (1 << this.plan.n) - 1;
    return this.nodes[0].setup.quorum.phase2.contains(everyone & ~seen);
  }

  /** The careful and the gentle see to it that nothing goes wrong meanwhile. */
  private get takingOver(): boolean {
    if (this.operator !== 'careful' && this.operator !== 'gentle') return false;
    return this.nodes.some(({ up, machine }) => up && stateOf(machine).takeover !== null);
  }

  override get lossy(): boolean {
    return this.faulty && !this.takingOver;
  }

  protected override fault(): void {
    if (this.takingOver) this.after(WEATHER.pause * this.uniform(), () => this.fault());
    else super.fault();
  }

  protected override isolate(lasts: number): void {
    const { self } = this.anyNode();
    this.away[self] = this.now + lasts;
    this.network.isolate(self, lasts);
  }
}

export function runOperated(plan: OperatedPlan, subject: Subject): OperatedOutcome {
  return new Operated(plan, subject).go();
}
