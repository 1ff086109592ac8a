import { randomStream, type Uniform } from '../../../src/distribution/random.js';
import type { Command, MachineFactory, Message, Order } from '../../../src/protocol/contract.js';
import { configurationOf, everyone } from '../../../src/protocol/raft/log.js';
import type { ReadMode } from '../../../src/topology/deployment.js';
import { EventHeap } from '../event-heap.js';
import { FaultyNode, type NodeSurroundings } from '../faulty-node.js';
import { Judge } from '../judge.js';
import { schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

/**
 * One random schedule with an operator in it, who takes replicas out of the group and in again, and has others lead, at
 * any time, while messages are lost, doubled and late, the network splits, and replicas crash and come back. After some
 * time faults stop, all replicas are ordered in again, and everything must be answered and all replicas alike.
 */
export interface OrderedPlan {
  readonly seed: number;
  readonly n: number;
  /** As in a topology file. */
  readonly quorum: unknown;
  readonly reads: ReadMode;
  readonly disk: 'parallel' | 'serial';
  readonly factory: MachineFactory;
}

export interface OrderedOutcome {
  readonly violations: readonly string[];
  readonly crashes: number;
  readonly splits: number;
  readonly restored: number;
  readonly leaderships: number;
  /** Times that a replica was in fewer than all; that a leader led a group that it was not in; that a leader was told to lead. */
  readonly smaller: number;
  readonly outsiders: number;
  readonly summoned: number;
  readonly answered: number;
  readonly trace: readonly string[];
}

const ELECTION: readonly [number, number] = [80, 160];
const FAULTS_UNTIL = 1000;
const GIVE_UP_AT = 10_000;
const RETRY = 80;
const CLIENTS = 4;
const DRIFT = 0.04;

class Run implements NodeSurroundings {
  now = 0;
  restored = 0;
  forgotten = 0;
  private crashes = 0;
  private splits = 0;
  private leaderships = 0;
  private smaller = 0;
  private outsiders = 0;
  private summoned = 0;
  private answered = 0;
  readonly factory: MachineFactory;
  readonly judge: Judge;
  readonly uniform: Uniform;
  readonly trace: string[] = [];
  private readonly heap = new EventHeap<() => void>();
  private readonly nodes: FaultyNode[];
  private readonly outstanding = new Map<string, Command>();
  private readonly seqs = new Array<number>(CLIENTS).fill(0);
  /** blocked[from · n + to]: until when nothing passes. */
  private readonly blocked: number[];
  private numbers = 0;
  private values = 0;
  private readonly loss: number;
  private readonly doubling: number;
  private readonly late: number;
  private readonly pace: number;
  private readonly lasts: number;

  constructor(
    private readonly plan: OrderedPlan,
    private readonly tracing: boolean,
  ) {
    const { n, seed, reads, disk } = plan;
    this.factory = plan.factory;
    this.uniform = randomStream(seed, 'ordered schedule');
    this.judge = new Judge(n, reads !== 'local');
    this.blocked = new Array(n * n).fill(0);
    const pick = (...of: number[]): number => of[Math.floor(this.uniform() * of.length)];
    this.loss = pick(0, 0.05);
    this.doubling = pick(0, 0.1);
    this.late = pick(0, 0.1);
    this.pace = pick(30, 80, 200);
    this.lasts = pick(60, 200);
    const setups = setupsOf(n, {
      leader: Math.floor(this.uniform() * n),
      quorum: schemeOf(plan.quorum, n),
      reads,
      disk,
      heartbeat: 20,
      election: ELECTION,
    });
    this.nodes = setups.map((setup, self) => {
      const rate = 1 - DRIFT + 2 * DRIFT * this.uniform();
      return new FaultyNode(this, self, setup, rate, 1000 * self, randomStream(seed, `replica ${self}`));
    });
  }

  go(): OrderedOutcome {
    for (const node of this.nodes) node.machine.start(node);
    for (let client = 0; client < CLIENTS; client++)
      this.after(10 * this.uniform(), () => this.issue(client));
    this.after(100 * this.uniform(), () => this.fault());
    this.after(100 * this.uniform(), () => this.operate());
    this.after(FAULTS_UNTIL, () => this.restore());
    while (this.heap.size > 0 && this.now < GIVE_UP_AT && !this.isOver()) {
      this.now = this.heap.time;
      this.heap.pop()();
      this.look();
    }
    this.end();
    const { crashes, splits, restored, leaderships, smaller, outsiders, summoned, answered, trace } = this;
    const { violations } = this.judge;
    return {
      violations,
      crashes,
      splits,
      restored,
      leaderships,
      smaller,
      outsiders,
      summoned,
      answered,
      trace,
    };
  }

  /** What has come about, so that tests can see that something has. */
  private look(): void {
    for (const node of this.nodes) {
      if (!node.up) continue;
      const leads = node.machine.leads;
      if (leads === node.leading) continue;
      node.leading = leads;
      if (!leads) continue;
      this.leaderships++;
      const { members } = configurationOf(stateOf(node.machine).log);
      if (members !== everyone(this.plan.n)) this.smaller++;
      if (((members >>> node.self) & 1) === 0) this.outsiders++;
      this.note(`r${node.self} leads ${members.toString(2)}`);
    }
  }

  private isOver(): boolean {
    if (this.now <= FAULTS_UNTIL || this.judge.unanswered > 0) return false;
    const slots = this.judge.slots.length;
    return this.nodes.every(({ up, machine }) => {
      const { executed, log } = stateOf(machine);
      return up && executed >= slots && configurationOf(log).members === everyone(this.plan.n);
    });
  }

  private end(): void {
    const { judge } = this;
    if (!this.isOver()) {
      const state = this.nodes
        .map(({ machine }) => stateOf(machine))
        .map(
          ({ role, term, executed, log }) =>
            `${role} ${term} ${executed} ${configurationOf(log).members.toString(2)}`,
        );
      judge.found(`liveness: ${judge.unanswered} operations are unanswered at the end: ${state.join(', ')}`);
    }
    judge.end();
    const expected = JSON.stringify([...judge.store()].sort(([a], [b]) => a - b));
    for (const { machine, self } of this.nodes) {
      const { executed, store } = stateOf(machine);
      const found = JSON.stringify([...store].sort(([a], [b]) => a - b));
      if (executed === judge.slots.length && found !== expected) judge.found(`once: the store of r${self}`);
    }
  }

  // The operator

  private operate(): void {
    if (this.now >= FAULTS_UNTIL) return;
    const replica = Math.floor(this.uniform() * this.plan.n);
    const kind = this.uniform();
    if (kind < 0.25) this.order(this.nodes[replica], { type: 'promote' });
    else this.orderAll({ type: kind < 0.65 ? 'remove' : 'add', replica });
    this.after(this.pace * this.uniform(), () => this.operate());
  }

  /** Everyone in again; said again and again, for who restarts forgets what it was told. */
  private restore(): void {
    this.blocked.fill(0);
    for (let replica = 0; replica < this.plan.n; replica++) this.orderAll({ type: 'add', replica });
    this.after(300, () => this.restore());
  }

  private orderAll(order: Order): void {
    for (const node of this.nodes) this.order(node, order);
  }

  private order(node: FaultyNode, order: Order): void {
    if (!node.up) return;
    this.note(`r${node.self} is ordered`, order);
    node.machine.order?.(order, node);
  }

  // Faults

  private fault(): void {
    if (this.now >= FAULTS_UNTIL) return;
    const { n } = this.plan;
    const lasts = this.lasts * this.uniform();
    const node = this.nodes[Math.floor(this.uniform() * n)];
    const kind = this.uniform();
    if (kind < 0.4) this.crash(node, lasts);
    else {
      const side = Array.from({ length: n }, () => this.uniform() < 0.5);
      const leader = this.nodes.findIndex(({ up, machine }) => up && machine.leads);
      this.splits++;
      this.note(
        kind < 0.7 ? `network splits ${side.map((s) => (s ? 'a' : 'b')).join('')}` : 'leader cut off',
      );
      for (let from = 0; from < n; from++) {
        for (let to = 0; to < n; to++) {
          const cut = kind < 0.7 ? side[from] !== side[to] : from === leader || to === leader;
          if (cut) this.blocked[from * n + to] = this.now + lasts;
        }
      }
    }
    this.after(90 * this.uniform(), () => this.fault());
  }

  private crash(node: FaultyNode, lasts: number): void {
    if (!node.up) return;
    this.crashes++;
    this.note(`r${node.self} crashes`);
    node.crash();
    this.after(lasts, () => {
      this.note(`r${node.self} restarts`);
      node.restart();
    });
  }

  // What nodes ask

  number(): number {
    return ++this.numbers;
  }

  private after(delay: number, run: () => void): void {
    this.heap.push(this.now + delay, run);
  }

  at(delay: number, node: FaultyNode, run: () => void): void {
    const { life } = node;
    this.after(delay, () => {
      if (node.life === life) run();
    });
  }

  diskTime(): number {
    return this.uniform() < 0.05 ? 20 * this.uniform() : 3 * this.uniform();
  }

  transmit(from: number, to: number, body: Message): void {
    const faulty = this.now < FAULTS_UNTIL;
    if (body.type === 'timeout-now') this.summoned++;
    if (this.blocked[from * this.plan.n + to] > this.now) return;
    if (faulty && this.uniform() < this.loss) return;
    const copies = faulty && this.uniform() < this.doubling ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delay = 1 + (faulty && this.uniform() < this.late ? 59 : 7) * this.uniform();
      this.after(delay, () => {
        const node = this.nodes[to];
        if (!node.up) return;
        this.note(`r${from} → r${to}`, body);
        node.machine.message(from, body, node);
      });
    }
  }

  /** Clients have no machines here. */
  notify(): void {}

  note(what: string, body?: object): void {
    if (this.tracing)
      this.trace.push(`${this.now.toFixed(3)} ${what}${body ? ` ${JSON.stringify(body)}` : ''}`);
  }

  // Clients

  private issue(client: number): void {
    if (this.now >= FAULTS_UNTIL) return;
    const kind = this.uniform() < 0.5 ? 'write' : 'read';
    const value = kind === 'write' ? ++this.values : 0;
    const key = Math.floor(2 * this.uniform());
    const command: Command = { client, seq: ++this.seqs[client], kind, key, value };
    this.outstanding.set(`${client}#${command.seq}`, command);
    this.judge.sent(command, this.now);
    this.request(command);
  }

  private request(command: Command): void {
    if (!this.outstanding.has(`${command.client}#${command.seq}`)) return;
    const node = this.nodes[Math.floor(this.uniform() * this.plan.n)];
    if (node.up) node.machine.request(command, node);
    this.after(RETRY, () => this.request(command));
  }

  reply(replica: number, client: number, seq: number, result: number): void {
    this.note(`r${replica} → client ${client} #${seq}: ${result}`);
    if (!this.judge.reply(client, seq, result, this.now)) return;
    this.answered++;
    this.outstanding.delete(`${client}#${seq}`);
    this.after(5 * this.uniform(), () => this.issue(client));
  }
}

export function runOrdered(plan: OrderedPlan, tracing = false): OrderedOutcome {
  return new Run(plan, tracing).go();
}
