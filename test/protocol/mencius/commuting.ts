import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { Command, Effects, Machine } from '../../../src/protocol/contract/machine.js';
import { type Alteration, altered, passOn } from '../altered.js';
import type { Subject } from '../subject.js';
import { menciusSubject, stateOf } from './subject.js';

/** Do they commute? */
function interfere(a: Command, b: Command): boolean {
  const isOperation = a.client >= 0 && b.client >= 0;
  return isOperation && a.key === b.key && (a.kind === 'write' || b.kind === 'write');
}

/**
 * Stands between a replica that executes out of order and a judge who wants the order of the slots. It keeps back what
 * comes ahead of its turn. What comes after one that it interferes with, and that has the higher slot, it passes on as
 * if it were in that slot, for the judge to object to.
 */
class Turns {
  passedOver = 0;
  private readonly ahead = new Map<number, { readonly command: Command; readonly version: number }>();
  private next = -1;

  constructor(private readonly machine: Machine) {}

  commit(slot: number, command: Command, version: number, effects: Effects): void {
    // At first, and after a restart, it begins where its snapshot ends.
    if (this.next < 0) this.next = stateOf(this.machine).executed;
    for (const [other, before] of this.ahead) {
      if (other > slot && interfere(before.command, command)) effects.commit(other, command, version);
    }
    if (slot < this.next || this.ahead.has(slot)) {
      effects.commit(slot, command, version);
    } else {
      this.ahead.set(slot, { command, version });
      if (slot > this.next) this.passedOver++;
      this.passOn(effects);
    }
  }

  restored(slot: number, effects: Effects): void {
    this.next = slot;
    // What it had executed out of order it executes again.
    this.ahead.clear();
    effects.restored?.(slot);
  }

  private passOn(effects: Effects): void {
    for (;;) {
      const due = this.ahead.get(this.next);
      if (due === undefined) return;
      this.ahead.delete(this.next);
      effects.commit(this.next++, due.command, due.version);
    }
  }
}

/** Mencius where commands on different keys commute, and how often one was executed before one in front of it. */
export function commutingSubject(defect: Alteration = {}): Subject & { passedOver(): number } {
  const all: Turns[] = [];
  const watched = new WeakMap<Machine, Effects>();
  const watch: Alteration = {
    effects: (effects, machine) => {
      let through = watched.get(machine);
      if (through === undefined) {
        const turns = new Turns(machine);
        all.push(turns);
        through = {
          ...passOn(effects),
          get now() {
            return effects.now;
          },
          commit: (slot, command, version) => turns.commit(slot, command, version, effects),
          restored: (slot) => turns.restored(slot, effects),
        };
        watched.set(machine, through);
      }
      return through;
    },
  };
  return {
    ...menciusSubject,
    factory: altered(altered(commutingMachine(menciusSubject.factory), defect), watch),
    // The run is not over before all that was executed ahead of its turn has been passed on.
    executed: (machine) => (stateOf(machine).ahead!.done.size > 0 ? -1 : stateOf(machine).executed),
    passedOver: () => all.reduce((sum, { passedOver }) => sum + passedOver, 0),
  };
}

/** The same machines, told that commands on different keys commute. */
export function commutingMachine(factory: MachineFactory): MachineFactory {
  return altered(factory, { setup: (setup) => ({ ...setup, commuting: true }) });
}
