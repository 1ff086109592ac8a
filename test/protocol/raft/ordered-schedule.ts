import type { Message, Order } from '../../../src/protocol/contract/machine.js';
import { configurationOf, everyone } from '../../../src/protocol/raft/log.js';
import type { FaultyNode } from '../faulty-node.js';
import { type Outcome, type Plan, Schedule } from '../schedule.js';
import type { Subject } from '../subject.js';
import { stateOf } from './subject.js';

/** What came about, so that tests can see that something did. */
export interface OrderedOutcome extends Outcome {
  /** Times that a replica led fewer than all; that it led a group that it was not in; that one was told to lead. */
  readonly smaller: number;
  readonly outsiders: number;
  readonly summoned: number;
}

const FAULTS_UNTIL = 1000;

/**
 * One random schedule with an operator in it, who takes replicas out of the group and in again, and has others lead, at
 * any time. When faults stop all replicas are ordered in again.
 */
class Ordered extends Schedule {
  private smaller = 0;
  private outsiders = 0;
  private summoned = 0;
  private readonly pace: number;

  constructor(plan: Plan, subject: Subject, tracing: boolean) {
    // A quorum of a smaller group need not be one of all.
    super({ until: FAULTS_UNTIL, ...plan }, { ...subject, holds: () => true }, tracing);
    this.pace = [30, 80, 200][Math.floor(3 * this.uniform())];
  }

  override go(): OrderedOutcome {
    const outcome = super.go();
    const { smaller, outsiders, summoned } = this;
    return { ...outcome, smaller, outsiders, summoned };
  }

  protected override begin(): void {
    this.after(100 * this.uniform(), () => this.operate());
  }

  private operate(): void {
    if (!this.faulty) return;
    const replica = Math.floor(this.uniform() * this.plan.n);
    const kind = this.uniform();
    if (kind < 0.25) this.order(this.nodes[replica], { type: 'promote' });
    else this.orderAll({ type: kind < 0.65 ? 'remove' : 'add', replica });
    this.after(this.pace * this.uniform(), () => this.operate());
  }

  /** Everyone in again; said again and again, for who restarts forgets what it was told. */
  protected override heal(): void {
    super.heal();
    for (let replica = 0; replica < this.plan.n; replica++) this.orderAll({ type: 'add', replica });
    this.after(300, () => this.heal());
  }

  private orderAll(order: Order): void {
    for (const node of this.nodes) this.order(node, order);
  }

  private order(node: FaultyNode, order: Order): void {
    if (!node.up) return;
    this.note(`r${node.self} is ordered`, order);
    node.machine.order?.(order, node);
  }

  protected override led({ machine, self }: FaultyNode): void {
    const { members } = configurationOf(stateOf(machine).log);
    if (members !== everyone(this.plan.n)) this.smaller++;
    if (((members >>> self) & 1) === 0) this.outsiders++;
    this.note(`r${self} leads ${members.toString(2)}`);
  }

  override transmit(from: number, to: number, body: Message): void {
    if (body.type === 'timeout-now') this.summoned++;
    super.transmit(from, to, body);
  }

  protected override isOver(): boolean {
    const isIn = ({ up, machine }: FaultyNode): boolean =>
      up && configurationOf(stateOf(machine).log).members === everyone(this.plan.n);
    return super.isOver() && this.nodes.every(isIn);
  }
}

export function runOrdered(plan: Plan, subject: Subject, tracing = false): OrderedOutcome {
  return new Ordered(plan, subject, tracing).go();
}
