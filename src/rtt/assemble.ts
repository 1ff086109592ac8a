import { comparePairs, type PairRow } from './data-set.js';
import type { RttFinding, TextPosition } from './finding.js';
import { msText } from './number-text.js';
import type { RttCell } from './read/cells.js';
import { compareStatistics, type Statistic } from './statistic.js';

/** Figures sorted into pairs. */
export interface Assembled {
  readonly statistics: readonly Statistic[];
  readonly pairs: readonly PairRow[];
  /** How many pairs of a region with itself were left out: what measures them is no round trip between zones. */
  readonly selfPairs: number;
  readonly findings: readonly RttFinding[];
  /** Where the figure of a pair stands in what was read. */
  position(from: string, to: string, statistic?: Statistic): TextPosition | undefined;
}

/**
 * Puts read figures into one row a pair, sorted. A figure given twice must be the same both times. `statistic` is
 * what figures without a name are.
 */
export function assemble(cells: readonly RttCell[], statistic: Statistic): Assembled {
  const findings: RttFinding[] = [];
  const statistics = [...new Set(cells.map((cell) => cell.statistic ?? statistic))].sort(compareStatistics);
  const slot = new Map(statistics.map((name, i) => [name, i + 2]));
  const rows = new Map<string, { row: [string, string, ...(number | null)[]]; cells: RttCell[] }>();
  const selves = new Set<string>();
  for (const cell of cells) {
    if (cell.from === cell.to) {
      selves.add(cell.from);
      continue;
    }
    const key = `${cell.from}\n${cell.to}`;
    let pair = rows.get(key);
    if (pair === undefined) {
      pair = { row: [cell.from, cell.to, ...statistics.map(() => null)], cells: [] };
      rows.set(key, pair);
    }
    const name = cell.statistic ?? statistic;
    const at = slot.get(name)!;
    const earlier = pair.row[at];
    if (earlier !== null && earlier !== cell.ms) {
      findings.push({
        code: 'duplicate',
        severity: 'error',
        message: `${cell.from} → ${cell.to}: ${name} is ${msText(Number(earlier))} ms and also ${msText(cell.ms)} ms`,
        hint: 'give one figure a pair and statistic',
        from: cell.from,
        to: cell.to,
        statistic: name,
        figure: cell.ms,
        bound: Number(earlier),
        ...(cell.position === undefined ? {} : { position: cell.position() }),
      });
    }
    pair.row[at] = cell.ms;
    pair.cells.push(cell);
  }
  return {
    statistics,
    pairs: [...rows.values()].map(({ row }) => row as PairRow).sort(comparePairs),
    selfPairs: selves.size,
    findings,
    position(from, to, wanted) {
      const pair = rows.get(`${from}\n${to}`);
      const cell = pair?.cells.find((one) => wanted === undefined || (one.statistic ?? statistic) === wanted);
      return cell?.position?.();
    },
  };
}
