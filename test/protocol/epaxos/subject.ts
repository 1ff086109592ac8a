import type { Command, Effects, Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { type Entry, isFinished, SNAPSHOT, type Snapshot } from '../../../src/protocol/epaxos/records.js';
import type { Limits, State } from '../../../src/protocol/epaxos/state.js';
import { isDone } from '../../../src/protocol/sessions.js';
import { type Alteration, altered, passOn } from '../altered.js';
import type { Subject } from '../subject.js';
import { Turns, VirtualLog } from './virtual-log.js';

/** Keeps little and uses few numbers ahead, so that short runs make snapshots, drop instances and wait for the disk. */
export const SMALL_LIMITS: Limits = { window: 6, snapshotEvery: 5, batch: 16 };

/** One run's subject: it has a log of its own to be judged by. */
export function epaxosSubject(alteration: Alteration = {}): Subject {
  const log = new VirtualLog();
  const lives = new WeakMap<Machine, Turns>();
  const inner = altered(epaxosMachine(SMALL_LIMITS), alteration);
  const create = (setup: MachineSetup): Machine => {
    let turns: Turns;
    let through: Effects | undefined;
    const effects = (outside: Effects): Effects => {
      through ??= {
        ...passOn(outside),
        get now() {
          return outside.now;
        },
        commit: (slot, command, version) => turns.commit(slot, command, version, outside),
      };
      return through;
    };
    const machine = altered(inner, { effects }).create(setup);
    turns = new Turns(log, machine);
    lives.set(machine, turns);
    return machine;
  };
  return {
    factory: { create },
    store: (machine) => stateOf(machine).store,
    executed: (machine) => lives.get(machine)!.executed,
    holds: isOnDisk,
  };
}

export function stateOf(machine: Machine): State {
  return machine.state as State;
}

/** In the journal, voted for or finished, or in the snapshot. */
export function isOnDisk(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
  const session = (durable.get(SNAPSHOT) as Snapshot | undefined)?.sessions.get(client);
  if (session !== undefined && isDone(session, seq)) return true;
  const isIt = (command: Command | undefined): boolean => command?.client === client && command.seq === seq;
  for (const [key, record] of durable) {
    if (key < 0) continue;
    const entry = record as Entry;
    if (isFinished(entry)) {
      if (entry.values.some(({ command }) => isIt(command))) return true;
    } else if (isIt(entry.initial?.command) || isIt(entry.value?.command)) return true;
  }
  return false;
}
