import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
  Order,
} from '../../src/protocol/contract/machine.js';
import { BEAT, ELECTION, SERVE } from '../../src/protocol/timers.js';
import { Judge } from './judge.js';
import { type Members, membersOf, schemeOf, setupsOf } from './subject.js';

/** What of a scene's group is not as usual. */
export interface Cast
  extends Pick<Partial<MachineSetup>, 'leader' | 'reads' | 'leaderLease' | 'returnsAfter'> {
  readonly members?: Members;
  /** As in a topology file. */
  readonly quorum?: unknown;
}

/** Election timeouts in scenes (ms); all draw the middle. */
export const PATIENCE: readonly [number, number] = [1000, 2000];

/** A staged course of events: who hears whom is said step by step, disks are instant, and a judge watches. */
export class Scene {
  readonly judge: Judge;
  readonly machines: Machine[];
  private readonly effects: Effects[];
  readonly durable: Map<number, unknown>[];
  private mail: { readonly from: number; readonly to: number; readonly body: Message }[] = [];
  private writes: (() => void)[] = [];
  private now = 0;
  private seq = 0;

  constructor(factory: MachineFactory, n: number, { members, quorum = 'majority', ...change }: Cast = {}) {
    this.judge = new Judge(n, true);
    const scene = this;
    const setups = setupsOf(n, {
      leader: 0,
      quorum: schemeOf(quorum, n, members),
      disk: 'parallel',
      reads: 'consensus',
      heartbeat: 100,
      election: PATIENCE,
      members: membersOf(n, PATIENCE, members),
      ...change,
    });
    this.machines = setups.map((setup) => factory.create(setup));
    this.durable = setups.map(() => new Map());
    this.effects = setups.map((_, self) => ({
      get now() {
        return scene.now;
      },
      random: () => 0.5,
      send: (to, body) => this.mail.push({ from: self, to, body }),
      setTimer: () => undefined,
      cancelTimer: () => undefined,
      persist: (key, record, token) => {
        this.writes.push(() => {
          this.durable[self].set(key, record);
          this.machines[self].durable(token, this.effects[self]);
        });
      },
      forget: () => undefined,
      reply: (client, seq, result) => this.judge.reply(client, seq, result, this.now),
      commit: (slot, command, version) => this.judge.commit(self, slot, command, version),
      restored: (slot) => this.judge.restored(self, slot),
    }));
    this.machines.forEach((machine, self) => {
      machine.start(this.effects[self]);
    });
  }

  /** Messages between these replicas arrive, of these types only where some are named, until none is left; others are lost. */
  among(replicas: readonly number[], only?: (body: Message) => boolean): this {
    this.finishWrites();
    while (this.mail.length > 0) {
      const mail = this.mail;
      this.mail = [];
      for (const { from, to, body } of mail) {
        if (!replicas.includes(from) || !replicas.includes(to) || only?.(body) === false) continue;
        this.machines[to].message(from, body, this.effects[to]);
        this.finishWrites();
      }
    }
    return this;
  }

  /** It has heard nobody for long, nor have the others. */
  losesPatience(replica: number, after = 10_000): this {
    return this.passes(after).goesOff(replica, ELECTION);
  }

  passes(time: number): this {
    this.now += time;
    return this;
  }

  /** A heartbeat is due, if it leads. */
  beats(replica: number): this {
    return this.goesOff(replica, BEAT);
  }

  /** What a new leader waits for is over. */
  serves(replica: number): this {
    return this.goesOff(replica, SERVE);
  }

  /** A timer of the protocol's own. */
  goesOff(replica: number, timer: number): this {
    this.machines[replica].timer(timer, this.effects[replica]);
    return this;
  }

  /** Messages on their way: between whom, and of what type. */
  get underWay(): readonly string[] {
    return this.mail.map(({ from, to, body }) => `${from} ${to} ${body.type}`);
  }

  crash(replica: number): this {
    this.judge.restart(replica);
    this.machines[replica].restart(new Map(this.durable[replica]), this.effects[replica]);
    return this;
  }

  write(replica: number): this {
    return this.ask(replica, 'write');
  }

  read(replica: number): this {
    return this.ask(replica, 'read');
  }

  private ask(replica: number, kind: Command['kind']): this {
    const seq = ++this.seq;
    const command: Command = { client: 1, seq, kind, key: 1, value: kind === 'write' ? seq : 0 };
    this.judge.sent(command, this.now);
    this.machines[replica].request(command, this.effects[replica]);
    return this;
  }

  order(replica: number, order: Order): this {
    this.machines[replica].order?.(order, this.effects[replica]);
    return this;
  }

  private finishWrites(): void {
    while (this.writes.length > 0) {
      const { writes } = this;
      this.writes = [];
      for (const write of writes) write();
    }
  }
}
