import type { Command } from '../protocol/contract.js';

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
  processes: Int32Array = new Int32Array(1024);
  seq: Int32Array = new Int32Array(1024);
  key: Int32Array = new Int32Array(1024);
  /** First sent, and answered (ms); the latter is Infinity while, and where, no answer came. */
  invoked: Float64Array = new Float64Array(1024);
  responded: Float64Array = new Float64Array(1024);
  /** The first answer that any replica gave; once finished, the one that reached the client. */
  result: Float64Array = new Float64Array(1024);
  private flags: Uint8Array = new Uint8Array(1024);
  /** byProcess[p][seq − 1]: number of the operation. */
  private readonly byProcess: Int32Array[] = [];
  private readonly lengths: number[] = [];

  /** A process joins, numbered 0, 1, 2, … */
  join(): number {
    this.lengths.push(0);
    return this.byProcess.push(new Int32Array(4)) - 1;
  }

  /** Notes a new operation of a process and returns its number; its seq is the process's next. */
  add(process: number, read: boolean, key: number, now: number, counted: boolean): number {
    const operation = this.count++;
    if (operation === this.processes.length) this.grow();
    const earlier = this.lengths[process]++;
    let own = this.byProcess[process];
    if (earlier === own.length) {
      const larger = new Int32Array(earlier * 2);
      larger.set(own);
      own = larger;
      this.byProcess[process] = own;
    }
    own[earlier] = operation;
    this.processes[operation] = process;
    this.seq[operation] = earlier + 1;
    this.key[operation] = key;
    this.invoked[operation] = now;
    this.responded[operation] = Number.POSITIVE_INFINITY;
    this.flags[operation] = (read ? READ : 0) | (counted ? COUNTED : 0);
    return operation;
  }

  /** The operation that (client, seq) names, or −1 where no client ever sent it. */
  find(process: number, seq: number): number {
    if (!(process >= 0 && process < this.lengths.length)) return -1;
    return seq >= 1 && seq <= this.lengths[process] ? this.byProcess[process][seq - 1] : -1;
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
