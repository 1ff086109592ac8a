import type { MachineFactory } from '../../protocol/contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../../protocol/contract/machine.js';
import { emptyTally, type SendingCosts, Step, type Tally, type Until } from './tally.js';

/** From which operation of each client process on to count, and up to which. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A protocol's machines with somebody who counts what goes in and out of them, from the first request of operation
 * `span.from` on until the first of operation `span.to`. All client processes are to be in step.
 */
export class Watched implements MachineFactory {
  readonly tally: Tally;
  readonly createClient?: NonNullable<MachineFactory['createClient']>;
  private counting = false;
  private over = false;
  private seq = 0;
  /** The step that each replica is in, and when that is. */
  private readonly steps: (Step | undefined)[];
  private readonly times: number[];
  private readonly until: Until[];

  constructor(
    private readonly factory: MachineFactory,
    private readonly n: number,
    private readonly span: Span,
    private readonly costs: SendingCosts,
  ) {
    this.tally = emptyTally(n);
    this.steps = Array.from({ length: n }, () => undefined);
    this.times = Array.from({ length: n }, () => -1);
    this.until = Array.from({ length: n }, () => ({ processor: 0, interface: 0, since: 0 }));
    const { createClient } = factory;
    if (createClient !== undefined) this.createClient = createClient;
  }

  create(setup: MachineSetup): Machine {
    return new WatchedMachine(this.factory.create(setup), setup.self, this);
  }

  /** The step of this replica that a call of its machine belongs to; undefined: nobody counts. */
  step(self: number, now: number, handled: boolean): Step | undefined {
    if (!this.counting) return undefined;
    let step = this.steps[self];
    // Where messages share packets a step is all that happens at one instant, else one call.
    if (step === undefined || this.times[self] !== now || !this.costs.packets) {
      step?.close(this.tally, this.until[self]);
      step = new Step(self, this.n, now, handled, this.costs);
      this.steps[self] = step;
      this.times[self] = now;
    }
    return step;
  }

  /** A request comes to a machine. */
  asked(seq: number): void {
    if (this.over || seq <= this.seq) return;
    this.seq = seq;
    this.steps.forEach((step, self) => {
      step?.close(this.tally, this.until[self]);
    });
    this.steps.fill(undefined);
    this.over = seq >= this.span.to;
    this.counting = !this.over && seq >= this.span.from;
    // Of the moments those of the last operation are kept.
    if (this.counting) for (const moments of this.tally.moments) moments.length = 0;
  }

  get complete(): boolean {
    return this.over;
  }

  get replySize(): number {
    return this.costs.replySize;
  }

  sizeOf(body: Message): number {
    return this.costs.sizes.of(body);
  }
}

/** A machine that acts as ever. What it does to the outside goes by way of this object. */
class WatchedMachine implements Machine, Effects {
  readonly order?: NonNullable<Machine['order']>;
  private inner!: Effects;
  private current: Step | undefined;

  constructor(
    private readonly machine: Machine,
    private readonly self: number,
    private readonly watch: Watched,
  ) {
    if (machine.order !== undefined) {
      this.order = (order, effects) => machine.order?.(order, this.within(effects, false)) ?? false;
    }
  }

  get state(): unknown {
    return this.machine.state;
  }

  set state(state: unknown) {
    this.machine.state = state;
  }

  get leads(): boolean {
    return this.machine.leads;
  }

  start(effects: Effects): void {
    this.machine.start(this.within(effects, false));
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(durable, this.within(effects, false));
  }

  message(from: number, body: Message, effects: Effects): void {
    const within = this.within(effects, true);
    this.current?.message(from);
    this.machine.message(from, body, within);
  }

  timer(name: number, effects: Effects): void {
    this.machine.timer(name, this.within(effects, false));
  }

  durable(token: number, effects: Effects): void {
    this.machine.durable(token, this.within(effects, false));
  }

  request(command: Command, effects: Effects): void {
    this.watch.asked(command.seq);
    const within = this.within(effects, true);
    this.current?.request();
    this.machine.request(command, within);
  }

  private within(effects: Effects, handled: boolean): Effects {
    this.inner = effects;
    this.current = this.watch.step(this.self, effects.now, handled);
    return this;
  }

  // Effects.

  get now(): number {
    return this.inner.now;
  }

  random(): number {
    return this.inner.random();
  }

  send(to: number, body: Message): void {
    this.current?.send(to, body);
    this.inner.send(to, body);
  }

  setTimer(name: number, delay: number): void {
    this.inner.setTimer(name, delay);
  }

  cancelTimer(name: number): void {
    this.inner.cancelTimer(name);
  }

  persist(key: number, record: unknown, token: number): void {
    this.current?.persist();
    this.inner.persist(key, record, token);
  }

  forget(below: number): void {
    this.inner.forget(below);
  }

  reply(client: number, seq: number, result: number): void {
    this.current?.tell('reply', this.watch.replySize);
    this.inner.reply(client, seq, result);
  }

  notify(client: number, body: Message): void {
    this.current?.tell(body.type, this.watch.sizeOf(body));
    this.inner.notify?.(client, body);
  }

  commit(slot: number, command: Command, version: number): void {
    this.inner.commit(slot, command, version);
  }

  restored(slot: number): void {
    this.inner.restored?.(slot);
  }
}
