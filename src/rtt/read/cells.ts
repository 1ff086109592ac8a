import type { RttFinding, TextPosition } from '../finding.js';
import type { Statistic } from '../statistic.js';

/** One figure as it was read. */
export interface RttCell {
  readonly from: string;
  readonly to: string;
  /** Undefined where the input does not say. */
  readonly statistic: Statistic | undefined;
  /** ms, not yet judged: it may be negative. */
  readonly ms: number;
  /** The input says that this is one way, or half a round trip: its own word for it. */
  readonly oneWay: string | undefined;
  /** Where it stands; undefined where positions mean nothing (JSON). */
  readonly position: (() => TextPosition) | undefined;
}

/** What an input of any form holds. */
export interface ReadFigures {
  /** For people: "CSV, one pair a row". */
  readonly form: string;
  readonly cells: readonly RttCell[];
  /** Distinct, in the order met. */
  readonly sources: readonly string[];
  readonly providers: readonly string[];
  /** The newest date met, ISO. */
  readonly date: string | undefined;
  readonly warnings: readonly RttFinding[];
}
