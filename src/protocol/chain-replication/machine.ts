import type { ManagerMessage } from '../configuration-messages.js';
import { recalled } from '../configuration-messages.js';
import { MANAGER, onManagerMessage, onManagerTimer, pursue } from '../configuration-proposer.js';
import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { type LengthLimits, LIMITS, raiseCut } from '../log/keeping.js';
import { compact, onDataWritten, recallLog } from '../log/linked-snapshots.js';
import { beginWrite, endWrite } from '../log/writes.js';
import { learn } from './adopting.js';
import { type Configuration, headOf } from './configuration.js';
import { inquire, onBeacon, onLink, onMore, onRestore, onUpdate } from './following.js';
import { beat, mayJoin, watchLeases } from './leases.js';
import type { ChainManagerRecord, ChainMessage } from './messages.js';
import { onAck, onLinked, onLinkTimer, ownHistory } from './propagation.js';
import { onForward, onRequest, serveWaiting } from './serving.js';
import {
  BEAT,
  freshState,
  isActingHead,
  LEASE,
  LINK,
  PATIENCE,
  RECORD,
  type Replica,
  type State,
} from './state.js';
import { onGranted, onHeld, tryOffice } from './tail.js';
import { patientUntil, wishOf } from './wishes.js';

/**
 * Chain replication (van Renesse, Schneider, "Chain Replication for Supporting High Throughput and Availability", OSDI 2004).
 * The replicas stand in a row. An update enters at one end and goes through all of them; a query is answered at the other.
 *
 * Fault-free (§2.1, §3.1). The head puts each update into the next slot of its history and on its disk, and only then sends
 * it to its successor, who does the same, down to the tail. What is on the tail's disk is on all disks, so that is the
 * moment of the commit: the tail executes it and answers the client itself. The acknowledgement goes back up the chain, and
 * each executes then. Queries go to the tail alone, which answers from what it has executed: so all is ordered there, and
 * every read sees every write that was answered before. The history of each is a prefix of its predecessor's:
 *
 *     history(tail) ⊑ … ⊑ history(head)            (Update Propagation Invariant, §3.3)
 *
 * What a replica has sent and does not know to be committed is its Sent list. The chain stands in the order of the file,
 * the leader first; that order is the length of the way of a write.
 *
 * Failures (§3.2 to §3.4). A master takes lost replicas out, so that three cases are all there is:
 *   the head is out     the next in the chain is head. What only the old one had is lost; nobody was told that it is done.
 *   the tail is out     the one before is tail. What it has and the old one had not is committed by that.
 *   another is out      the two neighbours become one link, and the earlier sends its Sent list to the later.
 * A replica that comes back is added at the end: a candidate gets from the tail what it lacks (the state, where the log does
 * not go back so far) and each new update. When it has caught up, commits wait for it, too, and the tail asks the master to
 * put it behind itself.
 *
 * The master. In the paper it is a service of its own, replicated with Paxos. A deployment here has no such machines, so it
 * runs on the same replicas, message by message (configuration-proposer.ts beside the folders): all n are its acceptors, in
 * the chain or not. So the data live on with a single copy left, but only as long as a majority of all n can answer.
 *
 * What the paper may assume and a network with partitions does not give: that who is taken for lost has stopped (fail-stop).
 *   Reads. A tail that was only cut off would go on answering, while its predecessor commits. So it answers under leases, one
 *   from every other in the chain (leases.ts). Whoever grants one neither has the tail replaced nor serves as tail itself
 *   before a longer grace period is over. A tail that asks for a successor of its own accord answers no reads from then on,
 *   until it knows what was decided (`Configuration.handed`: that successor need not wait).
 *   Writes need no lease: a tail that is out and does not know it answers only what its predecessors have on their disks, and
 *   the next tail commits all of that. Messages along the chain are taken in the configuration in which they were sent and in
 *   no other; when it changes, each sends its Sent list again. A head that is out sends in vain.
 *   Restarts. Who was in the chain and comes back may find itself in it still. It has its history, but does not know how much
 *   of it is the chain's, nor what it has told others. It joins anew where it stands: asks for a version that says so
 *   (`joined`, `headSince`, `tailSince`), and passes nothing on, answers no reads and adds nobody until its predecessor has
 *   told it in that version how much there is (`due`). A tail that crashes is mostly replaced, however fast it is back.
 *   Links. The master hears of replicas, not of what lies between two of them. A replica whose successor does not answer
 *   tells the tail, which has the later of the two taken out, or the earlier where the later is itself.
 *
 *   order, configuration, messages, state        what it is all made of
 *   propagation, following, execution            down the chain and up again
 *   tail, leases, serving                        the commit, new members, reads, and clients
 *   wishes, adopting                             what is asked of the master; a new configuration
 *
 * The history is a linked log (log/linked.ts beside the folders), cut below snapshots (log/linked-snapshots.ts).
 */
class ChainReplication implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: LengthLimits) {
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
    recallLog(state, durable);
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
    const write = endWrite(state, token);
    if (write.of !== 'record') {
      if (onDataWritten(state, token, write, effects)) onMore(replica, effects);
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
    const { setup, state, limits } = replica;
    const { office } = state;
    if (name === BEAT && office !== null) {
      beat(replica, office, effects);
      raiseCut(replica, office.executed, (i) => mayJoin(replica, i));
      compact(state, limits, effects);
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
export function chainReplicationMachine(limits: LengthLimits = LIMITS): MachineFactory {
  return { create: (setup) => new ChainReplication(setup, limits) };
}
