import type { Command, Effects, Machine } from '../../../src/protocol/contract/machine.js';
import { EXECUTED, interferes } from '../../../src/protocol/epaxos/messages.js';
import { instanceAt } from '../../../src/protocol/epaxos/rows.js';
import { numberOf, rowOf } from '../../../src/protocol/epaxos/slots.js';
import type { State } from '../../../src/protocol/epaxos/state.js';

/**
 * Makes one log of what replicas execute, for a judge who wants every replica to execute slots 0, 1, 2, … of one log.
 * Instances are numbered in the order in which anybody executes them first. A replica may execute two instances the
 * other way round if they commute, so what comes ahead of its turn is kept back; if they interfere the judge is told
 * of the later one in the place of the earlier, for him to object to.
 */
export class VirtualLog {
  readonly slots: { readonly slot: number; readonly command: Command }[] = [];
  private readonly places = new Map<number, number>();

  placeOf(slot: number, command: Command): number {
    let place = this.places.get(slot);
    if (place === undefined) {
      place = this.slots.length;
      this.slots.push({ slot, command });
      this.places.set(slot, place);
    }
    return place;
  }
}

/** What a replica executed, and the version of its key that this made. */
interface Executed {
  readonly command: Command;
  readonly version: number;
}

/** One life of a replica. */
export class Turns {
  private readonly done = new Set<number>();
  private readonly ahead = new Map<number, Executed>();
  private next = -1;

  constructor(
    private readonly log: VirtualLog,
    private readonly machine: Machine,
  ) {}

  /** The first place of the log that this replica has not executed. */
  get executed(): number {
    this.begin(-1);
    return this.next;
  }

  /** It begins with what its snapshot holds: everything executed but what it executes just now. */
  private begin(now: number): void {
    if (this.next >= 0) return;
    this.next = 0;
    const state = this.machine.state as State;
    const n = state.rows.length;
    this.log.slots.forEach(({ slot, command }, place) => {
      const isDropped = numberOf(slot, n) < state.rows[rowOf(slot, n)].base;
      if (slot !== now && (isDropped || instanceAt(state, slot)?.status === EXECUTED)) {
        this.done.add(place);
        this.ahead.set(place, { command, version: 0 });
      }
    });
    while (this.ahead.delete(this.next)) this.next++;
  }

  commit(slot: number, command: Command, version: number, effects: Effects): void {
    this.begin(slot);
    const place = this.log.placeOf(slot, command);
    for (let other = this.next; other < place; other++) {
      const before = this.log.slots[other].command;
      if (!this.done.has(other) && before.client >= 0 && command.client >= 0 && interferes(before, command))
        effects.commit(other, command, version);
    }
    if (this.done.has(place)) effects.commit(place, command, version);
    this.done.add(place);
    this.ahead.set(place, { command, version });
    for (let due = this.ahead.get(this.next); due !== undefined; due = this.ahead.get(this.next)) {
      this.ahead.delete(this.next);
      effects.commit(this.next++, due.command, due.version);
    }
  }
}
