/**
 * Exactly once: what has been executed for each client.
 *
 * A command may be chosen in two slots (its client, or the replica that forwarded it, tried again; a new leader
 * adopted the first copy; two replicas suggested it). The table is part of the replicated state, so that every replica skips the same copies and
 * gives the same answer. It remembers *which* of a client's operations are done exactly and for ever, in space that
 * grows only with the holes in their numbering: a client may have many outstanding, and may give some up. Those are numbered
 * that go through the log (`Command.turn`): a read that does not is executed nowhere, and would leave a hole for ever.
 *
 * Results: a write's result is the value it wrote, which any copy of the command carries. Of reads that went through
 * the log the latest results are kept; a copy of an older one is evaluated anew, as if the read had been slow.
 */
export interface Session {
  /** Every turn up to this is done. */
  low: number;
  /** The turns above that are done: disjoint runs first, last, first, last, … in ascending order. */
  readonly above: number[];
  /** The latest reads and their results, as a ring. */
  readonly readSeqs: number[];
  readonly readResults: number[];
  nextRead: number;
}

/** Results of reads kept for each client. */
const READS_KEPT = 64;

export function freshSession(): Session {
  return { low: 0, above: [], readSeqs: [], readResults: [], nextRead: 0 };
}

export function copySessions(sessions: ReadonlyMap<number, Session>): Map<number, Session> {
  const copy = new Map<number, Session>();
  for (const [client, session] of sessions) {
    copy.set(client, {
      low: session.low,
      above: session.above.slice(),
      readSeqs: session.readSeqs.slice(),
      readResults: session.readResults.slice(),
      nextRead: session.nextRead,
    });
  }
  return copy;
}

export function isDone(session: Session, turn: number): boolean {
  if (turn <= session.low) return true;
  const { above } = session;
  for (let i = 0; i < above.length && above[i] <= turn; i += 2) {
    if (turn <= above[i + 1]) return true;
  }
  return false;
}

/** Notes that `turn`, not done so far, is done now. */
export function markDone(session: Session, turn: number): void {
  const { above } = session;
  if (turn === session.low + 1) {
    session.low = turn;
    if (above.length > 0 && above[0] === turn + 1) {
      session.low = above[1];
      above.splice(0, 2);
    }
    return;
  }
  // The run after which it belongs: new ones come near the end.
  let i = above.length;
  while (i > 0 && above[i - 2] > turn) i -= 2;
  const joinsLeft = i > 0 && above[i - 1] === turn - 1;
  const joinsRight = i < above.length && above[i] === turn + 1;
  if (joinsLeft && joinsRight) above.splice(i - 1, 2);
  else if (joinsLeft) above[i - 1] = turn;
  else if (joinsRight) above[i] = turn;
  else above.splice(i, 0, turn, turn);
}

export function rememberRead(session: Session, seq: number, result: number): void {
  session.readSeqs[session.nextRead] = seq;
  session.readResults[session.nextRead] = result;
  session.nextRead = (session.nextRead + 1) % READS_KEPT;
}

/** The result of a read that is done, or undefined where it is no longer kept. */
export function readResult(session: Session, seq: number): number | undefined {
  const at = session.readSeqs.lastIndexOf(seq);
  return at < 0 ? undefined : session.readResults[at];
}
