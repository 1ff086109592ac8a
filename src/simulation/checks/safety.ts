import type { Command } from '../../protocol/contract/machine.js';
import type { Safety } from '../../result/simulation-run.js';
import type { Operations } from '../operations.js';
import { Agreement } from './agreement.js';
import { AtMostOnce } from './at-most-once.js';
import type { Checks } from './checks.js';
import { Durability } from './durability.js';
import { KeyOrder } from './key-order.js';
import { Linearizability } from './linearizability.js';
import { Order } from './order.js';
import { Validity } from './validity.js';

/** The checks that watch every run, together. */
export class SafetyChecks implements Checks {
  private readonly agreement: Agreement;
  private readonly order: Order | undefined;
  private readonly keyOrder: KeyOrder | undefined;
  private readonly linearizability: Linearizability | undefined;
  private readonly validity: Validity;
  private readonly atMostOnce: AtMostOnce;
  private readonly durability: Durability;

  /**
   * @param ordered whether every replica executes slots 0, 1, 2, …; else it executes the commands on one key in one order
   * @param linearizable whether the protocol promises that of what clients see
   */
  constructor(
    replicas: readonly string[],
    private readonly operations: Operations,
    ordered: boolean,
    linearizable: boolean,
  ) {
    const nameOf = (replica: number): string => replicas[replica];
    this.agreement = new Agreement(operations, nameOf);
    this.order = ordered ? new Order(replicas.length, nameOf) : undefined;
    this.keyOrder = ordered ? undefined : new KeyOrder(replicas.length, operations, nameOf);
    this.linearizability = linearizable ? new Linearizability(operations) : undefined;
    this.validity = new Validity(operations, nameOf);
    this.atMostOnce = new AtMostOnce(operations, nameOf);
    this.durability = new Durability(operations, nameOf);
  }

  restart(replica: number): void {
    this.order?.restart(replica);
    this.keyOrder?.restart(replica);
  }

  restored(replica: number, slot: number): void {
    this.order?.restored(replica, slot);
    this.keyOrder?.restored(replica);
  }

  commit(replica: number, slot: number, command: Command, version: number, now: number): number {
    const operation = this.operations.find(command.client, command.seq);
    this.order?.commit(replica, slot, now);
    this.keyOrder?.commit(replica, slot, operation, command.kind === 'write', command.key, now);
    this.validity.commit(replica, slot, command, operation, now);
    const before = this.agreement.commit(replica, slot, operation, command.client < 0, now);
    if (before !== -1) this.durability.replaced(replica, slot, before, now);
    if (operation < 0) return operation;
    if (version > 0 && !this.isApart()) this.atMostOnce.effect(replica, operation, version, now);
    if (version > 0 || this.operations.isRead(operation)) this.operations.commit(operation);
    return operation;
  }

  /** Replicas have executed different commands: their states have little to do with each other from then on. */
  private isApart(): boolean {
    return this.agreement.violations.count > 0 || (this.keyOrder?.violations.count ?? 0) > 0;
  }

  reply(replica: number, operation: number, result: number, now: number): void {
    this.atMostOnce.reply(replica, operation, result, now);
    if (!this.operations.isAnswered(operation)) this.operations.answer(operation, result);
  }

  end(now: number, origin: number): void {
    this.durability.end(now);
    this.linearizability?.end(origin);
  }

  result(): Safety {
    const checks = [
      this.agreement,
      this.order,
      this.keyOrder,
      this.validity,
      this.atMostOnce,
      this.durability,
      this.linearizability,
    ];
    const found = checks.filter((check) => check !== undefined).map((check) => check.violations);
    let violations = 0;
    const byCheck: Record<string, number> = {};
    for (const { check, count } of found) {
      violations += count;
      byCheck[check] = count;
    }
    const earliest = found.reduce((a, b) => (b.at < a.at ? b : a));
    return {
      checked: found.map(({ check }) => check),
      violations,
      byCheck,
      ...(earliest.first === undefined ? {} : { first: `${earliest.check}: ${earliest.first}` }),
    };
  }
}
