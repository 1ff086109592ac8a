import type { Distribution } from '../distribution/distribution.js';
import { fitQuantiles } from '../distribution/fit.js';
import { unreadable } from './finding.js';
import { foreign } from './read/foreign.js';
import { quote, readFigure, UnitCustom } from './read/milliseconds.js';
import { Problems } from './read/problems.js';
import { quantileOf } from './tools/measurement.js';

/** Fewer samples than this say nothing about a tail, and little about a body. */
export const FEWEST_SAMPLES = 20;

const PROBABILITIES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;

export interface FittedQuantile {
  readonly p: number;
  /** ms, of the samples: linear between order statistics (type 7 of Hyndman and Fan, 1996). */
  readonly sample: number;
  /** ms, of the fitted distribution. */
  readonly fitted: number;
  /** (fitted − sample) / sample */
  readonly error: number;
}

export interface SampleFit {
  readonly rtt: Distribution;
  readonly samples: number;
  readonly quantiles: readonly FittedQuantile[];
  /** The quantile with the largest error either way. */
  readonly worst: FittedQuantile;
}

/**
 * Samples from text: one a line, in ms unless a unit says otherwise ("0.28", "280us"); blank lines and lines that
 * begin with # are skipped; anything that is no figure above 0 is an error with its line.
 *
 * @throws RttInputError
 */
export function readSamples(text: string): Float64Array {
  const refusal = foreign(text);
  if (refusal !== undefined) throw refusal;
  const problems = new Problems();
  const units = new UnitCustom(undefined);
  const samples: number[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    const figure = readFigure(line);
    const position = { line: i + 1, column: 1 };
    if (figure.kind !== 'figure') {
      problems.error('cell', figure.kind === 'wrong' ? figure.why : `${quote(line)} is no figure`, position);
      continue;
    }
    const ms = units.toMs(figure);
    if (typeof ms === 'string') problems.error('cell', ms, position);
    else if (!(ms > 0))
      problems.error('not-positive', `${quote(line)}: a round trip takes more than 0 ms`, position);
    else samples.push(ms);
  }
  problems.throwIfAny();
  if (samples.length < FEWEST_SAMPLES) {
    throw unreadable(
      `a fit needs at least ${FEWEST_SAMPLES} samples, one a line; there are ${samples.length}`,
    );
  }
  return Float64Array.from(samples).sort();
}

/**
 * The shifted gamma nearest to the samples' quantiles from p5 to p99 (least squares), and how far off it is at each.
 *
 * @param sorted ms, rising, at least FEWEST_SAMPLES of them
 */
export function fitSamples(sorted: Float64Array): SampleFit {
  const measured = PROBABILITIES.map((p) => ({ p, at: quantileOf(sorted, p) }));
  const rtt = fitQuantiles({ quantiles: measured });
  const quantiles = measured.map(({ p, at }) => {
    const fitted = rtt.quantile(p);
    return { p, sample: at, fitted, error: (fitted - at) / at };
  });
  const worst = quantiles.reduce((a, b) => (Math.abs(b.error) > Math.abs(a.error) ? b : a));
  return { rtt, samples: sorted.length, quantiles, worst };
}
