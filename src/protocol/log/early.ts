import { endOf, type Stretch } from './stretch.js';

/** A piece of another's log, as a message: its entries from slot `first` on. */
export interface Piece {
  readonly first: number;
  readonly entries: readonly unknown[];
}

/**
 * Did this piece come before what belongs in front of it? Then it is set aside among the `early` ones, by its first slot; of
 * two with the same the longer stays: what was sent at first, or what was sent again.
 */
export function setAsideIfEarly<P extends Piece>(
  early: Map<number, P>,
  log: Stretch<unknown>,
  piece: P,
): boolean {
  if (piece.first <= endOf(log)) return false;
  const other = early.get(piece.first);
  if (other === undefined || other.entries.length < piece.entries.length) early.set(piece.first, piece);
  return true;
}

/** Takes out a piece that came early and for which it is time now: it begins at the end of the log, or before. */
export function takeDue<P extends Piece>(early: Map<number, P>, log: Stretch<unknown>): P | undefined {
  for (const piece of early.values()) {
    if (piece.first > endOf(log)) continue;
    early.delete(piece.first);
    return piece;
  }
  return undefined;
}
