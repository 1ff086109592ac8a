import type { ManagerMessage } from '../configuration-messages.js';
import { recalled } from '../configuration-messages.js';
import { MANAGER, onManagerMessage, onManagerTimer, pursue } from '../configuration-proposer.js';
import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { LIMITS, raiseCut } from '../log-keeping.js';
import { learn } from './adopting.js';
import { type Configuration, headOf } from './configuration.js';
import { inquire, onBeacon, onLink, onMore, onRestore, onUpdate } from './following.js';
import { beat, mayJoin, watchLeases } from './leases.js';
import { onEntryWritten, readBack } from './log.js';
import type { ChainManagerRecord, ChainMessage, Snapshot } from './messages.js';
import { onAck, onLinked, onLinkTimer, ownHistory } from './propagation.js';
import { onForward, onRequest, serveWaiting } from './serving.js';
import { compact, onSnapshotWritten, restoreFrom } from './snapshots.js';
import {
  BEAT,
  beginWrite,
  freshState,
  isActingHead,
  LEASE,
  LINK,
  type Limits,
  PATIENCE,
  RECORD,
  type Replica,
  SNAPSHOT,
  type State,
} from './state.js';
import { onGranted, onHeld, tryOffice } from './tail.js';
import { patientUntil, wishOf } from './wishes.js';

/** Chain replication. HEAD COMMENT */
class ChainReplication implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: Limits) {
    const replica: Replica = {
      setup,
      limits,
      state: freshState(setup),
      wish: (now) => wishOf(replica, now),
      proposes({ chain }: Configuration) {
        const { office } = replica.state;
        if (office !== null) for (const i of chain) office.proposed |= 1 << i;
      },
      learn: (configuration, effects) => learn(replica, configuration, effects),
      keep(record, to, answer, effects) {
        const { version } = record.configuration;
        effects.persist(RECORD, record, beginWrite(replica.state, { of: 'record', version, to, answer }));
      },
    };
    this.replica = replica;
  }

  get state(): State {
    return this.replica.state;
  }

  set state(state: State) {
    this.replica.state = state;
  }

  get leads(): boolean {
    return isActingHead(this.replica);
  }

  /** Head and tail that the deployment gives begin at once: nobody was before them. */
  start(effects: Effects): void {
    const { replica } = this;
    replica.state = freshState(replica.setup);
    replica.state.heardAt = effects.now;
    effects.setTimer(PATIENCE, replica.setup.grace);
    tryOffice(replica, effects);
  }

  /** Whether the leases that we have granted are over we no longer know: so we wait. In the chain we ask for a new version. */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const { replica } = this;
    const { setup } = replica;
    const state = freshState(setup);
    replica.state = state;
    const record = durable.get(RECORD) as ChainManagerRecord | undefined;
    if (record !== undefined) Object.assign(state, recalled(record));
    state.bornWith = state.configuration.version;
    const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
    state.log = readBack(durable, snapshot?.executed ?? 0, snapshot?.since ?? state.log.before);
    if (snapshot !== undefined) restoreFrom(state, snapshot);
    state.cut = state.executed;
    state.shipped = state.executed;
    state.due = Number.POSITIVE_INFINITY;
    if (headOf(state.configuration) === setup.self) ownHistory(state);
    state.heardAt = effects.now;
    effects.setTimer(PATIENCE, setup.grace);
    pursue(replica, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as ChainMessage;
    switch (message.type) {
      case 'update':
        onUpdate(replica, from, message, effects);
        break;
      case 'ack':
        onAck(replica, message, effects);
        break;
      case 'link':
        onLink(replica, from, message, effects);
        break;
      case 'linked':
        onLinked(replica, from, message, effects);
        break;
      case 'restore':
        onRestore(replica, from, message, effects);
        break;
      case 'beacon':
        onBeacon(replica, from, message, effects);
        break;
      case 'granted':
        onGranted(replica, from, message, effects);
        break;
      case 'held':
        onHeld(replica, from, message, effects);
        break;
      case 'forward':
        onForward(replica, message.command, effects);
        return;
      default:
        onManagerMessage(replica, from, message, effects);
    }
    this.afterwards(effects);
  }

  /** Something has changed: is there anything to serve now, or to ask of the manager? */
  private afterwards(effects: Effects): void {
    const { replica } = this;
    tryOffice(replica, effects);
    pursue(replica, effects);
    serveWaiting(replica, effects);
  }

  /** Only now does it count. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    const write = state.writes.get(token)!;
    state.writes.delete(token);
    if (write.of !== 'record') {
      const isMore =
        write.of === 'entry'
          ? onEntryWritten(state.log, write.slot, token)
          : onSnapshotWritten(replica, write.executed, effects);
      if (isMore) onMore(replica, effects);
      return;
    }
    state.onDisk = Math.max(state.onDisk, write.version);
    if (state.due === Number.POSITIVE_INFINITY) inquire(replica, effects);
    if (write.answer !== null && write.to !== setup.self) effects.send(write.to, write.answer);
    else if (write.answer !== null)
      onManagerMessage(replica, setup.self, write.answer as ManagerMessage<Configuration>, effects);
    this.afterwards(effects);
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { setup, state } = replica;
    const { office } = state;
    if (name === BEAT && office !== null) {
      beat(replica, office, effects);
      raiseCut(replica, office.executed, (i) => mayJoin(replica, i));
      compact(replica, effects);
    } else if (name === LEASE && office !== null) {
      watchLeases(replica, office, effects);
    } else if (name === PATIENCE && office === null) {
      const rest = patientUntil(replica) - effects.now;
      effects.setTimer(PATIENCE, rest > 1e-9 ? rest : setup.grace);
    } else if (name === LINK) {
      onLinkTimer(replica, effects);
    } else if (name === MANAGER) {
      onManagerTimer(replica, effects);
      return;
    }
    this.afterwards(effects);
  }
}

/** Machines that keep as much as `limits` says. */
export function chainReplicationMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new ChainReplication(setup, limits) };
}
