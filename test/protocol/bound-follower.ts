import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Machine, MachineSetup, Message, Order } from '../../src/protocol/contract/machine.js';
import { Probe } from './probe.js';

/** One replica fed by hand, with a disk that writes in order when told to, timers that go off, and crashes. */
export class BoundFollower {
  readonly probe = new Probe();
  machine: Machine;
  private readonly durable = new Map<number, unknown>();

  constructor(
    private readonly factory: MachineFactory,
    private readonly setup: MachineSetup,
  ) {
    this.machine = factory.create(setup);
    this.machine.start(this.probe);
  }

  hear(from: number, body: Message): void {
    this.machine.message(from, body, this.probe);
  }

  order(order: Order): void {
    this.machine.order?.(order, this.probe);
  }

  /** All that was handed to the disk gets there. */
  write(): void {
    const { written } = this.probe;
    this.probe.written = [];
    for (const { key, record, token } of written) {
      this.durable.set(key, record);
      this.machine.durable(token, this.probe);
    }
  }

  /** Time goes on, and timers go off when they are due; `after` follows on each. */
  wait(time: number, after: () => void): void {
    const { probe } = this;
    const end = probe.now + time;
    for (;;) {
      const [name, due] = [...probe.timers].sort(([, a], [, b]) => a - b)[0] ?? [0, Number.POSITIVE_INFINITY];
      if (due > end) break;
      probe.now = Math.max(probe.now, due);
      probe.timers.delete(name);
      this.machine.timer(name, probe);
      after();
    }
    probe.now = end;
  }

  /** A crash, and back at once. */
  restart(): void {
    this.probe.written = [];
    this.probe.timers.clear();
    this.machine = this.factory.create(this.setup);
    this.machine.restart(new Map(this.durable), this.probe);
  }
}
