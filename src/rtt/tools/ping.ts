import type { Statistic } from '../statistic.js';
import type { Measurement } from './measurement.js';

const START = /^PING6?\s*(?:\([^)]*\)\s+\S+\s+-->\s+)?([^\s(]+)/;
const REPLY = /\btime=(\d+(?:\.\d+)?)\s*ms/;
const STATISTICS = /^--- (\S+) ping statistics ---/;
const SUMMARY =
  /^(?:rtt|round-trip) min\/avg\/max(?:\/(?:mdev|stddev|std-dev))? = (\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)(?:\/(\d+(?:\.\d+)?))? ms/;

/** Is this the output of ping (Linux iputils, BSD and macOS, busybox)? */
export function looksLikePing(text: string): boolean {
  return /^PING6?[\s(]/m.test(text) || /^--- \S+ ping statistics ---/m.test(text);
}

/**
 * Every run of ping in a text: the time of each reply (duplicates left out), and the summary line. ping says whom
 * it asked, and not where it ran.
 */
export function readPing(text: string): Measurement[] {
  const runs: { to: string; samples: number[]; summary: Record<Statistic, number>; ended: boolean }[] = [];
  const current = (to: string) => {
    const last = runs[runs.length - 1];
    if (last !== undefined && !last.ended) return last;
    const run = { to, samples: [], summary: {}, ended: false };
    runs.push(run);
    return run;
  };
  for (const line of text.split('\n')) {
    const start = START.exec(line)?.[1];
    const ended = STATISTICS.exec(line)?.[1];
    const reply = line.includes('DUP!') ? undefined : REPLY.exec(line)?.[1];
    const summary = SUMMARY.exec(line);
    if (start !== undefined) {
      const last = runs[runs.length - 1];
      if (last !== undefined) last.ended = true;
      current(start);
    } else if (ended !== undefined) {
      current(ended);
    } else if (reply !== undefined && runs.length > 0) {
      runs[runs.length - 1]!.samples.push(Number(reply));
    } else if (summary !== null && runs.length > 0) {
      const run = runs[runs.length - 1]!;
      const [min, mean, max] = [Number(summary[1]), Number(summary[2]), Number(summary[3])];
      Object.assign(
        run.summary,
        { min, mean, max },
        summary[4] === undefined ? {} : { mdev: Number(summary[4]) },
      );
      run.ended = true;
    }
  }
  return runs.map(({ to, samples, summary }) => ({ from: undefined, to, samples, summary }));
}
