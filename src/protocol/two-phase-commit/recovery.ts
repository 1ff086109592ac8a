import type { Effects } from '../contract/machine.js';
import { copyOf, NO_OP } from '../replicated-map.js';
import { begin } from './coordinator.js';
import { executeNext } from './execution.js';
import { emptyLog, entryAt, logEnd, noteOnDisk, putEntry } from './log.js';
import {
  type Entry,
  LIFE,
  NO_TXN,
  type PreparedRecord,
  placeOf,
  REFUSED,
  SNAPSHOT,
  type Snapshot,
} from './messages.js';
import {
  coordinatorOf,
  freshOffice,
  freshState,
  type Replica,
  type State,
  tickSoon,
  write,
} from './state.js';
import { tellAgain } from './telling.js';

/**
 * After a crash: what the disk holds is all that counts. A participant is in doubt about whatever it has prepared and has
 * no decision for. The coordinator has decided what stands in its log and nothing else; it counts acknowledgements anew.
 */
export function recover(replica: Replica, durable: ReadonlyMap<number, unknown>, effects: Effects): void {
  const { setup } = replica;
  const state = freshState();
  replica.state = state;
  const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
  const isCoordinator = coordinatorOf(setup) === setup.self;
  if (isCoordinator) {
    const life = ((durable.get(LIFE) as number | undefined) ?? 0) + 1;
    state.office = freshOffice(setup, life, snapshot?.first ?? 0, false);
    write(state, LIFE, life, { what: 'life' }, effects);
  }
  readLog(state, durable, snapshot);
  if (isCoordinator) fillGaps(state);
  else readPrepared(replica, durable, snapshot, effects);
  while (entryAt(state.log, state.executed) !== null) executeNext(replica, effects);
  if (setup.n === 1) state.settled = state.executed;
}

function readLog(state: State, durable: ReadonlyMap<number, unknown>, snapshot: Snapshot | undefined): void {
  const first = snapshot?.first ?? 0;
  const log = emptyLog(first);
  state.log = log;
  state.executed = snapshot?.executed ?? 0;
  state.settled = first;
  if (snapshot !== undefined) Object.assign(state, copyOf(snapshot));
  const hold = (slot: number, entry: Entry): void => {
    if (entryAt(log, slot) !== null) return;
    putEntry(log, slot, entry);
    noteOnDisk(log, slot);
  };
  snapshot?.entries.forEach((entry, i) => {
    if (entry !== null) hold(first + i, entry);
  });
  const slots = [...durable.keys()].filter((key) => key >= first).sort((a, b) => a - b);
  for (const slot of slots) hold(slot, durable.get(slot) as Entry);
}

/**
 * A slot without a decision below one with: its write was under way in the crash and nobody was told. It is aborted, and
 * its slot gets a filler. That needs no record: as long as the later decision is on disk, the gap says the same again.
 */
function fillGaps({ log }: State): void {
  for (let slot = log.base; slot < logEnd(log); slot++) {
    if (entryAt(log, slot) !== null) continue;
    putEntry(log, slot, { txn: NO_TXN, command: NO_OP });
    noteOnDisk(log, slot);
  }
}

/** Takes the locks again of all that is in doubt, and asks about it soon. */
function readPrepared(
  replica: Replica,
  durable: ReadonlyMap<number, unknown>,
  snapshot: Snapshot | undefined,
  effects: Effects,
): void {
  const { state, setup } = replica;
  state.refused = (durable.get(REFUSED) as number | undefined) ?? 0;
  state.refusedOnDisk = state.refused;
  state.prepared = snapshot?.prepared ?? 0;
  const stillOpen = new Set(snapshot?.open);
  const patience = setup.election[1];
  for (const [key, value] of durable) {
    const place = placeOf(key);
    if (place < 0) continue;
    const { txn, command, number, at } = value as PreparedRecord;
    state.nextPlace = Math.max(state.nextPlace, place + 1);
    const outlived = snapshot !== undefined && number <= snapshot.prepared && !stillOpen.has(number);
    state.prepared = Math.max(state.prepared, number);
    if (outlived || state.log.slotOf.has(txn)) continue;
    const askAllAt = effects.now + patience;
    state.open.set(txn, {
      command,
      number,
      place,
      since: at,
      patience,
      voted: true,
      askAt: effects.now,
      askAllAt,
    });
  }
  const taken = new Set<number>();
  for (const [txn, { command, place }] of state.open) {
    taken.add(place);
    // An aborted transaction's record may have outlasted the abort: the latest of a key is the one to hold its lock.
    if (txn > (state.locks.get(command.key) ?? NO_TXN)) state.locks.set(command.key, txn);
  }
  for (let place = state.nextPlace - 1; place >= 0; place--)
    if (!taken.has(place)) state.freePlaces.push(place);
  if (state.open.size > 0) tickSoon(replica, effects);
}

/** The coordinator's new life is on disk: it may number transactions again. */
export function onLifeWritten(replica: Replica, effects: Effects): void {
  const { office } = replica.state;
  if (office === null) return;
  office.begun = true;
  tellAgain(replica, office, effects);
  for (const queue of [...office.queues.values()]) begin(replica, office, queue[0], effects);
}
