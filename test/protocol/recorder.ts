import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
  Order,
} from '../../src/protocol/contract/machine.js';
import { clientNode, type Reply, type Request, replicaNode } from './client-nodes.js';
import { schemeOf, setupsOf } from './subject.js';

/**
 * Records what machines do, input by input: a script of commands in, their effects out. The transcripts are golden
 * tests and documentation at once. Nothing happens but what the script says: messages stay on their way, and records
 * off the disk, until it lets them through; time passes only in `wait`. Replica i of n draws (i + 1) / (n + 1) whenever
 * it draws a random number: of three, with election timeouts of 1000 to 2000 ms, r0 waits 1250, r1 1500, r2 1750.
 *
 *   setup n=3 leader=r0 quorum=majority disk=parallel reads=consensus heartbeat=100 election=1000,2000
 *   start                          all replicas
 *   request r1 c1#1 write k1=7     a client's operation arrives; `read k1` for a read. Where clients take part in the
 *                                  protocol, c1 sends what it sends: messages, on links c1>r0 and r0>c1
 *   deliver [accept] [r0>r1]       messages now on their way, of that type, on that link
 *   lose [accept] [r0>r1]          the same, but they are lost
 *   disk [r0]                      writes now under way finish
 *   settle                         messages and disks until nothing moves
 *   wait 500ms                     time passes, timers go off
 *   crash r0, restart r0           messages to a crashed replica are lost
 *   order r1 promote               an operator's order; order r0 remove r2, order r0 add r2
 *   cut r0, heal r0                all messages from and to it are lost meanwhile
 *   show r0                        what it knows
 *   quietly …                      any of these, its effects not written down
 */
export interface Wording {
  message(body: Message): string;
  record(key: number, record: unknown): string;
  timer(name: number): string;
  state(machine: Machine): string;
}

interface Letter {
  readonly from: number;
  readonly to: number;
  readonly body: Message;
}

class Recorder {
  private readonly lines: string[] = [];
  private nodes: Node[] = [];
  /** Those that take part: client clients[k] is nodes[n + k]. */
  private readonly clients: number[] = [];
  private replicas = 0;
  private mail: Letter[] = [];
  now = 0;
  private quiet = false;
  private readonly cut = new Set<number>();
  private lastSent: { from: number; body: Message; to: number[] } | undefined;

  constructor(
    private readonly factory: MachineFactory,
    readonly wording: Wording,
  ) {}

  /** Takes the script's comments and commands, and writes the effects under each command. */
  record(script: string): string {
    for (const line of script.split('\n')) {
      if (line.startsWith('> ')) {
        this.lines.push(line);
        const words = line.slice(2).trim().split(/\s+/);
        this.quiet = words[0] === 'quietly';
        this.command(this.quiet ? words.slice(1) : words);
        this.flush();
      } else if (!line.startsWith('  ')) {
        this.lines.push(line);
      }
    }
    return this.lines.join('\n');
  }

  private command([verb, ...args]: readonly string[]): void {
    switch (verb) {
      case 'setup':
        this.setup(args);
        break;
      case 'start':
        for (const node of this.nodes.slice(0, this.replicas)) node.machine.start(node);
        break;
      case 'request':
        this.request(args);
        break;
      case 'deliver':
        for (const letter of this.take(args)) this.deliver(letter);
        break;
      case 'lose':
        for (const letter of this.take(args)) this.note(`lost: ${this.describe(letter)}`);
        break;
      case 'disk':
        for (const node of args.length > 0 ? args.map((id) => this.node(id)) : this.nodes)
          node.finishWrites();
        break;
      case 'settle':
        this.settle();
        break;
      case 'wait':
        this.wait(Number.parseFloat(args[0]));
        break;
      case 'crash':
        this.node(args[0]).crash();
        break;
      case 'restart':
        this.node(args[0]).restart();
        break;
      case 'cut':
        this.cut.add(Number(args[0].slice(1)));
        break;
      case 'heal':
        this.cut.delete(Number(args[0].slice(1)));
        break;
      case 'order':
        this.order(args);
        break;
      case 'show':
        for (const id of args) this.note(`${id}: ${this.wording.state(this.node(id).machine)}`);
        break;
      default:
        throw new Error(`no such command: ${verb}`);
    }
  }

  private order([at, type, whom]: readonly string[]): void {
    const node = this.node(at);
    const replica = Number(whom?.slice(1));
    (node.machine as Machine).order?.({ type, replica } as Order, node);
  }

  private setup(args: readonly string[]): void {
    const given = new Map(args.map((arg) => arg.split(/=(.*)/s) as [string, string]));
    const n = Number(given.get('n') ?? 3);
    const quorum = given.get('quorum') ?? 'majority';
    const [low, high] = (given.get('election') ?? '1000,2000').split(',').map(Number);
    const setups = setupsOf(n, {
      leader: given.has('leader') ? Number(given.get('leader')?.slice(1)) : undefined,
      quorum: schemeOf(quorum.startsWith('{') ? JSON.parse(quorum) : quorum, n),
      disk: (given.get('disk') ?? 'parallel') as MachineSetup['disk'],
      reads: (given.get('reads') ?? 'consensus') as MachineSetup['reads'],
      heartbeat: Number(given.get('heartbeat') ?? 100),
      election: [low, high],
      learner: (given.get('learner') ?? 'client') as MachineSetup['learner'],
    });
    this.replicas = n;
    this.nodes = setups.map((setup, self) => {
      return new Node(this, `r${self}`, setup, () => replicaNode(this.factory, setup, this.clients));
    });
  }

  private request([at, name, kind, what]: readonly string[]): void {
    const [client, seq] = name.slice(1).split('#').map(Number);
    const [key, value] = what.slice(1).split('=').map(Number);
    const command: Command = { client, seq, kind: kind as Command['kind'], key, value: value ?? 0 };
    const node = this.factory.createClient === undefined ? this.node(at) : this.client(client);
    node.machine.request(command, node);
  }

  private client(client: number): Node {
    let k = this.clients.indexOf(client);
    if (k < 0) {
      k = this.clients.push(client) - 1;
      const { setup } = this.nodes[0];
      const self = this.replicas + k;
      const make = (): Machine => clientNode(this.factory, setup, client);
      this.nodes.push(new Node(this, `c${client}`, { ...setup, self }, make));
    }
    return this.nodes[this.replicas + k];
  }

  private settle(): void {
    for (let round = 0; round < 1000; round++) {
      const mail = this.take([]);
      for (const letter of mail) this.deliver(letter);
      for (const node of this.nodes) node.finishWrites();
      if (this.mail.length === 0 && this.nodes.every((node) => node.pending.length === 0)) return;
    }
    throw new Error('it does not settle');
  }

  private wait(time: number): void {
    const end = this.now + time;
    for (;;) {
      let first: Node | undefined;
      let least = end;
      for (const node of this.nodes) {
        for (const due of node.timers.values()) {
          if (due < least || (due === least && first === undefined)) {
            least = due;
            first = node;
          }
        }
      }
      if (first === undefined) break;
      this.now = least;
      first.fire(least);
    }
    this.now = end;
  }

  /** Removes the messages that the words describe from those on their way. */
  private take(words: readonly string[]): Letter[] {
    const matches = ({ from, to, body }: Letter): boolean =>
      words.every((word) =>
        word.includes('>') ? word === `${this.nodes[from].id}>${this.nodes[to].id}` : word === body.type,
      );
    const taken = this.mail.filter(matches);
    this.mail = this.mail.filter((letter) => !matches(letter));
    return taken;
  }

  private deliver(letter: Letter): void {
    const node = this.nodes[letter.to];
    if (!node.up) this.note(`lost: ${this.describe(letter)}`);
    else node.machine.message(letter.from, letter.body, node);
  }

  send(from: number, to: number, body: Message): void {
    if (this.cut.has(from) || this.cut.has(to)) {
      this.note(`lost: ${this.describe({ from, to, body })}`);
      return;
    }
    this.mail.push({ from, to, body });
    if (this.lastSent?.from === from && this.lastSent.body === body) {
      this.lastSent.to.push(to);
      return;
    }
    this.flush();
    this.lastSent = { from, body, to: [to] };
  }

  note(what: string): void {
    this.flush();
    if (!this.quiet) this.lines.push(`  ${what}`);
  }

  private flush(): void {
    const sent = this.lastSent;
    this.lastSent = undefined;
    if (sent === undefined || this.quiet) return;
    const to = sent.to.map((node) => this.nodes[node].id).join(' ');
    this.lines.push(`  ${this.nodes[sent.from].id} → ${to}: ${this.wordsOf(sent.body)}`);
  }

  private describe({ from, to, body }: Letter): string {
    return `${this.nodes[from].id} → ${this.nodes[to].id}: ${this.wordsOf(body)}`;
  }

  private wordsOf(body: Message): string {
    if (body.type === 'reply') return `reply #${(body as Reply).seq} is ${(body as Reply).result}`;
    if (body.type !== 'request') return this.wording.message(body);
    const { client, seq, kind, key, value } = (body as Request).command;
    return `request ${kind} k${key}${kind === 'write' ? `=${value}` : ''} (c${client}#${seq})`;
  }

  private node(id: string): Node {
    const node = this.nodes[Number(id.slice(1))];
    if (node === undefined) throw new Error(`no such replica: ${id}`);
    return node;
  }
}

class Node implements Effects {
  machine: Machine;
  up = true;
  readonly timers = new Map<number, number>();
  readonly durable = new Map<number, unknown>();
  pending: { readonly key: number; readonly record: unknown; readonly token: number }[] = [];

  constructor(
    private readonly recorder: Recorder,
    readonly id: string,
    readonly setup: MachineSetup,
    private readonly make: () => Machine,
  ) {
    this.machine = make();
  }

  get now(): number {
    return this.recorder.now;
  }

  random(): number {
    return (this.setup.self + 1) / (this.setup.n + 1);
  }

  send(to: number, body: Message): void {
    this.recorder.send(this.setup.self, to, body);
  }

  setTimer(name: number, delay: number): void {
    this.timers.set(name, this.now + delay);
  }

  cancelTimer(name: number): void {
    this.timers.delete(name);
  }

  fire(due: number): void {
    for (const [name, at] of this.timers) {
      if (at !== due) continue;
      this.timers.delete(name);
      this.recorder.note(`${this.id} at ${due} ms: ${this.recorder.wording.timer(name)} timer`);
      this.machine.timer(name, this);
      return;
    }
  }

  persist(key: number, record: unknown, token: number): void {
    this.recorder.note(`${this.id} writes ${this.recorder.wording.record(key, record)}`);
    this.pending.push({ key, record, token });
  }

  finishWrites(): void {
    const writes = this.pending;
    this.pending = [];
    for (const { key, record, token } of writes) {
      this.recorder.note(`${this.id} has on disk ${this.recorder.wording.record(key, record)}`);
      this.durable.set(key, record);
      this.machine.durable(token, this);
    }
  }

  forget(below: number): void {
    this.recorder.note(`${this.id} forgets the slots below ${below} on its disk`);
    for (const key of this.durable.keys()) if (key >= 0 && key < below) this.durable.delete(key);
  }

  reply(client: number, seq: number, result: number): void {
    this.recorder.note(`${this.id} → client c${client}: #${seq} is ${result}`);
  }

  commit(slot: number, command: Command): void {
    const what = command.client < 0 ? 'no-op' : `c${command.client}#${command.seq}`;
    this.recorder.note(`${this.id} executes slot ${slot}: ${what}`);
  }

  restored(slot: number): void {
    this.recorder.note(`${this.id} goes on at slot ${slot}`);
  }

  crash(): void {
    for (const { key, record } of this.pending) {
      this.recorder.note(`${this.id} loses ${this.recorder.wording.record(key, record)}`);
    }
    this.up = false;
    this.pending = [];
    this.timers.clear();
  }

  restart(): void {
    const records = [...this.durable].sort(([a], [b]) => a - b);
    for (const [key, record] of records) {
      this.recorder.note(`${this.id} finds on disk ${this.recorder.wording.record(key, record)}`);
    }
    this.up = true;
    this.machine = this.make();
    this.machine.restart(new Map(this.durable), this);
  }
}

/** The script with the effects filled in; what it held of effects before is dropped. */
export function recordTranscript(script: string, factory: MachineFactory, wording: Wording): string {
  return new Recorder(factory, wording).record(script);
}
