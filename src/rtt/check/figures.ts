import type { DataSet } from '../data-set.js';
import type { RttFinding } from '../finding.js';
import { msText } from '../number-text.js';
import { percentile, type Statistic } from '../statistic.js';

/** Each row by itself: figures above 0, and in the order that their statistics imply. */
export function figureFindings(dataSet: DataSet): RttFinding[] {
  const findings: RttFinding[] = [];
  const { statistics } = dataSet;
  const rising = statistics.flatMap((statistic, i) => (rises(statistic) ? [i] : []));
  const mean = statistics.indexOf('mean');
  for (const [from, to, ...figures] of dataSet.pairs) {
    const say = (code: 'not-positive' | 'order', i: number, message: string, bound?: number): void => {
      const cell = { from, to, statistic: statistics[i]!, figure: figures[i]! };
      findings.push({
        code,
        severity: 'error',
        message: `${from} → ${to}: ${message}`,
        ...cell,
        ...(bound === undefined ? {} : { bound }),
      });
    };
    let wrong = false;
    statistics.forEach((statistic, i) => {
      const ms = figures[i];
      if (typeof ms !== 'number' || (ms > 0 && Number.isFinite(ms)) || (ms === 0 && statistic === 'mdev'))
        return;
      wrong = true;
      say('not-positive', i, `${statistic} is ${msText(ms)} ms; a round trip takes more than 0 ms`);
    });
    if (wrong) continue;
    let last: number | undefined;
    for (const i of rising) {
      const ms = figures[i];
      if (typeof ms !== 'number') continue;
      const before = last === undefined ? undefined : figures[last]!;
      if (before !== undefined && ms < before) {
        say(
          'order',
          i,
          `${statistics[i]} of ${msText(ms)} ms lies below ${statistics[last!]} of ${msText(before)} ms`,
          before,
        );
      }
      last = i;
    }
    const average = figures[mean];
    if (typeof average !== 'number') continue;
    for (const [name, sign] of [
      ['min', 1],
      ['max', -1],
    ] as const) {
      const end = figures[statistics.indexOf(name)];
      if (typeof end === 'number' && (average - end) * sign < 0) {
        say(
          'order',
          mean,
          `mean of ${msText(average)} ms lies ${sign > 0 ? 'below min' : 'above max'} of ${msText(end)} ms`,
          end,
        );
      }
    }
  }
  return findings;
}

function rises(statistic: Statistic): boolean {
  return statistic === 'min' || statistic === 'max' || percentile(statistic) !== undefined;
}
