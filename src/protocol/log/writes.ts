/**
 * What is on its way to the disk: an entry, a snapshot, or the record of the configuration manager's acceptor, with the
 * answer that may be given to another once it is there.
 */
export type Write<Answer = unknown> =
  | { readonly of: 'entry'; readonly slot: number }
  | { readonly of: 'snapshot'; readonly executed: number }
  | {
      readonly of: 'record';
      readonly version: number;
      readonly to: number;
      readonly answer: Answer | null;
    };

/** Tokens given out, and what the writes under way are of. */
export interface Writes<Answer = unknown> {
  tokens: number;
  readonly writes: Map<number, Write<Answer>>;
}

export function noWrites<Answer>(): Writes<Answer> {
  return { tokens: 0, writes: new Map() };
}

/** A token for a write that is about to begin. */
export function beginWrite<Answer>(state: Writes<Answer>, write: Write<Answer>): number {
  const token = ++state.tokens;
  state.writes.set(token, write);
  return token;
}

/** What is on disk now; that write is under way no more. */
export function endWrite<Answer>({ writes }: Writes<Answer>, token: number): Write<Answer> {
  const write = writes.get(token)!;
  writes.delete(token);
  return write;
}
