import type { Message } from '../protocol/contract/machine.js';

/** How large messages are (bytes): an overhead for each, and a payload for each write that one carries. */
export class MessageSizes {
  private last: Message | undefined;
  private size = 0;

  constructor(
    private readonly overhead: number,
    private readonly payload: number,
  ) {}

  /** A message between replicas. A packet has the overhead of one message. */
  of(body: Message): number {
    // A message to several replicas is one object.
    if (body !== this.last) {
      this.last = body;
      this.size = this.overhead + (this.payload === 0 ? 0 : this.payload * writesIn(body));
    }
    return this.size;
  }

  /** The answer to a client: a read's carries a value. */
  reply(isRead: boolean): number {
    return this.overhead + (isRead ? this.payload : 0);
  }
}

/** How many writes stand anywhere in a message's plain data. */
export function writesIn(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  if (data instanceof Map) {
    let count = 0;
    for (const value of data.values()) count += writesIn(value);
    return count;
  }
  if (Array.isArray(data)) {
    let count = 0;
    for (const value of data) count += writesIn(value);
    return count;
  }
  const { kind, seq } = data as { kind?: unknown; seq?: unknown };
  if (typeof seq === 'number' && (kind === 'write' || kind === 'read')) return kind === 'write' ? 1 : 0;
  let count = 0;
  for (const value of Object.values(data)) if (typeof value === 'object') count += writesIn(value);
  return count;
}
