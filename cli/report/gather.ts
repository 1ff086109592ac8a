import { CHART_NAMES } from '../../src/chart/charts.js';
import { explain } from '../../src/estimate/explain/explain.js';
import type { ChartName } from '../../src/result/chart-data.js';
import type { MissingChart, ReportChart, ReportResult } from '../../src/result/report.js';
import { review } from '../../src/review/review.js';
import { distanceKm } from '../../src/rtt/coordinates.js';
import { VERSION } from '../../src/version.js';
import { coordinates } from '../data-sets.js';
import { CHART_DATA } from './chart-data.js';
import type { Ground } from './ground.js';

export interface Gathering {
  /** Text of the topology file. */
  readonly text: string;
  /** ISO date that the review holds data and suppressions against. */
  readonly today: string;
  /** The command line that makes the report again. */
  readonly command: string;
  /** Told after each part. */
  readonly progress: (done: number, total: number) => void;
}

/** Charts that a page about one topology has. */
export const PAGE_CHARTS: readonly ReportChart['name'][] = CHART_NAMES.filter((name) => name !== 'pareto');

/** Works out everything that a report shows of one topology. */
export function gather(ground: Ground, { text, today, command, progress }: Gathering): ReportResult {
  const { deployment, protocol, seed } = ground;
  const total = PAGE_CHARTS.length + 4;
  let done = 0;
  const counted = <Part>(part: Part): Part => {
    progress(++done, total);
    return part;
  };
  const estimate = counted(ground.estimate);
  const explained = counted(explain(deployment, protocol, { seed, clients: [] }));
  const losses = counted(ground.losses);
  const reviewed = counted(
    review([{ file: deployment.file, text, deployment, protocol, diagnostics: [] }], {
      seed,
      today,
      distanceKm: (from, to) => distanceKm(coordinates(), from, to),
      failOn: 'never',
    }),
  );
  const charts: ReportChart[] = [];
  const missing: MissingChart[] = [];
  for (const name of PAGE_CHARTS) {
    const found = counted(CHART_DATA[name](ground));
    if ('data' in found) charts.push({ name, data: found.data } as ReportChart);
    else missing.push({ name, why: found.why });
  }
  return {
    schema: 'quorate.report/1',
    version: VERSION,
    seed,
    command,
    estimate,
    explain: explained,
    losses,
    review: { findings: reviewed.findings, suppressed: reviewed.suppressed.length },
    charts,
    missing,
  };
}

/** Why a report from a saved estimate has no charts. */
export const NOT_SAVED =
  'a saved result of quorate estimate does not hold what it is drawn from; quorate report of the topology file does';

/** The charts that a page has, for those who cannot have one. */
export function allMissing(why: string): MissingChart[] {
  return PAGE_CHARTS.map((name: ChartName) => ({ name, why }));
}
