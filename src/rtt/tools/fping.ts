import type { Measurement } from './measurement.js';

const TIMES = /^(\S+)\s+:((?:\s+(?:\d+(?:\.\d+)?|-))+)\s*$/;
const SUMMARY =
  /^(\S+)\s+: xmt\/rcv\/%loss = [^,]+(?:, min\/avg\/max = (\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?))?\s*$/;

/** Is this what `fping -C n -q` or `fping -c n -q` writes (to standard error)? */
export function looksLikeFping(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return TIMES.test(first) || SUMMARY.test(first);
}

/**
 * `fping -C n -q`: a line a host, its round trips in ms, - for a lost one; also the summaries of `-c n -q`. fping
 * does not say where it ran.
 */
export function readFping(text: string): Measurement[] {
  return text.split('\n').flatMap((line): Measurement[] => {
    const times = TIMES.exec(line);
    if (times !== null) {
      const samples = times[2]!
        .trim()
        .split(/\s+/)
        .filter((time) => time !== '-')
        .map(Number);
      return [{ from: undefined, to: times[1]!, samples, summary: {} }];
    }
    const summary = SUMMARY.exec(line);
    if (summary === null) return [];
    const [, to, min, mean, max] = summary;
    const figures = min === undefined ? {} : { min: Number(min), mean: Number(mean), max: Number(max) };
    return [{ from: undefined, to: to!, samples: [], summary: figures }];
  });
}
