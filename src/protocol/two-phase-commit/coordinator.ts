import { answer } from '../answering.js';
import type { Effects, MachineSetup } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { executeNext } from './execution.js';
import { isOnDisk, logEnd, noteOnDisk, putEntry } from './log.js';
import type { Inquire, Vote } from './messages.js';
import { compact } from './snapshots.js';
import {
  type Office,
  type Replica,
  type Request,
  send,
  type Transaction,
  tickSoon,
  toOthers,
  write,
} from './state.js';
import { tell } from './telling.js';

/**
 * The coordinator, phase one: asks every participant to prepare, and decides. On each key one transaction is under way
 * at a time, the others wait here: so that no two ever wait for each other at different participants.
 */

/**
 * How long (ms) a transaction waits for votes: at first the longest election timeout, in each further attempt twice as
 * long, so that a group that is merely slow is not kept busy with aborting; up to this factor.
 */
const MOST_PATIENT = 64;

function patienceOf({ election }: MachineSetup, { attempts }: Request): number {
  return election[1] * Math.min(2 ** attempts, MOST_PATIENT);
}

/** The write at the head of its key's queue becomes a transaction. */
export function begin(replica: Replica, office: Office, request: Request, effects: Effects): void {
  const { setup, state } = replica;
  const txn = office.next++;
  const patience = patienceOf(setup, request);
  const { now } = effects;
  const transaction = {
    request,
    votes: 1 << setup.self,
    askAt: now + setup.election[0],
    abortAt: now + patience,
  };
  office.active.set(txn, transaction);
  const { command } = request;
  toOthers(replica, { type: 'prepare', txn, command, patience, settled: state.settled }, effects);
  decideIfAllVoted(replica, office, txn, transaction, effects);
  tickSoon(replica, effects);
}

export function onVote(replica: Replica, from: number, { txn, yes }: Vote, effects: Effects): void {
  const { office } = replica.state;
  const transaction = office?.active.get(txn);
  if (office === null || transaction === undefined) return;
  if (!yes) {
    abort(replica, office, txn, transaction, effects);
    return;
  }
  transaction.votes |= 1 << from;
  decideIfAllVoted(replica, office, txn, transaction, effects);
}

/**
 * All have voted yes, ourselves by deciding: the next slot is this transaction's. Our own prepared state is in the record
 * of the decision, so that the coordinator writes once. Nobody hears of it before it is on disk.
 */
function decideIfAllVoted(
  replica: Replica,
  office: Office,
  txn: number,
  { request, votes }: Transaction,
  effects: Effects,
): void {
  const { state, setup } = replica;
  if (votes !== (1 << setup.n) - 1) return;
  office.active.delete(txn);
  const slot = logEnd(state.log);
  const entry = { txn, command: request.command };
  putEntry(state.log, slot, entry);
  write(state, slot, entry, { what: 'entry', slot, place: -1 }, effects);
}

/** A decision is on disk. It takes effect, and is told, once those of all slots before it are, too. */
export function onDecisionWritten(replica: Replica, office: Office, slot: number, effects: Effects): void {
  const { state } = replica;
  noteOnDisk(state.log, slot);
  while (state.executed < logEnd(state.log) && isOnDisk(state.log, state.executed)) {
    const command = executeNext(replica, effects);
    const name = nameOf(command);
    const request = office.requests.get(name)!;
    office.requests.delete(name);
    answer(replica, request.origin, command.client, command.seq, command.value, effects);
    tell(replica, office, effects);
    beginNext(replica, office, command.key, effects);
  }
  compact(replica, effects);
}

/** The first write on the key is done; the next one's turn. */
function beginNext(replica: Replica, office: Office, key: number, effects: Effects): void {
  const queue = office.queues.get(key)!;
  queue.shift();
  if (queue.length === 0) office.queues.delete(key);
  else begin(replica, office, queue[0], effects);
}

/**
 * Nothing is written down: what no decision is known of is aborted ("presumed abort"). The client's write is tried again,
 * as another transaction.
 */
function abort(
  replica: Replica,
  office: Office,
  txn: number,
  { request }: Transaction,
  effects: Effects,
): void {
  office.active.delete(txn);
  toOthers(replica, { type: 'abort', txn }, effects);
  request.attempts++;
  begin(replica, office, request, effects);
}

/** Asks those again who have not voted, and gives up on transactions that have waited too long. */
export function watchVotes(replica: Replica, office: Office, effects: Effects): void {
  const { setup, state } = replica;
  const { now } = effects;
  for (const [txn, transaction] of [...office.active]) {
    if (now >= transaction.abortAt) {
      abort(replica, office, txn, transaction, effects);
    } else if (now >= transaction.askAt) {
      transaction.askAt = now + setup.election[0];
      const { request } = transaction;
      const { command } = request;
      const patience = patienceOf(setup, request);
      for (let to = 0; to < setup.n; to++) {
        if (transaction.votes & (1 << to)) continue;
        send(effects, to, { type: 'prepare', txn, command, patience, settled: state.settled });
      }
    }
  }
}

/**
 * A participant in doubt asks. What is being decided will be told when it is. What is neither under way nor in the log was
 * aborted, by us or by our crash; or else it was committed so long ago that the asker has acknowledged that, in which
 * case it asks no more, and the answer to an old copy of its question does no harm.
 */
export function tellDecision(
  { state }: Replica,
  office: Office,
  from: number,
  { txns }: Inquire,
  effects: Effects,
): void {
  for (const txn of txns) {
    const slot = state.log.slotOf.get(txn);
    if (slot === undefined) {
      if (!office.active.has(txn)) send(effects, from, { type: 'abort', txn });
    } else if (slot < state.executed) {
      send(effects, from, { type: 'commit', txn, slot, settled: state.settled });
    }
  }
}
