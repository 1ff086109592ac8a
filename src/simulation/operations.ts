import type { Command } from '../protocol/contract/machine.js';

const READ = 1;
const COUNTED = 2;
const ANSWERED = 4;
const FINISHED = 8;
const COMMITTED = 16;

/**
 * Every operation of the run in the order in which they were first sent, about 33 bytes each: what latencies,
 * histories and the safety checks are taken from. Operations are known by their number, 0, 1, 2, …
 */
export class Operations {
  count = 0;
  /** Number of the process that sent it (`Command.client`) and its own count of operations. */
  processes: Int32Array;
  seq: Int32Array;
  key: Int32Array;
  /** First sent, and answered (ms); the latter is Infinity while, and where, no answer came. */
  invoked: Float64Array;
  responded: Float64Array;
  /** The first answer that any replica gave; once finished, the one that reached the client. */
  result: Float64Array;
  private flags: Uint8Array;
  /** byProcess[p][seq − 1]: number of the operation. */
  private readonly byProcess: number[][] = [];

  /** @param capacity operations to make room for at first; it grows by itself. */
  constructor(capacity = 1024) {
    this.processes = new Int32Array(capacity);
    this.seq = new Int32Array(capacity);
    this.key = new Int32Array(capacity);
    this.invoked = new Float64Array(capacity);
    this.responded = new Float64Array(capacity);
    this.result = new Float64Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  /** Forgets all of them. */
  clear(): void {
    this.count = 0;
    this.byProcess.length = 0;
  }

  /** A process joins, numbered 0, 1, 2, … */
  join(): number {
    return this.byProcess.push([]) - 1;
  }

  /** Notes a new operation of a process and returns its number; its seq is the process's next. */
  add(process: number, read: boolean, key: number, now: number, counted: boolean): number {
    const operation = this.count++;
    if (operation === this.processes.length) this.grow();
    const own = this.byProcess[process];
    own.push(operation);
    this.processes[operation] = process;
    this.seq[operation] = own.length;
    this.key[operation] = key;
    this.invoked[operation] = now;
    this.responded[operation] = Number.POSITIVE_INFINITY;
    this.flags[operation] = (read ? READ : 0) | (counted ? COUNTED : 0);
    return operation;
  }

  /** The operation that (client, seq) names, or −1 where no client ever sent it. */
  find(process: number, seq: number): number {
    if (!(process >= 0 && process < this.byProcess.length)) return -1;
    const own = this.byProcess[process];
    return seq >= 1 && seq <= own.length ? own[seq - 1] : -1;
  }

  /** What it writes: a number that no other operation writes; 0 for a read. */
  value(operation: number): number {
    return this.isRead(operation) ? 0 : operation + 1;
  }

  isRead(operation: number): boolean {
    return (this.flags[operation] & READ) !== 0;
  }

  isCounted(operation: number): boolean {
    return (this.flags[operation] & COUNTED) !== 0;
  }

  isAnswered(operation: number): boolean {
    return (this.flags[operation] & ANSWERED) !== 0;
  }

  /** A replica gave this answer, the first. */
  answer(operation: number, result: number): void {
    this.flags[operation] |= ANSWERED;
    this.result[operation] = result;
  }

  isFinished(operation: number): boolean {
    return (this.flags[operation] & FINISHED) !== 0;
  }

  /** Its client has an answer. */
  finish(operation: number, result: number, now: number): void {
    this.flags[operation] |= FINISHED;
    this.result[operation] = result;
    this.responded[operation] = now;
  }

  isCommitted(operation: number): boolean {
    return (this.flags[operation] & COMMITTED) !== 0;
  }

  commit(operation: number): void {
    this.flags[operation] |= COMMITTED;
  }

  /** As a machine was to see it. */
  isCommand(operation: number, command: Command): boolean {
    return (
      command.kind === (this.isRead(operation) ? 'read' : 'write') &&
      command.key === this.key[operation] &&
      command.value === this.value(operation)
    );
  }

  /** "write 12 of client process 3" */
  describe(operation: number): string {
    const kind = this.isRead(operation) ? 'read' : 'write';
    return `${kind} ${this.seq[operation]} of client process ${this.processes[operation]}`;
  }

  private grow(): void {
    const capacity = this.processes.length * 2;
    this.processes = grown(this.processes, new Int32Array(capacity));
    this.seq = grown(this.seq, new Int32Array(capacity));
    this.key = grown(this.key, new Int32Array(capacity));
    this.invoked = grown(this.invoked, new Float64Array(capacity));
    this.responded = grown(this.responded, new Float64Array(capacity));
    this.result = grown(this.result, new Float64Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
