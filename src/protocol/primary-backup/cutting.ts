import { masksOf } from '../member-masks.js';
import { emptyMap } from '../replicated-map.js';
import type { Snapshot } from './messages.js';
import type { Office, Replica } from './state.js';

/**
 * Below which slot a backup need keep its log for nobody.
 *
 * Whoever holds the data has it in a snapshot, and can hand that on. A witness cannot: it keeps its log until all that may
 * become primary have that on their disks, however long one of them is away. So whoever is promoted finds there what only
 * the witness has besides the lost primary. (PostgreSQL: `pg_receivewal --synchronous` acknowledges as a standby does, has
 * the log alone, and drops none of it by itself.)
 */
export function cutFor({ state, setup }: Replica, office: Office, to: number): number {
  const { holders, candidates } = masksOf(setup);
  let cut = state.cut;
  if (((holders >>> to) & 1) === 1) return cut;
  for (let i = 0; i < setup.n; i++) {
    if (((candidates >>> i) & 1) === 0) continue;
    cut = Math.min(cut, i === setup.self ? state.log.flushed : office.flushed[i]);
  }
  return cut;
}

/** A snapshot for this backup: a witness is told where the log goes on, and gets no data. */
export function snapshotFor({ state, setup }: Replica, to: number): Snapshot {
  const snapshot = state.snapshot!;
  return ((masksOf(setup).holders >>> to) & 1) === 1 ? snapshot : { ...snapshot, ...emptyMap() };
}
