import type { Trace, TraceEvent, TraceStep } from '../result/simulation-run.js';

/** Records the trace of one operation: everything that `Causality` says it caused. */
export class Recorder {
  /** As in `Causality.current`: the traced operation plus one; −1 before it is sent. */
  cause = -1;
  private readonly events: TraceEvent[] = [];
  private messages = 0;
  private start = 0;
  private latency: number | null = null;
  private kind: 'write' | 'read' = 'write';

  private seen = 0;

  /**
   * @param client the end of the network whose operation to trace
   * @param operation which of its counted operations, 1 for the first; only those of kind `wanted` where given
   */
  constructor(
    private readonly client: number,
    private readonly operation: number,
    private readonly wanted: 'write' | 'read' | undefined,
    /** Name of an end of the network. */
    private readonly nameOf: (end: number) => string,
  ) {}

  /** A counted operation is sent for the first time; is it the one? */
  issued(client: number, operation: number, kind: 'write' | 'read', now: number): void {
    if (client !== this.client || (this.wanted !== undefined && kind !== this.wanted)) return;
    if (++this.seen !== this.operation) return;
    this.cause = operation + 1;
    this.kind = kind;
    this.start = now;
  }

  /** A message leaves; returns the number that its later events carry. */
  sent(now: number, from: number, to: number, message: string): number {
    const id = ++this.messages;
    this.events.push({ ...this.at(now, from, 'send'), id, peer: this.nameOf(to), message });
    return id;
  }

  /** A message that was sent before arrives, is handled, or is lost. */
  message(
    now: number,
    what: 'receive' | 'handle' | 'lost',
    id: number,
    from: number,
    to: number,
    message: string,
  ): void {
    this.events.push({ ...this.at(now, to, what), id, peer: this.nameOf(from), message });
  }

  /** Something happens at a replica or a client. */
  note(now: number, end: number, what: TraceStep, more: Partial<TraceEvent> = {}): void {
    this.events.push({ ...this.at(now, end, what), ...more });
  }

  /** Its client has the answer. */
  finish(now: number): void {
    this.latency = now - this.start;
  }

  /** The trace, or undefined where the operation never came. `origin` is where the result's clock starts (ms). */
  trace(origin: number): Trace | undefined {
    if (this.cause < 0) return undefined;
    const { kind, latency, events, operation } = this;
    return { client: this.nameOf(this.client), operation, kind, start: this.start - origin, latency, events };
  }

  private at(now: number, end: number, what: TraceStep): TraceEvent {
    return { at: now - this.start, place: this.nameOf(end), what };
  }
}
