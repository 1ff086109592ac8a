import type { Distribution } from '../distribution/distribution.js';
import type { Uniform } from '../distribution/random.js';
import { Agenda } from './agenda.js';
import { partsOf } from './leaves.js';
import { type Around, type IdleMessage, OUTSIDE } from './message.js';
import type { Leaf, Outcome } from './outcome.js';
import type { Runs } from './sample.js';

/** One node of a compiled expression. */
interface Node {
  readonly outcome: Outcome;
  readonly parts: readonly number[];
  /** Nodes of which it is a part, and as which one. */
  readonly parents: { readonly node: number; readonly part: number }[];
  readonly passing: Passing | undefined;
}

/** A message: a leaf's, or one of an idle group. */
interface Passing {
  /** −1: a connection of its own. */
  readonly link: number;
  readonly to: number;
  readonly before: number;
  readonly transit: Distribution;
  readonly handling: number;
  /** The leaf's node; −1: no leaf's. */
  readonly node: number;
  readonly answers: readonly Passing[];
}

export interface FollowingOptions {
  /** False: messages neither keep in order nor queue at processors, and nothing else goes on. */
  readonly together: boolean;
  /** True: every delay is its median, and nothing else goes on. */
  readonly still: boolean;
}

/** What of the messages of an idle group is on its way for longer than all but this share is left out. */
const RARE = 1e-3;
/** At most so many periods of an idle group are run before the operation. */
const MOST_PERIODS = 64;

const FREELY: FollowingOptions = { together: true, still: false };

/**
 * Draws an expression by following its messages: on a connection each arrives behind those sent before it, at a processor
 * each is handled behind those that came before it, be they the operation's own or what an idle group sends anyway
 * (heartbeats, at a phase that has nothing to do with the operation). That is what the calculus, in which every message
 * goes its way alone, leaves out. Otherwise the expression means what it means: a part of `after` begins when the one
 * before is done, and so on.
 */
export class Following implements Runs {
  private readonly nodes: Node[] = [];
  private readonly root: number;
  private readonly around: Around | undefined;
  /** When each root of an idle group is sent within its period, and the message. */
  private readonly idle: readonly { readonly at: number; readonly message: Passing }[];
  private readonly periodsBefore: number;
  private readonly agenda = new Agenda();
  // Of one run.
  private readonly begun: Float64Array;
  private readonly done: Float64Array;
  /** Of `after` and `choice` the part that is under way, of `all` how many are. */
  private readonly left: Int32Array;
  private readonly members: Int32Array;
  private readonly decided: Int32Array;
  private readonly floors: Float64Array;
  private readonly busy: Float64Array;
  private readonly slots: Passing[] = [];
  /** Events of the operation itself that are still to come. */
  private own = 0;

  constructor(
    outcome: Outcome,
    private readonly uniform: Uniform,
    private readonly options: FollowingOptions = FREELY,
  ) {
    this.around = aroundOf(outcome);
    this.root = this.compile(outcome, new Map());
    const { around, nodes } = this;
    const n = around?.replicas ?? 0;
    const alone = around === undefined || options.still || !options.together;
    this.idle = alone
      ? []
      : around.idle.roots.map((message) => ({ at: message.at, message: idlePassing(message, n) }));
    this.periodsBefore = alone ? 0 : periodsBefore(around);
    this.begun = new Float64Array(nodes.length);
    this.done = new Float64Array(nodes.length);
    this.left = new Int32Array(nodes.length);
    this.members = new Int32Array(nodes.length);
    this.decided = new Int32Array(nodes.length);
    this.floors = new Float64Array(n * n);
    this.busy = new Float64Array(n);
  }

  next(): number {
    const { agenda, begun, done, floors, busy, nodes, idle, root } = this;
    agenda.clear();
    this.slots.length = 0;
    begun.fill(Number.NaN);
    done.fill(Number.POSITIVE_INFINITY);
    floors.fill(Number.NEGATIVE_INFINITY);
    busy.fill(Number.NEGATIVE_INFINITY);
    this.own = 1;
    const beginning = nodes.length;
    const nextPeriod = nodes.length + 1;
    if (idle.length > 0) {
      const { period } = (this.around as Around).idle;
      agenda.push(-(this.uniform() + this.periodsBefore) * period, nextPeriod);
    }
    agenda.push(0, beginning);
    while (this.own > 0) {
      const what = agenda.pop();
      const now = agenda.time;
      if (what === nextPeriod) {
        const { period } = (this.around as Around).idle;
        // What goes on at clocks of replicas is sent at a moment of its own, before what is sent in answer.
        for (const { at, message } of idle) agenda.push(now + at, nextPeriod + 1 + 2 * this.slot(message));
        agenda.push(now + period, nextPeriod);
      } else if (what > nextPeriod) {
        this.advance(what - nextPeriod - 1, now);
      } else {
        this.own--;
        if (what === beginning) this.begin(root, now);
        else this.finish(what, now);
      }
      if (done[root] < Number.POSITIVE_INFINITY) return done[root];
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The leaves on the critical path of the last run, which must have finished. */
  path(): Leaf[] {
    const path: Leaf[] = [];
    const walk = (index: number): void => {
      const { outcome, parts } = this.nodes[index];
      if (outcome.kind === 'leaf') path.push(outcome);
      else if (outcome.kind === 'after') for (const part of parts) walk(part);
      else if (this.decided[index] >= 0) walk(this.decided[index]);
    };
    walk(this.root);
    return path;
  }

  /** How long a leaf took in the last run, waits included (ms). */
  drawOf(leaf: Leaf): number {
    const index = this.nodes.findIndex(({ outcome }) => outcome === leaf);
    return index < 0 ? Number.NaN : this.done[index] - this.begun[index];
  }

  /** When a leaf began in the last run; NaN where it did not. */
  begunAt(leaf: Leaf): number {
    return this.begun[this.nodes.findIndex(({ outcome }) => outcome === leaf)];
  }

  private compile(outcome: Outcome, known: Map<Outcome, number>): number {
    const before = known.get(outcome);
    if (before !== undefined) return before;
    const parts = partsOf(outcome).map((part) => this.compile(part, known));
    const index = this.nodes.length;
    parts.forEach((node, part) => {
      this.nodes[node].parents.push({ node: index, part });
    });
    this.nodes.push({ outcome, parts, parents: [], passing: this.passingOf(outcome, index) });
    known.set(outcome, index);
    return index;
  }

  private passingOf(outcome: Outcome, node: number): Passing | undefined {
    if (outcome.kind !== 'leaf' || outcome.message === undefined) return undefined;
    const { from, to, before, transit, handling, around } = outcome.message;
    const link = from === OUTSIDE || to === OUTSIDE ? -1 : from * around.replicas + to;
    return { link, to, before, transit, handling, node, answers: [] };
  }

  /** A node's time has come. What stands in two places begins once. */
  private begin(index: number, now: number): void {
    if (!Number.isNaN(this.begun[index])) return;
    this.begun[index] = now;
    const { outcome, parts, passing } = this.nodes[index];
    switch (outcome.kind) {
      case 'leaf':
        if (passing !== undefined) this.send(this.slot(passing), now);
        else this.due(index, now + this.draw(outcome.delay));
        return;
      case 'never':
        return;
      case 'after':
        this.left[index] = 0;
        if (parts.length === 0) this.finish(index, now);
        else this.beginPart(parts[0], now, index, 0);
        return;
      case 'choice': {
        const chosen = this.uniform() < outcome.p ? 0 : 1;
        this.left[index] = chosen;
        this.beginPart(parts[chosen], now, index, chosen);
        return;
      }
      default:
        this.left[index] = parts.length;
        this.members[index] = 0;
        this.decided[index] = -1;
        if (parts.length === 0) {
          if (outcome.kind === 'all') this.finish(index, now);
          return;
        }
        for (let part = 0; part < parts.length; part++) this.beginPart(parts[part], now, index, part);
    }
  }

  private beginPart(part: number, now: number, whole: number, position: number): void {
    if (this.done[part] < Number.POSITIVE_INFINITY)
      this.partDone(whole, position, Math.max(now, this.done[part]));
    else this.begin(part, now);
  }

  /** A node is done: what waits for it goes on. */
  private finish(index: number, now: number): void {
    if (this.done[index] < Number.POSITIVE_INFINITY) return;
    this.done[index] = now;
    const { parents } = this.nodes[index];
    for (let i = 0; i < parents.length; i++) {
      const { node, part } = parents[i];
      if (!Number.isNaN(this.begun[node])) this.partDone(node, part, now);
    }
  }

  private partDone(index: number, part: number, now: number): void {
    if (this.done[index] < Number.POSITIVE_INFINITY) return;
    const { outcome, parts } = this.nodes[index];
    switch (outcome.kind) {
      case 'after':
        // What stands in two places may be done before it is its turn here.
        if (part !== this.left[index]) return;
        this.left[index]++;
        if (part + 1 === parts.length) this.finish(index, now);
        else this.beginPart(parts[part + 1], now, index, part + 1);
        return;
      case 'choice':
        if (this.left[index] !== part) return;
        break;
      case 'all':
        if (--this.left[index] > 0) return;
        break;
      case 'quorum':
        this.members[index] |= 1 << part;
        if (!outcome.system.contains(this.members[index])) return;
        break;
    }
    this.decided[index] = parts[part];
    this.finish(index, now);
  }

  /** A leaf that is no message, or one that has been handled, is done then. */
  private due(node: number, at: number): void {
    if (!(at < Number.POSITIVE_INFINITY)) return;
    this.own++;
    this.agenda.push(at, node);
  }

  private slot(message: Passing): number {
    return this.slots.push(message) - 1;
  }

  /** Two things happen to a message in a slot: it is sent (of idle groups), and it arrives. */
  private advance(step: number, now: number): void {
    const slot = step >> 1;
    if ((step & 1) === 0) {
      this.send(slot, now);
      return;
    }
    const message = this.slots[slot];
    const { node, to, handling } = message;
    if (node >= 0) this.own--;
    let handled = now;
    if (handling > 0 && this.options.together) {
      handled = Math.max(now, this.busy[to]) + handling;
      this.busy[to] = handled;
    } else handled += handling;
    if (node >= 0) this.due(node, handled);
    for (const answer of message.answers) {
      const at = this.slot(answer);
      if (handled === now) this.send(at, now);
      else this.agenda.push(handled, this.nodes.length + 2 + 2 * at);
    }
  }

  private send(slot: number, now: number): void {
    const { link, before, transit, handling, node } = this.slots[slot];
    let at = now + before + this.draw(transit);
    if (!(at < Number.POSITIVE_INFINITY)) return;
    if (link >= 0 && this.options.together) {
      if (at < this.floors[link]) at = this.floors[link];
      else this.floors[link] = at;
    }
    if (node >= 0 && handling === 0) {
      this.due(node, at);
      return;
    }
    if (node >= 0) this.own++;
    this.agenda.push(at, this.nodes.length + 2 + 2 * slot + 1);
  }

  private draw(law: Distribution): number {
    return this.options.still ? medianOf(law) : law.draw(this.uniform);
  }
}

const medians = new WeakMap<Distribution, number>();

function medianOf(law: Distribution): number {
  let median = medians.get(law);
  if (median === undefined) {
    median = law.quantile(0.5 * law.mass);
    medians.set(law, median);
  }
  return median;
}

/** What goes on around an expression's messages: the same for all of them; undefined where it has none. */
export function aroundOf(outcome: Outcome): Around | undefined {
  if (outcome.kind === 'leaf') return outcome.message?.around;
  for (const part of partsOf(outcome)) {
    const around = aroundOf(part);
    if (around !== undefined) return around;
  }
  return undefined;
}

function idlePassing({ from, to, transit, handling, answers }: IdleMessage, n: number): Passing {
  const link = from * n + to;
  return {
    link,
    to,
    before: 0,
    transit,
    handling,
    node: -1,
    answers: answers.map((one) => idlePassing(one, n)),
  };
}

/** How many periods before the operation what an idle group sent may still be on its way. */
function periodsBefore({ idle }: Around): number {
  const reach = ({ at, transit, handling, answers }: IdleMessage): number =>
    at + transit.quantile((1 - RARE) * transit.mass) + handling + Math.max(0, ...answers.map(reach));
  return Math.min(MOST_PERIODS, Math.ceil(Math.max(0, ...idle.roots.map(reach)) / idle.period));
}
