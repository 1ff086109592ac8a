import type { Uniform } from '../distribution/random.js';
import type { ClientEffects, ClientMachine } from '../protocol/contract/client.js';
import type { Command, Message } from '../protocol/contract/machine.js';
import type { Contacts } from './contacts.js';
import type { Operations } from './operations.js';
import { Silence } from './silence.js';

/**
 * One client process: it has one operation outstanding at a time, and connections of its own. A `clients:` entry of
 * a topology stands for a population of them. Its number is the `client` of its commands, so that a machine may keep
 * one session per client and call an operation superseded by the next (Ongaro's thesis, §6.3).
 */
export interface Session {
  readonly process: number;
  /** Position in the deployment's clients. */
  readonly client: number;
  /** Number of the outstanding operation; −1 while idle. */
  operation: number;
  command: Command | undefined;
  /** Its operations so far that go through the log. */
  turns: number;
  /** How often the outstanding operation was sent. */
  attempts: number;
  /** The replica that was asked last. */
  asked: number;
  /** Who did not answer it: one for both where reads need whom writes need, and where they do not, one for each. */
  readonly silence: Silence;
  readonly readSilence: Silence;
  /** When its patience ends (ms), and its neighbours in the list of those that wait. */
  deadline: number;
  earlier: Session | undefined;
  later: Session | undefined;
  /** Per replica r: nothing arrives there before [r], and nothing comes back before [n + r] (ms). */
  readonly floors: number[];
  /** Its part in the protocol, where clients have one. */
  readonly machine: ClientMachine | undefined;
  /** What that part acts by. */
  readonly effects: ClientEffects | undefined;
}

/** What clients are made of. */
export interface ClientParts {
  /** Whom they ask. */
  readonly contacts: Contacts;
  /** Does any replica that holds the data answer reads by itself? */
  readonly readsLocal: boolean;
  /** Per client: share of reads, and where its choices come from. */
  readonly reads: readonly number[];
  readonly uniforms: readonly Uniform[];
  /** The key that a uniform stands for. */
  readonly drawKey: (uniform: number) => number;
  /** Do reads go through the log, as writes do? */
  readonly readsInLog: boolean;
  /** Patience (ms) before an operation is sent again, and how often it is sent at most. */
  readonly timeout: number;
  readonly attempts: number;
  readonly replicas: number;
  /** The part of a new process in the protocol, where clients have one. */
  readonly createMachine?: (process: number) => ClientMachine;
}

/** What clients ask of the world around them. */
export interface ClientSurroundings {
  readonly now: number;
  /** Position of the replica that began to lead last; −1: nobody leads. */
  readonly leader: number;
  /** Is this replica up, and do messages pass between it and the client, and, unless it serves `alone`, those whom it needs? */
  isReached(client: number, replica: number, alone: boolean): boolean;
  /** Sends the session's command to a replica. */
  request(session: Session, replica: number): void;
  /** Calls `expire` at this time. */
  wakeAt(time: number): void;
  /** A session's operation is about to be sent for the first time. */
  issued(session: Session, counted: boolean): void;
  /** A session is idle again: its operation was answered, or given up. */
  idle(session: Session, operation: number, answered: boolean): void;
}

/** All client processes: their operations, retries and patience. */
export class Clients {
  readonly sessions: Session[] = [];
  inFlight = 0;
  retries = 0;
  /** Numbers of the operations that were sent more than once. */
  readonly sentAgain: number[] = [];
  // All have the same patience, so that who began to wait first runs out of it first.
  private first: Session | undefined;
  private last: Session | undefined;
  private awake = false;

  constructor(
    private readonly parts: ClientParts,
    private readonly operations: Operations,
    private readonly world: ClientSurroundings,
  ) {}

  /** A new process of a client. */
  join(client: number): Session {
    const process = this.operations.join();
    const machine = this.parts.createMachine?.(process);
    const silence = new Silence(this.parts.timeout);
    const session: Session = {
      process,
      client,
      operation: -1,
      command: undefined,
      turns: 0,
      attempts: 0,
      asked: -1,
      silence,
      readSilence: this.parts.readsLocal ? new Silence(this.parts.timeout) : silence,
      deadline: 0,
      earlier: undefined,
      later: undefined,
      floors: new Array<number>(2 * this.parts.replicas).fill(0),
      machine,
      effects: machine === undefined ? undefined : this.effectsOf(process),
    };
    this.sessions.push(session);
    return session;
  }

  /** An idle session sends an operation drawn from its client's mix. */
  draw(session: Session): void {
    const uniform = this.parts.uniforms[session.client];
    const read = uniform() < this.parts.reads[session.client];
    const key = this.parts.drawKey(uniform());
    this.issue(session, read, key, true);
  }

  /** An idle session sends this operation. */
  issue(session: Session, read: boolean, key: number, counted: boolean): void {
    const { operations } = this;
    const operation = operations.add(session.process, read, key, this.world.now, counted);
    session.operation = operation;
    session.command = {
      client: session.process,
      seq: operations.seq[operation],
      turn: read && !this.parts.readsInLog ? 0 : ++session.turns,
      kind: read ? 'read' : 'write',
      key,
      value: operations.value(operation),
    };
    session.attempts = 0;
    this.inFlight++;
    this.world.issued(session, counted);
    this.send(session);
  }

  /** A replica's answer reaches a session. */
  answer(session: Session, from: number, seq: number, result: number): void {
    if (session.machine === undefined) this.finish(session, seq, result);
    else session.machine.reply(from, seq, result, session.effects as ClientEffects);
  }

  /** A replica's word for the session's part in the protocol reaches it. */
  notice(session: Session, from: number, body: Message): void {
    session.machine?.message(from, body, session.effects as ClientEffects);
  }

  /** A session has its answer; one to an operation that is no longer outstanding is ignored. */
  private finish(session: Session, seq: number, result: number): void {
    const { operation } = session;
    if (operation < 0 || this.operations.seq[operation] !== seq) return;
    this.operations.finish(operation, result, this.world.now);
    silenceOf(session).answered(session.asked);
    this.unlink(session);
    this.release(session, true);
  }

  /** The time that `wakeAt` was given has come. */
  expire(): void {
    const { now } = this.world;
    while (this.first !== undefined && this.first.deadline <= now) {
      const session = this.first;
      this.unlink(session);
      // Whom it asked does not answer: it asks another, this time and from now on.
      silenceOf(session).add(session.asked, now);
      if (session.attempts >= this.parts.attempts) {
        this.release(session, false);
        continue;
      }
      this.retries++;
      if (session.attempts === 1) this.sentAgain.push(session.operation);
      this.send(session);
    }
    this.awake = false;
    this.wake();
  }

  private send(session: Session): void {
    session.attempts++;
    session.deadline = this.world.now + this.parts.timeout;
    session.earlier = this.last;
    session.later = undefined;
    if (this.last === undefined) this.first = session;
    else this.last.later = session;
    this.last = session;
    this.wake();
    const contact = this.contactOf(session);
    session.asked = contact;
    if (session.machine === undefined || session.command === undefined) this.world.request(session, contact);
    else
      session.machine.request(session.command, contact, session.attempts, session.effects as ClientEffects);
  }

  private contactOf(session: Session): number {
    const { contacts, readsLocal } = this.parts;
    const { world } = this;
    const { client } = session;
    const read = session.command?.kind === 'read';
    const silence = silenceOf(session);
    if (silence.replicas !== 0)
      silence.review(world.now, (replica) => world.isReached(client, replica, read && readsLocal));
    const found = contacts.of(client, read, world.leader, silence.replicas);
    if (found >= 0) return found;
    silence.allBut(session.asked);
    const again = contacts.of(client, read, world.leader, silence.replicas);
    return again >= 0 ? again : session.asked;
  }

  private effectsOf(process: number): ClientEffects {
    const clients = this;
    return {
      get now() {
        return clients.world.now;
      },
      request: (to, command) => {
        const session = clients.sessions[process];
        if (session.command !== command)
          throw new Error('a client sends the command that is outstanding, and no other');
        clients.world.request(session, to);
      },
      finish: (seq, result) => clients.finish(clients.sessions[process], seq, result),
    };
  }

  private wake(): void {
    if (this.awake || this.first === undefined) return;
    this.awake = true;
    this.world.wakeAt(this.first.deadline);
  }

  private release(session: Session, answered: boolean): void {
    const { operation } = session;
    session.operation = -1;
    session.command = undefined;
    this.inFlight--;
    this.world.idle(session, operation, answered);
  }

  private unlink(session: Session): void {
    const { earlier, later } = session;
    if (earlier === undefined) this.first = later;
    else earlier.later = later;
    if (later === undefined) this.last = earlier;
    else later.earlier = earlier;
    session.earlier = undefined;
    session.later = undefined;
  }
}

function silenceOf({ command, silence, readSilence }: Session): Silence {
  return command?.kind === 'read' ? readSilence : silence;
}
