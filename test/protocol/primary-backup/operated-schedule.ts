import { randomStream, type Uniform } from '../../../src/distribution/random.js';
import type { Command, MachineFactory, Message } from '../../../src/protocol/contract.js';
import { EPOCH } from '../../../src/protocol/primary-backup/epoch.js';
import { EventHeap } from '../event-heap.js';
import { FaultyNode, type NodeSurroundings } from '../faulty-node.js';
import { Judge } from '../judge.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk, stateOf } from './subject.js';

/**
 * One random schedule with an operator in it: replicas crash and come back, messages are lost, doubled and late, and now
 * and then the operator replaces the primary, dead or alive. After some time faults stop, and everything must be answered
 * and all replicas alike.
 */
export interface OperatedPlan {
  readonly seed: number;
  readonly n: number;
  /** As in a topology file. */
  readonly quorum: unknown;
  readonly disk: 'parallel' | 'serial';
  /**
   * Careful: stops the old primary first, and promotes another while enough backups can be reached for every acknowledged
   * write to be found, where there are enough. Hasty: stops it, and promotes any. Unfenced: does not stop it. Gentle: does
   * not stop it, for it is well and can be reached: a planned change.
   */
  readonly operator: 'careful' | 'hasty' | 'unfenced' | 'gentle';
  readonly factory: MachineFactory;
}

export interface OperatedOutcome {
  readonly violations: readonly string[];
  readonly takeovers: number;
  readonly crashes: number;
  /** Backups that had to undo what they had executed. */
  readonly restored: number;
  readonly answered: number;
}

const FAULTS_UNTIL = 900;
const GIVE_UP_AT = 8000;
const RETRY = 80;
const CLIENTS = 4;

class Run implements NodeSurroundings {
  now = 0;
  restored = 0;
  forgotten = 0;
  private takeovers = 0;
  private crashes = 0;
  private answered = 0;
  readonly factory: MachineFactory;
  readonly judge: Judge;
  readonly uniform: Uniform;
  private readonly heap = new EventHeap<() => void>();
  private readonly nodes: FaultyNode[];
  private readonly outstanding = new Map<string, Command>();
  private readonly seqs = new Array<number>(CLIENTS).fill(0);
  /** blocked[r]: until when replica r hears and is heard by no other. */
  private readonly blocked: number[];
  /** The life in which a crashed replica waits to be restarted by whoever crashed it last. */
  private readonly downs: number[];
  private appointed: number;
  private numbers = 0;
  private values = 0;
  private readonly loss: number;
  private readonly doubling: number;
  private readonly late: number;

  constructor(private readonly plan: OperatedPlan) {
    const { n, seed, disk } = plan;
    this.factory = plan.factory;
    this.uniform = randomStream(seed, 'operated schedule');
    this.judge = new Judge(n, true);
    this.blocked = new Array(n).fill(0);
    this.downs = new Array(n).fill(0);
    this.appointed = Math.floor(this.uniform() * n);
    const pick = (...of: number[]): number => of[Math.floor(this.uniform() * of.length)];
    this.loss = pick(0, 0.05);
    this.doubling = pick(0, 0.1);
    this.late = pick(0, 0.1);
    const setups = setupsOf(n, {
      leader: this.appointed,
      quorum: schemeOf(plan.quorum, n),
      reads: 'primary',
      disk,
      heartbeat: 30,
      election: [80, 160],
    });
    this.nodes = setups.map(
      (setup, self) =>
        new FaultyNode(this, self, setup, 1, 1000 * self, randomStream(seed, `replica ${self}`)),
    );
  }

  go(): OperatedOutcome {
    for (const node of this.nodes) node.machine.start(node);
    for (let client = 0; client < CLIENTS; client++)
      this.after(10 * this.uniform(), () => this.issue(client));
    this.after(60 * this.uniform(), () => this.fault());
    this.after(150 * this.uniform(), () => this.decide());
    while (this.heap.size > 0 && this.now < GIVE_UP_AT && !this.isOver()) {
      this.now = this.heap.time;
      this.heap.pop()();
    }
    this.end();
    return {
      violations: this.judge.violations,
      takeovers: this.takeovers,
      crashes: this.crashes,
      restored: this.restored,
      answered: this.answered,
    };
  }

  private isOver(): boolean {
    if (this.now <= FAULTS_UNTIL || this.judge.unanswered > 0) return false;
    const ends = this.nodes.map(({ machine }) => stateOf(machine).executed);
    return ends.every((end) => end === ends[0] && end >= this.judge.slots.length);
  }

  private end(): void {
    const { judge } = this;
    if (!this.isOver()) judge.found(`liveness: ${judge.unanswered} operations are unanswered at the end`);
    judge.end();
    const [first, ...others] = this.nodes.map(({ machine }) =>
      JSON.stringify([...stateOf(machine).store].sort(([a], [b]) => a - b)),
    );
    if (this.isOver() && others.some((other) => other !== first))
      judge.found('once: replicas differ at the end');
  }

  // The operator

  /** Every so often: is the primary well? Even where it is, it may be time for another. */
  private decide(): void {
    const faulty = this.now < FAULTS_UNTIL;
    const node = this.nodes[this.appointed];
    const well = node.up && node.machine.leads;
    if (faulty ? this.uniform() < (well ? 0.3 : 0.6) : !well) this.replace();
    this.after(faulty ? 250 * this.uniform() : 200, () => this.decide());
  }

  private replace(): void {
    const { operator, n } = this.plan;
    const old = this.nodes[this.appointed];
    const up = this.nodes.filter((node) => node.up && node !== old && this.blocked[node.self] <= this.now);
    if (up.length === 0 || this.takingOver) return;
    if (operator === 'gentle') {
      if (up.length < n - 1 || !old.up || !old.machine.leads || this.blocked[old.self] > this.now) return;
    } else if (operator === 'careful') {
      // Where the primary is a quorum alone the others can never rule out a loss, and the operator has to go on.
      const everyone = (1 << n) - 1;
      const seen = up.reduce((set, { self }) => set | (1 << self), 0);
      const hopeless = this.mayForget(everyone & ~(1 << old.self));
      if (this.mayForget(seen) && !hopeless) return;
    }
    const node = up[Math.floor(this.uniform() * up.length)];
    this.appointed = node.self;
    this.takeovers++;
    if (operator === 'careful' || operator === 'hasty') this.crash(old, 100 * this.uniform());
    node.machine.order?.({ type: 'promote' }, node);
    // Whoever has been stopped comes back as a backup.
    if (operator === 'careful' || operator === 'hasty') old.durable.set(EPOCH, stateOf(node.machine).epoch);
  }

  /** Could a write be acknowledged that none of these has? */
  private mayForget(seen: number): boolean {
    const everyone = (1 << this.plan.n) - 1;
    return this.nodes[0].setup.quorum.phase2.contains(everyone & ~seen);
  }

  /** The careful and the gentle see to it that nothing goes wrong meanwhile. */
  private get takingOver(): boolean {
    const { operator } = this.plan;
    if (operator !== 'careful' && operator !== 'gentle') return false;
    return this.nodes.some(({ up, machine }) => up && stateOf(machine).takeover !== null);
  }

  // Faults

  private fault(): void {
    if (this.now >= FAULTS_UNTIL) return;
    this.after(120 * this.uniform(), () => this.fault());
    if (this.takingOver) return;
    const node = this.nodes[Math.floor(this.uniform() * this.plan.n)];
    const lasts = 120 * this.uniform();
    if (this.uniform() < 0.6) this.crash(node, lasts);
    else this.blocked[node.self] = this.now + lasts;
  }

  private crash(node: FaultyNode, lasts: number): void {
    if (node.up) {
      this.crashes++;
      node.crash();
    }
    const down = ++this.downs[node.self];
    this.after(lasts, () => {
      if (this.downs[node.self] === down) node.restart();
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
    if (this.blocked[from] > this.now || this.blocked[to] > this.now) return;
    if (faulty && this.uniform() < this.loss && !this.takingOver) return;
    const copies = faulty && this.uniform() < this.doubling ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const late = faulty && this.uniform() < this.late && !this.takingOver;
      const delay = 1 + (late ? 59 : 7) * this.uniform();
      this.after(delay, () => {
        const node = this.nodes[to];
        if (node.up) node.machine.message(from, body, node);
      });
    }
  }

  /** Clients have no machines here. */
  notify(): void {}

  note(): void {}

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

  reply(_replica: number, client: number, seq: number, result: number): void {
    const command = this.outstanding.get(`${client}#${seq}`);
    if (command?.kind === 'write') this.checkDurable(command);
    if (!this.judge.reply(client, seq, result, this.now)) return;
    this.answered++;
    this.outstanding.delete(`${client}#${seq}`);
    this.after(5 * this.uniform(), () => this.issue(client));
  }

  /** Acknowledged means: on the disks of a quorum, whoever is up. */
  private checkDurable(command: Command): void {
    let set = 0;
    for (const { durable, self } of this.nodes) if (isOnDisk(durable, command)) set |= 1 << self;
    if (!this.nodes[0].setup.quorum.phase2.contains(set)) {
      this.judge.found(
        `durability: ${command.client}#${command.seq} is on the disks of ${set.toString(2)} only`,
      );
    }
  }
}

export function runOperated(plan: OperatedPlan): OperatedOutcome {
  return new Run(plan).go();
}
