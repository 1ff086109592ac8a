import type { AmountOrNull, Milliseconds } from './measures.js';

/** How long until writes go on after a loss, and what is forgotten: RTO and RPO. */
export interface Recovery {
  /** Until the first write is answered again (ms), and who sees to that; null where that takes a repair. */
  readonly rto: {
    readonly p50: Milliseconds;
    readonly p99: Milliseconds;
    readonly by: 'automatic' | 'operator';
  } | null;
  /** Acknowledged writes that are gone, on average (null where no client has a rate), and those of how many ms. */
  readonly rpo: { readonly writes: AmountOrNull; readonly ms: Milliseconds };
}
