import { loadDataSet } from '../../cli/data-sets.js';

/** Delays on the mean pings of a bundled data set, as the simulator fantoch takes them. */
export interface Pings {
  /** ⌊⌊mean ping⌋ / 2⌋ in ms, nothing within a region. */
  oneWay(from: string, to: string): number;
  /** The first of these with the least mean ping; the place itself, if it is one of them. */
  nearest(from: string, among: readonly string[]): string;
}

export function pingsOf(dataset: string): Pings {
  const { statistics, pairs } = loadDataSet(dataset);
  const column = 2 + statistics.indexOf('mean');
  const means = new Map(pairs.map((row) => [`${row[0]} ${row[1]}`, Number(row[column])]));
  const mean = (from: string, to: string): number => {
    if (from === to) return 0;
    const ms = means.get(`${from} ${to}`);
    if (ms === undefined) throw new Error(`${dataset} has no ping from ${from} to ${to}`);
    return ms;
  };
  return {
    oneWay: (from, to) => Math.floor(Math.floor(mean(from, to)) / 2),
    nearest: (from, among) => among.reduce((best, one) => (mean(from, one) < mean(from, best) ? one : best)),
  };
}
