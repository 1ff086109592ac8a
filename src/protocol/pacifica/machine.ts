import { recalled } from '../configuration-messages.js';
import { MANAGER, onManagerMessage, onManagerTimer, pursue } from '../configuration-proposer.js';
import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { type LengthLimits, LIMITS, raiseCut } from '../log/keeping.js';
import { compact, onDataWritten, recallLog } from '../log/linked-snapshots.js';
import { beginWrite, endWrite } from '../log/writes.js';
import { has, masksOf } from '../member-masks.js';
import { learn } from './adopting.js';

import { onBeacon, onPrepare, onRestore, sendPrepared } from './following.js';
import { beat, watchLeases } from './leases.js';
import type { PacificaManagerRecord, PacificaMessage } from './messages.js';
import { onPatience, tryOffice } from './office.js';
import { onGranted, onOwnFlush, onPrepared } from './replication.js';
import { onForward, onRequest, serveWaiting } from './serving.js';
import { BEAT, freshState, LEASE, PATIENCE, RECORD, type Replica, type State } from './state.js';
import { wishOf } from './wishes.js';

/**
 * PacificA: primary/backup replication with a configuration that changes by itself (Lin, Yang, Zhang, Zhou, "PacificA:
 * Replication in Log-Based Distributed Storage Systems", MSR-TR-2008-25). Data and configuration are kept apart: all
 * copies have all data, so that any one of them is enough; who they are is decided by a manager that needs a majority.
 *
 * Data. The configuration names a primary and secondaries. The primary puts each write into the next slot of its prepared
 * list, on its disk, and sends `prepare` to every secondary, which does the same and answers `prepared`. When all have
 * answered, the write is committed: the primary executes it and answers the client. How far the list is committed the
 * secondaries hear with the next message. So at any time, what a secondary knows to be committed is part of what the
 * primary knows to be, and that is part of every secondary's prepared list (the commit invariant):
 *
 *     committed(secondary) ⊆ committed(primary) ⊆ prepared(secondary)
 *
 * Reads are answered by the primary alone, from what is committed.
 *
 * Configuration. Its versions are numbered. Whoever wants another says which version it is to follow on, and of several
 * requests for one version the first wins. The primary asks for secondaries to be removed or added, a secondary for itself
 * to be primary and the old one to be out. Nobody else watches anybody: failures are detected by leases (leases.ts), which
 * also see to it that a primary has stopped before another can begin (the primary invariant).
 *
 * A new primary has all that was ever committed in its prepared list, by the commit invariant. What of it may not have
 * been, it prepares again, and all secondaries acknowledge it: reconciliation. They drop what they have beyond its list:
 * truncation. A replica that is out, having been away, hears the primary's beacons when it is back and is a candidate: it
 * gets what it lacks and each new write, but nobody waits for it. When it has caught up it is waited for, and added.
 *
 * The manager. In the paper it is a service of its own, replicated with Paxos. A deployment here has no such other
 * machines, so the manager runs on the same replicas, message by message: all in the file that have a vote are its acceptors,
 * always, whatever the configuration is. Each version of the configuration is decided by one instance of Paxos, in which
 * whoever asks for it is the proposer; acceptors write down what they promise and accept before they say so. So the data
 * live on with a single copy left, but only as long as a majority of those can answer for the manager. An arbiter is an
 * acceptor and nothing else. A learner is outside of all this: a candidate that is never added.
 *
 * Two things that the paper leaves open. Restarts: a replica that restarts has forgotten what leases it holds or has
 * granted. It grants none to itself: it waits for a grace period before it may be primary, and if its disk names it as
 * primary it asks for a new version first. So each reign (`since`) belongs to one life of one replica, and entries are
 * named by slot and reign. And configurations of which nobody has told the primary that they are decided: from when it
 * proposes one until it knows, it waits for the acknowledgements and leases of the members of both.
 *
 *   configuration, messages, state          what it is all made of
 *   replication, following, execution       the primary's and the secondaries' part; the committed list
 *   leases, serving                         who may serve, and clients
 *   wishes                                  what is asked of the configuration manager (configuration-*.ts beside the folders)
 *   adopting, office                        a new configuration; a new primary
 *
 * The prepared list is a linked log (log/linked.ts beside the folders), cut below the paper's checkpoints
 * (log/linked-snapshots.ts).
 */
class Pacifica implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: LengthLimits) {
    const replica: Replica = {
      setup,
      limits,
      state: freshState(setup),
      wish: (now) => wishOf(replica, now),
      proposes({ members }) {
        const { office } = replica.state;
        if (office !== null) office.proposed |= members;
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
    return this.replica.state.office !== null;
  }

  /** The primary that the deployment names begins at once: nobody was before it. */
  start(effects: Effects): void {
    const { replica } = this;
    replica.state = freshState(replica.setup);
    replica.state.heardAt = effects.now;
    effects.setTimer(PATIENCE, replica.setup.grace);
    tryOffice(replica, effects);
  }

  /** All else is found out again. Whether the leases that we have granted are over we no longer know: so we wait. */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const { replica } = this;
    const state = freshState(replica.setup);
    replica.state = state;
    const record = durable.get(RECORD) as PacificaManagerRecord | undefined;
    if (record !== undefined) Object.assign(state, recalled(record));
    state.bornWith = state.configuration.version;
    recallLog(state, durable);
    state.heardAt = effects.now;
    effects.setTimer(PATIENCE, replica.setup.grace);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as PacificaMessage;
    switch (message.type) {
      case 'prepare':
        onPrepare(replica, from, message, effects);
        break;
      case 'prepared':
        onPrepared(replica, from, message, effects);
        serveWaiting(replica, effects);
        break;
      case 'beacon':
        onBeacon(replica, from, message, effects);
        break;
      case 'granted':
        onGranted(replica, from, message, effects);
        pursue(replica, effects);
        serveWaiting(replica, effects);
        break;
      case 'restore':
        onRestore(replica, from, message, effects);
        break;
      case 'forward':
        onForward(replica, from, message.command, effects);
        break;
      case 'result':
        effects.reply(message.client, message.seq, message.result);
        break;
      default:
        onManagerMessage(replica, from, message, effects);
        pursue(replica, effects);
        serveWaiting(replica, effects);
    }
  }

  /** Only now does it count. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    const write = endWrite(state, token);
    if (write.of !== 'record') {
      if (!onDataWritten(state, token, write, effects)) return;
      if (state.office !== null) onOwnFlush(replica, state.office, effects);
      else sendPrepared(replica, effects);
    } else {
      state.onDisk = Math.max(state.onDisk, write.version);
      if (write.answer !== null && write.to !== setup.self) effects.send(write.to, write.answer);
      else if (write.answer !== null) onManagerMessage(replica, setup.self, write.answer, effects);
      else if (state.office === null) sendPrepared(replica, effects);
      tryOffice(replica, effects);
      pursue(replica, effects);
      serveWaiting(replica, effects);
    }
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { state, limits } = replica;
    const { office } = state;
    if (name === BEAT && office !== null) {
      beat(replica, office, effects);
      raiseCut(replica, office.executed, (other) => has(masksOf(replica.setup).keepers, other));
      compact(state, limits, effects);
    } else if (name === LEASE && office !== null) {
      watchLeases(replica, office, effects);
      pursue(replica, effects);
    } else if (name === PATIENCE) {
      onPatience(replica, effects);
      pursue(replica, effects);
    } else if (name === MANAGER) {
      onManagerTimer(replica, effects);
    }
  }
}

/** Machines that keep as much as `limits` says. */
export function pacificaMachine(limits: LengthLimits = LIMITS): MachineFactory {
  return { create: (setup) => new Pacifica(setup, limits) };
}
