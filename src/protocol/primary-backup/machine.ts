import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message, Order } from '../contract/machine.js';
import { EPOCH, NO_EPOCH, nextLife, primaryOf, SNAPSHOT, TAKEOVER } from './epoch.js';
import { onAppend, onHeartbeat, onInstall, sendFlushed } from './following.js';
import { lastEpoch, onEntryWritten, readBack } from './log.js';
import type { PrimaryBackupMessage, Snapshot } from './messages.js';
import { beat, onFlushed, onOwnFlush, onStatus } from './replication.js';
import { onForward, onRequest, onResult } from './requests.js';
import { onSnapshotWritten, restoreFrom } from './snapshots.js';
import {
  BEAT,
  freshState,
  OPTIONS,
  type Options,
  type Replica,
  SILENCE,
  type State,
  SURVEY,
} from './state.js';
import {
  answerSurvey,
  beginTakeover,
  onHolding,
  onPromote,
  onStale,
  onSurvey,
  onSurveyTimer,
} from './survey.js';
import { awaitPrimary, onLogWritten, onOwnEpochWritten, onSilence, rise, takeOffice } from './takeover.js';

/**
 * Primary/backup by log shipping: one replica, the primary, decides; the others, its backups, copy (Alsberg, Day, "A
 * Principle for Resilient Sharing of Distributed Resources", ICSE 1976; databases do the same with their write-ahead log,
 * here after PostgreSQL's streaming replication).
 *
 *   The primary puts each command into the next slot of its log and on its disk, and ships it: `append`. By default it
 *   ships what its disk has (disk: serial); with `parallel` it ships at once. A backup writes what it gets in the order of
 *   the slots and tells how far its disk has got: `flushed`. When the primary's own disk and, counting the primary in,
 *   a quorum have an entry, it is committed: the primary executes it and answers the client. Backups hear what is
 *   committed with the next message, and execute it then.
 *
 * The quorum is what PostgreSQL calls synchronous_standby_names, and Alsberg and Day n-host resiliency. {primary} alone:
 * asynchronous. All: synchronous. Any k: semi-synchronous. Quorums need not meet each other, because nobody votes: who is
 * primary is not found out by the replicas but told by the configuration.
 *
 * Why it is safe as long as the primary is the same: its disk holds all that was ever answered, so after a restart it
 * knows; entries that its disk lost were never answered, and the backups drop them when they find that their log and the
 * primary's differ. Each restart is a new epoch (epoch.ts), so that what was said before the crash is told from what is
 * said after. An entry names the epoch of the one before it; so where two logs have an entry of the same epoch in a
 * slot they are alike up to there (as in Raft), and one comparison finds out whether a backup's log fits.
 *
 * What it does not do by itself is replace a primary. That takes somebody who can tell a dead primary from a slow or
 * unreachable one, which by messages alone nobody can. The operator can: stops the old primary for certain, and orders a
 * backup to take over (`promote`). That one asks the others what they have, and leads with the most recent log (survey.ts,
 * which also says what may be lost). The old primary comes back as a backup, drops what the new one has not got, and with
 * it, perhaps, what clients were told is done.
 *
 * With `takeover: 'timeout'` backups promote themselves when the primary is silent, in file order. That is what many
 * have built and what goes wrong in the first partition: two primaries, both answering (Beyer et al., "Site Reliability
 * Engineering", O'Reilly 2016, ch. 23, case study 1). It is not what a deployment gets; it is for tests to show.
 *
 *   epoch, messages, state, log       what it is all made of
 *   replication, following            the primary's and the backups' part
 *   execution, requests, answering    the store, and clients
 *   survey, takeover                  the operator's order, and becoming primary
 *   snapshots                         what is no longer needed, and beginning anew
 */
class PrimaryBackup implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, options: Options) {
    this.replica = { setup, options, state: freshState(setup) };
  }

  get state(): State {
    return this.replica.state;
  }

  set state(state: State) {
    this.replica.state = state;
  }

  get leads(): boolean {
    return this.replica.state.office !== null;
  }

  /** Who is primary stands in the configuration; without one there it is the first in the file. */
  start(effects: Effects): void {
    const { replica } = this;
    replica.state = freshState(replica.setup);
    if (primaryOf(replica.state.epoch) === replica.setup.self) takeOffice(replica, effects);
    else awaitPrimary(replica, effects);
  }

  /** Whoever was primary, as far as its disk knows, is again, in a new life. */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const { replica } = this;
    const state = freshState(replica.setup);
    replica.state = state;
    const snapshot = (durable.get(SNAPSHOT) as Snapshot | undefined) ?? null;
    if (snapshot !== null) restoreFrom(state, snapshot);
    state.log = readBack(durable, snapshot?.executed ?? 0, snapshot?.last ?? NO_EPOCH);
    state.cut = state.log.base;
    const known = (durable.get(EPOCH) as number | undefined) ?? state.epoch;
    state.epoch = Math.max(known, lastEpoch(state.log), snapshot?.under ?? NO_EPOCH);
    if (snapshot?.under === state.epoch) state.matched = state.log.base;
    const takeover = (durable.get(TAKEOVER) as number | undefined) ?? NO_EPOCH;
    if (takeover > state.epoch) beginTakeover(replica, takeover, effects);
    else if (primaryOf(state.epoch) === replica.setup.self) rise(replica, nextLife(state.epoch), effects);
    else awaitPrimary(replica, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as PrimaryBackupMessage;
    switch (message.type) {
      case 'append':
        onAppend(replica, from, message, effects);
        break;
      case 'flushed':
        onFlushed(replica, from, message, effects);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        break;
      case 'status':
        onStatus(replica, from, message, effects);
        break;
      case 'stale':
        onStale(replica, message, effects);
        break;
      case 'snapshot':
        onInstall(replica, from, message, effects);
        break;
      case 'survey':
        onSurvey(replica, from, message, effects);
        break;
      case 'holding':
        onHolding(replica, from, message, effects);
        break;
      case 'forward':
        onForward(replica, from, message, effects);
        break;
      case 'result':
        onResult(message, effects);
        break;
    }
  }

  /** The group stays as it is: whom writes wait for is the configuration's business. */
  order(order: Order, effects: Effects): boolean {
    return order.type === 'promote' && onPromote(this.replica, effects);
  }

  /** Only now does it count. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    if (token < 0 && token === state.rising) {
      onOwnEpochWritten(replica, effects);
    } else if (token === state.epochToken) {
      state.epochToken = 0;
      answerSurvey(replica, effects);
    } else if (
      token === state.snapshotToken ? onSnapshotWritten(replica, effects) : onEntryWritten(state.log, token)
    ) {
      this.moreOnDisk(effects);
    }
  }

  private moreOnDisk(effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    if (state.rising !== 0) onLogWritten(replica, effects);
    else if (state.office !== null) onOwnFlush(replica, state.office, effects);
    else sendFlushed(replica, effects);
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { office } = replica.state;
    if (name === SURVEY) onSurveyTimer(replica, effects);
    else if (name === SILENCE) onSilence(replica, effects);
    else if (name === BEAT && office !== null) beat(replica, office, effects);
  }
}

/** Machines that leave takeovers to the operator, unless told otherwise. */
export function primaryBackupMachine(options: Partial<Options> = {}): MachineFactory {
  return { create: (setup) => new PrimaryBackup(setup, { ...OPTIONS, ...options }) };
}
