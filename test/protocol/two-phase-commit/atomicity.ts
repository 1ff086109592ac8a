import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { Effects, Machine, MachineSetup, Message } from '../../../src/protocol/contract/machine.js';
import { PassingMachine } from '../../../src/protocol/passing.js';
import { entryAt } from '../../../src/protocol/two-phase-commit/log.js';
import {
  type Abort,
  type Commit,
  NO_TXN,
  type Vote,
} from '../../../src/protocol/two-phase-commit/messages.js';
import { passOn } from '../altered.js';
import { stateOf } from './subject.js';

/**
 * Watches machines for what an atomic commitment protocol promises (Bernstein, Hadzilacos, Goodman, §7.3):
 *   AC1, AC2  all who decide decide alike, and nobody decides otherwise later;
 *   AC3       committed only where all have voted yes;
 * and for what makes it possible: who has voted yes can commit when it is told to, and who has told another that it does
 * not vote for a transaction never votes for it.
 */
export class Atomicity {
  readonly violations: string[] = [];
  /** What was seen to happen, so that tests can see that something did. */
  committed = 0;
  aborted = 0;
  fillers = 0;
  private readonly refusals = new Set<string>();
  private readonly votes = new Map<number, number>();
  private readonly decisions = new Map<string, 'commit' | 'abort'>();
  private readonly outcomes = new Map<number, 'commit' | 'abort'>();

  watch(factory: MachineFactory): MachineFactory {
    return { create: (setup) => new Watched(factory.create(setup), setup, this) };
  }

  voted(replica: number, { txn, yes }: Vote): void {
    if (!yes) return;
    if (this.refusals.has(`${replica} ${txn}`)) this.found(`r${replica} votes for ${txn} after all`);
    this.votes.set(txn, (this.votes.get(txn) ?? 0) | (1 << replica));
  }

  /** A participant tells another that the transaction is aborted. */
  refused(replica: number, txn: number): void {
    this.refusals.add(`${replica} ${txn}`);
  }

  /** The coordinator tells that it has committed. */
  told(coordinator: number, n: number, txn: number): void {
    if (txn === NO_TXN) {
      this.fillers++;
      return;
    }
    const everyone = ((1 << n) - 1) & ~(1 << coordinator);
    if ((this.votes.get(txn) ?? 0) !== everyone) this.found(`${txn} is committed without all votes`);
    this.decided(coordinator, txn, 'commit');
  }

  /** Of a replica the first decision counts: a late copy of a prepare may make it ask about a transaction long past. */
  decided(replica: number, txn: number, decision: 'commit' | 'abort'): void {
    const name = `${replica} ${txn}`;
    const before = this.decisions.get(name);
    if (before === decision || (before === 'commit' && decision === 'abort')) return;
    this.decisions.set(name, decision);
    if (decision === 'commit') this.committed++;
    else this.aborted++;
    const other = this.outcomes.get(txn) ?? decision;
    this.outcomes.set(txn, other);
    if (other !== decision) this.found(`r${replica} decides to ${decision} ${txn}, another to ${other}`);
  }

  found(what: string): void {
    if (this.violations.length < 5) this.violations.push(`atomicity: ${what}`);
  }
}

class Watched extends PassingMachine {
  constructor(
    machine: Machine,
    private readonly setup: MachineSetup,
    private readonly atomicity: Atomicity,
  ) {
    super(machine);
  }

  override message(from: number, body: Message, effects: Effects): void {
    if (body.type === 'commit') this.checkHeld(body as Commit);
    const before = new Map(stateOf(this.machine).open);
    super.message(from, body, effects);
    this.compare(before);
  }

  override timer(name: number, effects: Effects): void {
    const before = new Map(stateOf(this.machine).open);
    super.timer(name, effects);
    this.compare(before);
  }

  private checkHeld({ txn, slot }: Commit): void {
    const { log, open } = stateOf(this.machine);
    if (txn === NO_TXN || slot < log.base || entryAt(log, slot) !== null || open.has(txn)) return;
    this.atomicity.found(`r${this.setup.self} is told to commit ${txn}, and knows nothing of it`);
  }

  private compare(before: ReadonlyMap<number, { readonly voted: boolean }>): void {
    const { open, log } = stateOf(this.machine);
    for (const [txn, { voted }] of before) {
      if (open.has(txn) || !voted) continue;
      this.atomicity.decided(this.setup.self, txn, log.slotOf.has(txn) ? 'commit' : 'abort');
    }
  }

  protected within(effects: Effects): Effects {
    const { setup, atomicity, machine } = this;
    return {
      ...passOn(effects),
      get now() {
        return effects.now;
      },
      send(to, body) {
        if (body.type === 'vote') atomicity.voted(setup.self, body as Vote);
        if (body.type === 'abort' && !machine.leads) atomicity.refused(setup.self, (body as Abort).txn);
        if (body.type === 'commit' && machine.leads)
          atomicity.told(setup.self, setup.n, (body as Commit).txn);
        effects.send(to, body);
      },
    };
  }
}
