import type { Distribution } from '../distribution/distribution.js';
import { half } from '../distribution/half.js';
import type { Network, Source } from './deployment.js';

/** What is known of the way from one place to another. */
export interface Figure {
  /** ms; worked out when first asked for. */
  readonly oneWay: Distribution;
  readonly rtt: Distribution;
  readonly source: Source;
  /** What a user should know if the figure is used; see used-links.ts. */
  readonly remark?: Remark;
}

export interface Remark {
  /** From distance, not from a measurement. */
  readonly estimated?: boolean;
  /** Measured in the other direction only. */
  readonly reversed?: boolean;
  /** The source's own figure for RTTs inside a region: which one. */
  readonly custom?: 'within-zone' | 'between-zones';
  /** What its source had to assume. */
  readonly assumption?: string;
}

/** Where RTTs come from where no override says otherwise: a data set, or a matrix in the file. */
export interface RttBasis {
  /** "aws-2025-07", "the matrix" */
  readonly name: string;
  readonly kind: 'data-set' | 'matrix';
  readonly regions: readonly string[];
  readonly dataset: Network['dataset'];
  /** Two machines of one region, in the same zone or not known to be. */
  inside(region: string, sameZone: boolean): Figure;
  /** Two regions; undefined where nothing is known. */
  between(from: string, to: string): Figure | undefined;
}

/** A figure that the file itself gives as a random duration of the round trip. */
export function givenFigure(rtt: Distribution, source: Source): Figure {
  return {
    get oneWay() {
      return half(rtt);
    },
    rtt,
    source,
  };
}
