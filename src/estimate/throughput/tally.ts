import type { Message } from '../../protocol/contract/machine.js';
import type { MessageSizes } from '../../simulation/message-size.js';
import { Packet } from '../../simulation/outbox.js';

/** The number that stands for the client among the ends of a departure. */
export const TO_CLIENT = -1;

/** How a message leaves its replica when nothing else is going on there. */
export interface Departure {
  /** Until it has left the processor and the interface, behind what its own operation sent before it (ms). */
  readonly lag: number;
  /** Does its step follow at once on the processor's handling of a message, so that what arrived meanwhile is ahead? */
  readonly handled: boolean;
  /**
   * Where the interface is still busy with what an earlier step of its own operation sent: how long ago that step was (ms).
   */
  readonly behind?: number;
}

/** What one step of a machine asked of a station: so much work (ms), so often. */
export interface Burst {
  readonly work: number;
  readonly count: number;
}

/** What the counted operations made each replica do. */
export interface Tally {
  /** Messages (packets) that its processor handled. */
  readonly received: Float64Array;
  /** Messages that its processor sent, the same one to several counting once. */
  readonly sent: Float64Array;
  /** Bytes that left its interface. */
  readonly bytes: Float64Array;
  readonly records: Float64Array;
  /** Steps in which it handed records to its disk: with group commit those of a step arrive together. */
  readonly recordSteps: Float64Array;
  /** Messages (packets) from replica i to replica j at i·n + j, and their bytes. */
  readonly packets: Float64Array;
  readonly linkBytes: Float64Array;
  /** Per replica, by work (ms): how many steps gave the processor, or the interface, that much to send. */
  readonly processorBursts: readonly Map<number, number>[];
  readonly interfaceBursts: readonly Map<number, number>[];
  /** By `departureKey`: the last one seen. */
  readonly departures: Map<string, Departure>;
  /** Per replica: what the last operation (or batch) counted asked for, and when. */
  readonly moments: readonly Moment[][];
}

/** What one step asked of a replica's parts at one moment. */
export interface Moment {
  /** ms on the clock of the counting run. */
  readonly at: number;
  /** Messages of replicas handled, and requests of clients. */
  readonly messages: number;
  readonly requests: number;
  /** Work of sending, for the processor and for the interface (ms). */
  readonly sending: number;
  readonly transmission: number;
  readonly records: number;
  /** The replica whose message came then; undefined where none did. */
  readonly from: number | undefined;
}

/** @param to a replica's number, or TO_CLIENT */
export function departureKey(from: number, to: number, type: string): string {
  return `${from}>${to} ${type}`;
}

export function emptyTally(n: number): Tally {
  return {
    received: new Float64Array(n),
    sent: new Float64Array(n),
    bytes: new Float64Array(n),
    records: new Float64Array(n),
    recordSteps: new Float64Array(n),
    packets: new Float64Array(n * n),
    linkBytes: new Float64Array(n * n),
    processorBursts: Array.from({ length: n }, () => new Map()),
    interfaceBursts: Array.from({ length: n }, () => new Map()),
    departures: new Map(),
    moments: Array.from({ length: n }, () => []),
  };
}

/** What sending costs in the deployment that is counted for. */
export interface SendingCosts {
  /** Processor time of a message (ms). */
  readonly sending: number;
  /** ms for one byte. */
  readonly perByte: number;
  /** Do the messages of one step on one link share a packet? */
  readonly packets: boolean;
  readonly sizes: MessageSizes;
  /** Bytes of an answer to a client. */
  readonly replySize: number;
}

interface Leaving {
  readonly to: number;
  readonly body: unknown;
  readonly types: string[];
  readonly bytes: number;
}

/** Until when a replica's parts have something to send (ms). */
export interface Until {
  processor: number;
  interface: number;
  /** When the step was that made the interface busy. */
  since: number;
}

/** One step of one replica's machine: what it sends and stores at one instant, which the books close when it is over. */
export class Step {
  private readonly leaving: Leaving[] = [];
  private readonly gathered = new Map<number, Message[]>();
  private readonly sources = new Set<number>();
  private from: number | undefined;
  private messages = 0;
  private requests = 0;
  private records = 0;

  constructor(
    private readonly self: number,
    private readonly n: number,
    private readonly at: number,
    /** Began with a message that the processor had handled. */
    private readonly handled: boolean,
    private readonly costs: SendingCosts,
  ) {}

  message(from: number): void {
    this.from = from;
    if (this.costs.packets && this.sources.has(from)) return;
    this.sources.add(from);
    this.messages++;
  }

  request(): void {
    this.requests++;
  }

  persist(): void {
    this.records++;
  }

  send(to: number, body: Message): void {
    if (!this.costs.packets) {
      this.leaving.push({ to, body, types: [body.type], bytes: this.costs.sizes.of(body) });
      return;
    }
    const others = this.gathered.get(to);
    if (others === undefined) this.gathered.set(to, [body]);
    else others.push(body);
  }

  /** To a client: these share no packets. */
  tell(type: string, bytes: number): void {
    this.leaving.push({ to: TO_CLIENT, body: undefined, types: [type], bytes });
  }

  /** Enters it into the books. `until` says when the replica's processor and interface are done with earlier steps (ms). */
  close(tally: Tally, until: Until): void {
    const { self, n, costs, handled } = this;
    tally.received[self] += this.messages + this.requests;
    tally.records[self] += this.records;
    if (this.records > 0) tally.recordSteps[self]++;
    for (const [to, messages] of this.gathered) {
      const body = messages.length === 1 ? messages[0] : new Packet(messages);
      this.leaving.push({ to, body, types: messages.map(({ type }) => type), bytes: costs.sizes.of(body) });
    }
    let last: unknown;
    let work = 0;
    let carried = 0;
    const behind = until.interface > this.at ? { behind: this.at - until.since } : {};
    if (until.interface <= this.at) until.since = this.at;
    for (const { to, body, types, bytes } of this.leaving) {
      if (body === undefined || body !== last) {
        until.processor = Math.max(until.processor, this.at) + costs.sending;
        work += costs.sending;
        tally.sent[self]++;
      }
      last = body;
      until.interface = Math.max(until.interface, until.processor, this.at) + bytes * costs.perByte;
      carried += bytes;
      if (to !== TO_CLIENT) {
        tally.packets[self * n + to]++;
        tally.linkBytes[self * n + to] += bytes;
      }
      for (const type of types) {
        tally.departures.set(departureKey(self, to, type), {
          lag: until.interface - this.at,
          handled,
          ...behind,
        });
      }
    }
    tally.bytes[self] += carried;
    const transmission = carried * costs.perByte;
    const { at, messages, requests, records, from } = this;
    tally.moments[self].push({ at, messages, requests, sending: work, transmission, records, from });
    if (work > 0) count(tally.processorBursts[self], work);
    if (transmission > 0) count(tally.interfaceBursts[self], transmission);
  }
}

function count(bursts: Map<number, number>, work: number): void {
  bursts.set(work, (bursts.get(work) ?? 0) + 1);
}
