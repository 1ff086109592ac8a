/**
 * Exactly once: what has been executed for each client.
 *
 * A command may be chosen in two slots (its client, or the replica that forwarded it, tried again; a new leader
 * adopted the first copy; two replicas suggested it). The table is part of the replicated state, so that every replica skips the same copies and
 * gives the same answer. It remembers *which* of a client's operations are done exactly and for ever, in space that
 * grows only with the holes in their numbering: a client may have many outstanding, and may give some up.
 *
 * Results: a write's result is the value it wrote, which any copy of the command carries. Of reads that went through
 * the log the latest results are kept; a copy of an older one is evaluated anew, as if the read had been slow.
 */
export interface Session {
  /** Every seq up to this is done. */
  low: number;
  /** The seqs above that are done: disjoint runs first, last, first, last, … in ascending order. */
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

export function isDone(session: Session, seq: number): boolean {
  if (seq <= session.low) return true;
  const { above } = session;
  for (let i = 0; i < above.length && above[i] <= seq; i += 2) {
    if (seq <= above[i + 1]) return true;
  }
  return false;
}

/** Notes that `seq`, not done so far, is done now. */
export function markDone(session: Session, seq: number): void {
  const { above } = session;
  if (seq === session.low + 1) {
    session.low = seq;
    if (above.length > 0 && above[0] === seq + 1) {
      session.low = above[1];
      above.splice(0, 2);
    }
    return;
  }
  // The run after which it belongs: new ones come near the end.
  let i = above.length;
  while (i > 0 && above[i - 2] > seq) i -= 2;
  const joinsLeft = i > 0 && above[i - 1] === seq - 1;
  const joinsRight = i < above.length && above[i] === seq + 1;
  if (joinsLeft && joinsRight) above.splice(i - 1, 2);
  else if (joinsLeft) above[i - 1] = seq;
  else if (joinsRight) above[i] = seq;
  else above.splice(i, 0, seq, seq);
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
