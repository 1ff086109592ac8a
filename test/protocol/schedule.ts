import { randomStream, type Uniform } from '../../src/distribution/random.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import { type Command, type Message, SNAPSHOT } from '../../src/protocol/contract/machine.js';
import { holdsData, keepsLog, mayLead } from '../../src/protocol/needs.js';
import { DiskTimes } from './disk-times.js';
import { EventHeap } from './event-heap.js';
import { type ClientSurroundings, FaultyClient } from './faulty-client.js';
import { FaultyNetwork, type NetworkSurroundings } from './faulty-network.js';
import { FaultyNode, type NodeSurroundings } from './faulty-node.js';
import { Judge } from './judge.js';
import type { Outcome, Plan } from './plan.js';
import { membersOf, type Subject, schemeOf, setupsOf } from './subject.js';
import { type Weather, weatherOf } from './weather.js';

export type { Outcome, Plan };

/** Times in ms. The clocks' rates differ by at most 8 %, less than the tenth that leases allow for. */
const ELECTION: readonly [number, number] = [80, 160];
const FAULTS_UNTIL = 700;
const GIVE_UP_AT = 8000;
const RETRY = 80;
const DRIFT = 0.04;
const CLIENTS = 5;
const THINKING = 4;
const PROBE = 99;
/** Where clients take part in the protocol they have one operation outstanding: in haste they start another process. */
const HASTY = 100;
const KEYS = 2;

/**
 * One random schedule: n replicas, clients that try again, a network that loses, doubles, delays and reorders messages
 * and splits, disks that finish in any order, clocks that drift, replicas that crash and come back. After some time all
 * faults stop, and everything must be answered and all replicas alike.
 */
export class Schedule implements NodeSurroundings, ClientSurroundings, NetworkSurroundings {
  now = 0;
  crashes = 0;
  restored = 0;
  forgotten = 0;
  leaderships = 0;
  operations = 0;
  events = 0;
  readonly factory: MachineFactory;
  readonly judge: Judge;
  readonly trace: string[] = [];
  readonly uniform: Uniform;
  readonly weather: Weather;
  private readonly disks: DiskTimes;
  /** When faults stop, and clients too. */
  private readonly until: number;
  protected readonly network: FaultyNetwork;
  private readonly heap = new EventHeap<() => void>();
  protected readonly nodes: FaultyNode[];
  private readonly outstanding = new Map<string, Command>();
  private numbers = 0;
  private values = 0;
  private probes = 0;
  private hasty = 0;
  private readonly seqs: number[] = [];
  private readonly clients = new Map<number, FaultyClient>();

  constructor(
    protected readonly plan: Plan,
    private readonly subject: Subject,
    private readonly tracing: boolean,
  ) {
    const { n, seed } = plan;
    this.factory = subject.factory;
    this.uniform = randomStream(seed, 'schedule');
    this.until = plan.until ?? FAULTS_UNTIL;
    this.weather = { ...weatherOf(this.uniform, seed), ...plan.weather };
    this.disks = new DiskTimes(this.uniform, seed, this.weather.snapshot);
    this.judge = new Judge(n, plan.reads !== 'local');
    this.network = new FaultyNetwork(this, n);
    const { reads, disk, members: roles, leaderLease, returnsAfter } = plan;
    const quorum = schemeOf(plan.quorum, n, roles);
    const members = membersOf(n, ELECTION, roles);
    const able = members.flatMap((member, i) => (mayLead(member) ? [i] : []));
    const leader = able[Math.floor(this.uniform() * able.length)];
    const setups = setupsOf(n, {
      members,
      leaderLease,
      returnsAfter,
      leader,
      quorum,
      reads,
      disk,
      learner: plan.learner ?? 'client',
      heartbeat: this.weather.heartbeat,
      election: ELECTION,
    });
    this.nodes = setups.map((setup, self) => {
      const rate = 1 - DRIFT + 2 * DRIFT * this.uniform();
      return new FaultyNode(
        this,
        self,
        setup,
        rate,
        this.uniform() * 1000,
        randomStream(seed, `replica ${self}`),
      );
    });
  }

  go(): Outcome {
    for (const node of this.nodes) node.machine.start(node);
    for (let client = 0; client < CLIENTS; client++)
      this.after(this.uniform() * 40, () => this.issue(client));
    this.after(this.uniform() * 60, () => this.fault());
    this.after(this.until, () => this.heal());
    this.begin();
    while (this.heap.size > 0 && this.now < GIVE_UP_AT && !this.isOver()) {
      this.now = this.heap.time;
      this.heap.pop()();
      this.events++;
      for (const node of this.nodes) {
        const leads = node.up && node.machine.leads;
        if (leads && !node.leading) {
          this.leaderships++;
          this.led(node);
        }
        node.leading = leads;
      }
    }
    this.end();
    const { leaderships, crashes, restored, forgotten, operations, events, trace } = this;
    const { lost, doubled, splits } = this.network;
    const { violations } = this.judge;
    return {
      violations,
      leaderships,
      crashes,
      lost,
      doubled,
      splits,
      restored,
      forgotten,
      slowSnapshots: this.disks.slowSnapshots,
      operations,
      events,
      trace,
    };
  }

  /** Whoever else has a part in the run begins. */
  protected begin(): void {}

  /** A replica has begun to lead. */
  protected led(_node: FaultyNode): void {}

  get faulty(): boolean {
    return this.now < this.until;
  }

  get lossy(): boolean {
    return this.faulty;
  }

  protected isOver(): boolean {
    if (this.now <= this.until || this.judge.unanswered > 0) return false;
    const slots = this.judge.slots.length;
    const keepers = this.nodes.filter(({ self, setup }) => keepsLog(setup.members[self]));
    return keepers.every(({ machine }) => this.subject.executed(machine) >= slots) && !this.judge.owed;
  }

  private end(): void {
    const { judge } = this;
    if (!this.isOver()) {
      const executed = this.nodes.map(({ machine }) => this.subject.executed(machine)).join(' ');
      judge.found(
        `liveness: ${GIVE_UP_AT} ms after the start ${judge.unanswered} operations are unanswered, executed ${executed}`,
      );
    }
    judge.end();
    const expected = pairs(judge.store());
    for (const { machine, self, setup } of this.nodes) {
      if (this.subject.executed(machine) !== judge.slots.length || !holdsData(setup.members[self])) continue;
      const store = pairs(this.subject.store(machine));
      if (store !== expected) judge.found(`once: the store of r${self} is ${store}, not ${expected}`);
    }
  }

  // Time

  number(): number {
    return ++this.numbers;
  }

  after(delay: number, run: () => void): void {
    this.heap.push(this.now + delay, run);
  }

  /** Happens at the node unless it crashes before. */
  at(delay: number, node: FaultyNode, run: () => void): void {
    const { life } = node;
    this.after(delay, () => {
      if (node.life === life) run();
    });
  }

  // Network and disk

  transmit(from: number, to: number, body: Message): void {
    this.network.transmit(from, to, body.type, () => {
      const node = this.nodes[to];
      if (!node.up) return;
      this.note(`r${from} → r${to}`, body);
      node.machine.message(from, body, node);
    });
  }

  post(what: string, deliver: () => void): void {
    this.network.post(what, deliver);
  }

  diskTime(key: number): number {
    return this.disks.of(key);
  }

  // Faults

  protected fault(): void {
    if (!this.faulty) return;
    const { crash, crashOfAll, cut, split, isolation, pause, lasts } = this.weather;
    // Short or long: a crash may be over before anyone notices.
    const length = 1 + (this.uniform() < 0.5 ? 0.1 : 1) * lasts * this.uniform();
    const all = crash + crashOfAll + cut + split + isolation;
    const kind = all * this.uniform();
    if (kind < crash) this.crash(this.anyNode(), length);
    else if (kind < crash + cut) this.network.cut(this.anyNode().self, this.anyNode().self, length);
    else if (kind < crash + cut + split) this.network.split(length);
    else if (kind < crash + cut + split + isolation) this.isolate(length);
    else for (const node of this.nodes) this.crash(node, length * this.uniform());
    this.after(pause * this.uniform(), () => this.fault());
  }

  protected anyNode(): FaultyNode {
    return this.nodes[Math.floor(this.uniform() * this.plan.n)];
  }

  protected crash(node: FaultyNode, lasts: number): void {
    if (!node.up) return;
    this.crashes++;
    this.note(`r${node.self} crashes`);
    node.crash();
    this.after(lasts, () => {
      this.note(`r${node.self} restarts`);
      node.restart();
    });
  }

  /** Whoever leads is cut off. */
  protected isolate(lasts: number): void {
    this.network.isolate(
      this.nodes.findLastIndex(({ leading }) => leading),
      lasts,
    );
  }

  protected heal(): void {
    this.note('faults stop');
    this.network.heal();
  }

  // Clients

  private issue(client: number): void {
    if (!this.faulty) return;
    const seq = (this.seqs[client] ?? 0) + 1;
    this.seqs[client] = seq;
    const kind = this.uniform() < 0.5 ? 'write' : 'read';
    const value = kind === 'write' ? ++this.values : 0;
    const command: Command = { client, seq, kind, key: Math.floor(this.uniform() * KEYS), value };
    this.operations++;
    this.outstanding.set(`${client}#${seq}`, command);
    this.judge.sent(command, this.now);
    this.request(command);
    // Most wait for the answer (see reply); some clients send the next at once.
    if (this.uniform() < this.weather.haste) {
      const next = this.factory.createClient === undefined ? client : HASTY + this.hasty++;
      this.after(10 * this.uniform(), () => this.issue(next));
    }
  }

  private request(command: Command, node = this.anyNode()): void {
    if (!this.outstanding.has(`${command.client}#${command.seq}`)) return;
    if (this.factory.createClient === undefined) this.arrive(node.self, command);
    else this.clientOf(command.client).attempt(command, node.self);
    this.after(RETRY, () => this.request(command));
  }

  arrive(replica: number, command: Command): void {
    const node = this.nodes[replica];
    if (!node.up) return;
    const { client, seq, kind, key, value } = command;
    this.note(`client ${client} → r${replica} ${kind} #${seq} k${key}=${value}`);
    node.machine.request(command, node);
  }

  reply(replica: number, client: number, seq: number, result: number): void {
    if (!holdsData(this.nodes[replica].setup.members[replica]))
      this.judge.found(`roles: r${replica}, which has no data, answers ${client}#${seq}`);
    if (this.factory.createClient === undefined) this.answered(`r${replica}`, client, seq, result);
    else this.clientOf(client).reply(replica, seq, result);
  }

  notify(replica: number, client: number, body: Message): void {
    this.clientOf(client).message(replica, body);
  }

  private clientOf(client: number): FaultyClient {
    let node = this.clients.get(client);
    if (node === undefined) {
      node = new FaultyClient(this, client, this.nodes[0].setup);
      this.clients.set(client, node);
    }
    return node;
  }

  answered(from: string, client: number, seq: number, result: number): void {
    this.note(`${from} → client ${client} #${seq}: ${result}`);
    const command = this.outstanding.get(`${client}#${seq}`);
    if (command?.kind === 'write') {
      this.checkDurable(command);
      this.after(0.01, () => this.probe(command.key));
    }
    if (!this.judge.reply(client, seq, result, this.now)) return;
    this.outstanding.delete(`${client}#${seq}`);
    if (client === PROBE || client >= HASTY) return;
    const last = ![...this.outstanding.values()].some((other) => other.client === client);
    if (last) this.after(THINKING * this.uniform(), () => this.issue(client));
  }

  /** Where several replicas believe that they lead, a client asks each what it has just been told is written. */
  private probe(key: number): void {
    const leaders = this.nodes.filter(({ up, machine }) => up && machine.leads);
    if (leaders.length < 2 || this.factory.createClient !== undefined) return;
    for (const node of leaders) {
      const command: Command = { client: PROBE, seq: ++this.probes, kind: 'read', key, value: 0 };
      this.outstanding.set(`${PROBE}#${command.seq}`, command);
      this.judge.sent(command, this.now);
      this.request(command, node);
    }
  }

  /** Acknowledged means: on the disks of a phase-2 quorum, whoever is up. */
  private checkDurable(command: Command): void {
    let set = 0;
    for (const { durable, self, setup } of this.nodes) {
      const member = setup.members[self];
      if (!keepsLog(member)) continue;
      const isHeld =
        this.subject.holds(durable, command) || (!holdsData(member) && this.wasCut(durable, command));
      if (isHeld) set |= 1 << self;
    }
    if (!this.nodes[0].setup.quorum.phase2.contains(set)) {
      this.judge.found(
        `durability: ${command.client}#${command.seq} acknowledged, on the disks of ${set.toString(2)} only`,
      );
    }
  }

  /** Did a witness have the command in its log, and has it cut it off because enough others have it? */
  private wasCut(durable: ReadonlyMap<number, unknown>, { client, seq }: Command): boolean {
    const slot = this.judge.slots.findIndex((other) => other?.client === client && other.seq === seq);
    const snapshot = durable.get(SNAPSHOT) as { readonly executed: number } | undefined;
    return slot >= 0 && slot < (snapshot?.executed ?? 0);
  }

  note(what: string, body?: object): void {
    if (this.tracing)
      this.trace.push(`${this.now.toFixed(3)} ${what}${body ? ` ${JSON.stringify(body)}` : ''}`);
  }
}

function pairs(store: ReadonlyMap<number, number>): string {
  return JSON.stringify([...store].sort(([a], [b]) => a - b));
}

export function runSchedule(plan: Plan, subject: Subject, tracing = false): Outcome {
  return new Schedule(plan, subject, tracing).go();
}
