import { type Effects, type Machine, type Message, SNAPSHOT } from '../../src/protocol/contract/machine.js';
import { clientNode, replicaNode } from './client-nodes.js';
import { copyOf, textOf } from './plain-data.js';
import type { SmallWorld } from './small-world.js';

export interface Exploration {
  /** Different worlds seen; all of them if `complete`. */
  readonly worlds: number;
  readonly complete: boolean;
  /** The first violation with the steps that lead to it, shortest first; undefined: none. */
  readonly violation: string | undefined;
  /** How many different steps answered a client, and did what `sometimes` looks for. */
  readonly seen: Readonly<Record<string, number>>;
}

/** One replica with its disk and timers. */
interface Local {
  readonly state: unknown;
  readonly clock: number;
  readonly timers: ReadonlyMap<number, number>;
  readonly pending: readonly { readonly key: number; readonly record: unknown; readonly token: number }[];
  readonly durable: ReadonlyMap<number, unknown>;
}

/** What one input does: the replica's next local state, messages sent, commits and answers. */
interface Step {
  readonly local: number;
  readonly sent: readonly number[];
  readonly commits: readonly { readonly slot: number; readonly command: string; readonly version: number }[];
  readonly answers: readonly { readonly client: number; readonly seq: number; readonly result: number }[];
}

interface Envelope {
  readonly from: number;
  readonly to: number;
  readonly body: Message;
}

/** By slot: the command executed there, and the version of its key that this made. */
type History = ReadonlyMap<number, { readonly command: string; readonly version: number }>;

/** Inputs by kind, as one number each: what a path to a violation is kept as. */
const KIND = 1_000_000;
const MESSAGE = 0;
const DISK = KIND;
const CRASH = 2 * KIND;
const TIMER = 3 * KIND;
const REQUEST = 4 * KIND;

/** Notes a world that an input leads to; false: stop. */
type Reach = (world: number[], input: number) => boolean;

/** A world's numbers as a text: none comes near 65,536. */
function nameOf(world: readonly number[]): string {
  return String.fromCharCode(...world);
}

/** Numbers for texts, in the order in which they come up. */
class Numbering<T> {
  readonly items: T[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string, make: () => T): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.items.push(make()) - 1;
      if (number > 0xffff) throw new RangeError('too many different states or messages');
      this.numbers.set(text, number);
    }
    return number;
  }
}

/**
 * Exhaustive exploration of a small world: every order in which messages may arrive (or not: a world in which one is
 * never delivered is among those explored), disks finish, timers go off, clients send and replicas crash, within the
 * bounds given. In each step, always:
 *
 *   agreement    no two commands in one slot, whoever executes, before or after a crash;
 *   durability   a write is answered only once a phase-2 quorum has it on disk;
 *   together     what the world says of its replicas' states.
 *
 * A replica's step depends on its own state and the input alone, so each is computed once and then looked up: worlds
 * are rows of small integers.
 */
class Explorer {
  private readonly machines: Machine[];
  private readonly locals = new Numbering<Local>();
  private readonly mail = new Numbering<Envelope>();
  /** What is known to be executed. */
  private readonly histories = new Numbering<History>();
  private readonly steps = new Map<string, Step>();
  private readonly holding = new Map<string, boolean>();
  private readonly compared = new Set<string>();
  private readonly seen: Record<string, number> = { answered: 0 };
  /** Replicas, and all machines: those of the clients come after them. */
  private readonly n: number;
  private readonly nodes: number;
  /** Where each request enters. */
  private readonly entries: readonly number[];
  private violation: string | undefined;

  constructor(private readonly world: SmallWorld) {
    const { factory, setups, requests } = world;
    const { length: n } = setups;
    const takePart = factory.createClient !== undefined;
    const clients = takePart ? [...new Set(requests.map(({ command }) => command.client))] : [];
    this.n = n;
    this.machines = [
      ...setups.map((setup) => replicaNode(factory, setup, clients)),
      ...clients.map((client) => clientNode(factory, setups[0], client)),
    ];
    this.nodes = this.machines.length;
    this.entries = requests.map(({ at, command }) => (takePart ? n + clients.indexOf(command.client) : at));
    for (const name of Object.keys(world.sometimes ?? {})) this.seen[name] = 0;
  }

  /** A world is [local state of each machine, history, crashes, copies, requests as a mask, firings of each timer, …mail]. */
  explore(): Exploration {
    const { atMost, timers } = this.world;
    const parents: number[] = [-1];
    const inputs: number[] = [-1];
    const queue: (number[] | undefined)[] = [this.first()];
    const known = new Set([nameOf(this.first())]);
    const head = this.nodes + 4 + timers.length;
    let next = 0;
    const reach = (world: number[], input: number): boolean => {
      const name = nameOf(world);
      if (this.violation === undefined) {
        if (known.has(name)) return true;
        known.add(name);
      }
      parents.push(next);
      inputs.push(input);
      queue.push(world);
      return this.violation === undefined;
    };
    while (next < queue.length && known.size < atMost && this.violation === undefined) {
      const world = queue[next]!;
      queue[next] = undefined;
      this.expand(world, head, reach);
      next++;
    }
    const violation = this.violation && `${this.violation}\n${this.pathOf(parents, inputs).join('\n')}`;
    return { worlds: known.size, complete: next === queue.length, violation, seen: this.seen };
  }

  private pathOf(parents: readonly number[], inputs: readonly number[]): string[] {
    const path: string[] = [];
    for (let at = inputs.length - 1; at > 0; at = parents[at]) path.push(this.describe(inputs[at]));
    return path.reverse();
  }

  private describe(input: number): string {
    const k = input % KIND;
    if (input >= REQUEST)
      return `client → ${this.nameOf(this.entries[k])} ${textOf(this.world.requests[k].command)}`;
    if (input >= TIMER) return `r${this.world.timers[k].replica}: timer ${this.world.timers[k].name}`;
    if (input >= CRASH) return `r${k} crashes and restarts`;
    if (input >= DISK) return `r${k}: on disk`;
    const { from, to, body } = this.mail.items[k];
    return `${this.nameOf(from)} → ${this.nameOf(to)} ${textOf(body)}`;
  }

  private nameOf(node: number): string {
    return node < this.n ? `r${node}` : `c${node - this.n}`;
  }

  private first(): number[] {
    const empty: Local = { state: null, clock: 0, timers: new Map(), pending: [], durable: new Map() };
    const mail: number[] = [];
    const locals = this.machines.map((_, self) => {
      const step = this.run(self, empty, (machine, effects) => machine.start(effects));
      mail.push(...step.sent);
      return step.local;
    });
    const history = this.histories.of('', () => new Map());
    return [...locals, history, 0, 0, 0, ...this.world.timers.map(() => 0), ...mail.sort(ascending)];
  }

  private expand(world: number[], head: number, reach: Reach): void {
    const { requests, timers, crashes, copies } = this.world;
    const { n, nodes } = this;
    for (let i = head; i < world.length; i++) {
      const letter = world[i];
      if (i > head && world[i - 1] === letter) continue;
      const { from, to, body } = this.mail.items[letter];
      const step = this.step(world, to, `m${letter}`, (machine, effects) =>
        machine.message(from, body, effects),
      );
      const input = MESSAGE + letter;
      const rest = world.toSpliced(i, 1);
      if (!this.after(rest, to, step, input, reach)) return;
      if (world[nodes + 2] < copies) {
        const kept = world.slice();
        kept[nodes + 2]++;
        if (!this.after(kept, to, step, input, reach)) return;
      }
    }
    for (let self = 0; self < n; self++) {
      const local = this.locals.items[world[self]];
      for (const k of nextOnDisk(local.pending)) {
        const step = this.step(world, self, `d${k}`, (machine, effects) => {
          machine.durable(local.pending[k].token, effects);
        });
        if (!this.after(world.slice(), self, step, DISK + self, reach)) return;
      }
      if (world[nodes + 1] < crashes) {
        const step = this.step(world, self, 'c', (machine, effects) => {
          machine.restart(new Map(local.durable), effects);
        });
        const crashed = world.slice();
        crashed[nodes + 1]++;
        if (!this.after(crashed, self, step, CRASH + self, reach)) return;
      }
    }
    for (let k = 0; k < timers.length; k++) {
      const { replica, name, times } = timers[k];
      if (world[nodes + 4 + k] >= times || !this.locals.items[world[replica]].timers.has(name)) continue;
      const step = this.step(world, replica, `t${name}`, (machine, effects) => machine.timer(name, effects));
      const fired = world.slice();
      fired[nodes + 4 + k]++;
      if (!this.after(fired, replica, step, TIMER + k, reach)) return;
    }
    for (let k = 0; k < requests.length; k++) {
      if ((world[nodes + 3] >> k) & 1) continue;
      const { command } = requests[k];
      const at = this.entries[k];
      const step = this.step(world, at, `r${k}`, (machine, effects) => machine.request(command, effects));
      const asked = world.slice();
      asked[nodes + 3] |= 1 << k;
      if (!this.after(asked, at, step, REQUEST + k, reach)) return;
    }
  }

  /** The world after a step of one replica. */
  private after(world: number[], self: number, step: Step, input: number, reach: Reach): boolean {
    world[self] = step.local;
    const head = this.nodes + 4 + this.world.timers.length;
    if (step.sent.length > 0) {
      const mail = world.splice(head);
      world.push(...mail.concat(step.sent).sort(ascending));
    }
    if (step.commits.length > 0) world[this.nodes] = this.history(world[this.nodes], self, step);
    for (const answer of step.answers) this.checkAnswer(world, self, answer);
    if (this.world.together !== undefined) this.checkTogether(world, this.world.together);
    return reach(world, input);
  }

  private history(before: number, self: number, { commits }: Step): number {
    const slots = new Map(this.histories.items[before]);
    for (const { slot, command, version } of commits) {
      const other = slots.get(slot)?.command ?? command;
      if (other !== command)
        this.violation ??= `agreement: slot ${slot} is ${other} and, at r${self}, ${command}`;
      for (const [at, before] of version === 0 ? [] : slots) {
        if (at !== slot && before.command === command && before.version > 0)
          this.violation ??= `once: ${command} took effect in slot ${at} and, at r${self}, in slot ${slot}`;
      }
      slots.set(slot, { command, version: version === 0 ? (slots.get(slot)?.version ?? 0) : version });
    }
    const sorted = new Map([...slots].sort(([a], [b]) => a - b));
    return this.histories.of(textOf(sorted), () => sorted);
  }

  private checkTogether(world: readonly number[], together: NonNullable<SmallWorld['together']>): void {
    const locals = world.slice(0, this.n);
    const name = nameOf(locals);
    if (this.compared.has(name)) return;
    this.compared.add(name);
    this.violation ??= together(locals.map((local) => this.locals.items[local].state));
  }

  private checkAnswer(world: number[], self: number, { client, seq, result }: Step['answers'][number]): void {
    const { requests, setups, holds } = this.world;
    const request = requests.find(({ command }) => command.client === client && command.seq === seq);
    if (request === undefined) {
      this.violation ??= `validity: r${self} answers ${client}#${seq}, which nobody sent`;
      return;
    }
    const { command } = request;
    if (command.kind !== 'write') return;
    if (result !== command.value)
      this.violation ??= `result: r${self} answers ${client}#${seq} with ${result}`;
    let set = 0;
    for (let i = 0; i < this.n; i++) {
      const name = `${world[i]}/${client}#${seq}`;
      let held = this.holding.get(name);
      if (held === undefined) {
        held = holds(this.locals.items[world[i]].durable, command);
        this.holding.set(name, held);
      }
      if (held) set |= 1 << i;
    }
    if (!setups[0].quorum.phase2.contains(set)) {
      this.violation ??= `durability: r${self} answers ${client}#${seq}, which is on the disks of ${set.toString(2)} only`;
    }
  }

  private step(
    world: number[],
    self: number,
    input: string,
    run: (machine: Machine, effects: Effects) => void,
  ): Step {
    const name = `${world[self]}${input}`;
    let step = this.steps.get(name);
    if (step === undefined) {
      const local = this.locals.items[world[self]];
      step = this.run(self, prepared(local, input), run);
      this.steps.set(name, step);
    }
    return step;
  }

  /** Runs the machine from this local state. */
  private run(self: number, local: Local, run: (machine: Machine, effects: Effects) => void): Step {
    const { sometimes = {}, loses } = this.world;
    const machine = this.machines[self];
    if (local.state !== null) machine.state = copyOf(local.state);
    const timers = new Map(local.timers);
    const pending = local.pending.slice();
    const durable = new Map(local.durable);
    const sent: number[] = [];
    const commits: { slot: number; command: string; version: number }[] = [];
    const answers: { client: number; seq: number; result: number }[] = [];
    run(machine, {
      now: local.clock,
      random: () => 0.5,
      send: (to, body) => {
        for (const [name, test] of Object.entries(sometimes))
          if (test(self, body, machine)) this.seen[name]++;
        if (loses?.(body, self, to)) return;
        const envelope = copyOf({ from: self, to, body });
        sent.push(this.mail.of(`${self}>${to} ${textOf(envelope.body)}`, () => envelope));
      },
      setTimer: (name, delay) => timers.set(name, local.clock + delay),
      cancelTimer: (name) => timers.delete(name),
      persist: (key, record, token) => pending.push({ key, record: copyOf(record), token }),
      forget: (below) => {
        for (const key of durable.keys()) if (key >= 0 && key < below) durable.delete(key);
      },
      reply: (client, seq, result) => {
        this.seen.answered++;
        answers.push({ client, seq, result });
      },
      commit: (slot, { client, seq }, version) =>
        commits.push({ slot, command: client < 0 ? 'no-op' : `${client}#${seq}`, version }),
    });
    const next: Local = {
      state: copyOf(machine.state),
      clock: local.clock,
      timers: new Map([...timers].sort(([a], [b]) => a - b)),
      pending,
      durable: new Map([...durable].sort(([a], [b]) => a - b)),
    };
    return {
      local: this.locals.of(`${self} ${textOf(next)}`, () => next),
      sent,
      commits,
      answers,
    };
  }
}

/** What an input does to the replica's surroundings before its machine hears of it. */
function prepared(local: Local, input: string): Local {
  switch (input[0]) {
    case 'd': {
      const k = Number(input.slice(1));
      const { key, record } = local.pending[k];
      const durable = new Map(local.durable).set(key, record);
      return { ...local, pending: local.pending.toSpliced(k, 1), durable };
    }
    case 'c':
      return { ...local, timers: new Map(), pending: [] };
    case 't': {
      const name = Number(input.slice(1));
      const timers = new Map(local.timers);
      const due = timers.get(name) as number;
      timers.delete(name);
      return { ...local, timers, clock: Math.max(local.clock, due) };
    }
    default:
      return local;
  }
}

/** Which of these may be on disk next: the first, and where that is a snapshot the first record behind, which may overtake. */
function nextOnDisk(pending: readonly { readonly key: number }[]): number[] {
  if (pending.length === 0) return [];
  const record = pending.findIndex(({ key }) => key !== SNAPSHOT);
  return record > 0 ? [0, record] : [0];
}

function ascending(a: number, b: number): number {
  return a - b;
}

export function explore(world: SmallWorld): Exploration {
  return new Explorer(world).explore();
}
