import { escapedJson, visible } from '../../../src/report/document/one-line.js';
import { type Coordinates, distanceKm, type Place } from '../../../src/rtt/coordinates.js';
import { type DataSet, findPair, measuredRegions } from '../../../src/rtt/data-set.js';
import { lightBoundMs } from '../../../src/rtt/light-bound.js';
import { countText, msText } from '../../../src/rtt/number-text.js';
import { estimated, type RttFigure, rttTable } from '../../../src/rtt/table.js';
import { nearestName } from '../../../src/spelling/nearest-name.js';
import { bundledNames, coordinates, loadDataSet } from '../../data-sets.js';
import type { Io } from '../../io.js';
import { inColumns, wrap } from './columns.js';
import { findingsText } from './findings-text.js';
import { Refusal } from './input.js';
import { judged } from './source.js';

/** One direction of the pair, as one data set has it. */
interface Shown {
  /** '' for an estimate that is no data set's. */
  readonly dataset: string;
  readonly from: string;
  readonly to: string;
  readonly figure: RttFigure;
  /** Who measured it; '' for an estimate. */
  readonly origin: string;
  /** As published, by statistic; undefined where it is estimated. */
  readonly published: Readonly<Record<string, number>> | undefined;
}

/** `quorate rtt show A B`: what is known about one pair. */
export function show(io: Io, a: string, b: string, data: string | undefined, format: 'text' | 'json'): void {
  const places = coordinates();
  if (a === b) throw new Refusal(`a pair needs two regions, not ${a} twice`, 2);
  const sets = chosenSets(io, data);
  const known = [
    ...new Set([...sets.flatMap(measuredRegions), ...places.places.map(({ region }) => region)]),
  ].sort();
  for (const region of [a, b]) knownOrRefused(region, known);
  const shown = figures(sets, places, a, b, data !== undefined);
  if (shown.length === 0) {
    throw new Refusal(`no figure for ${a} and ${b}, and no coordinates to estimate one from`, 2);
  }
  const km = distanceKm(places, a, b);
  io.stdout(format === 'json' ? json(a, b, km, shown) : text(places, a, b, km, shown));
}

function chosenSets(io: Io, data: string | undefined): DataSet[] {
  if (data === undefined) return bundledNames().map(loadDataSet);
  const { dataSet, findings } = judged(io, data);
  if (dataSet !== undefined && !findings.some(({ severity }) => severity === 'error')) return [dataSet];
  throw new Refusal(
    `${data} is refused, so nothing in it can be shown\n${findingsText(findings)}`.trimEnd(),
    2,
  );
}

function knownOrRefused(region: string, known: readonly string[]): void {
  if (known.includes(region)) return;
  const meant = nearestName(region, known);
  const hint = meant === undefined ? 'see quorate rtt list --format json for all' : `did you mean ${meant}?`;
  throw new Refusal(`no region ${region} is known; ${hint}`, 2);
}

/** Measured figures of every set that has them; an estimate where none has, or where one set was asked for. */
function figures(
  sets: readonly DataSet[],
  places: Coordinates,
  a: string,
  b: string,
  asked: boolean,
): Shown[] {
  const shown: Shown[] = [];
  for (const dataSet of sets) {
    const measured = findPair(dataSet.pairs, a, b) ?? findPair(dataSet.pairs, b, a);
    if (measured === undefined && !asked) continue;
    const table = rttTable(dataSet, places);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const figure = table.between(from, to);
      if (figure === undefined) continue;
      const row = findPair(dataSet.pairs, from, to) ?? measured;
      shown.push({
        dataset: dataSet.name,
        from,
        to,
        figure,
        origin: figure.estimated ? '' : dataSet.source,
        published: row && published(dataSet, row),
      });
    }
  }
  const [placeA, placeB] = [places.find(a), places.find(b)];
  if (shown.length > 0 || placeA === undefined || placeB === undefined) return shown;
  const figure = estimated(placeA, placeB, placeA.provider);
  return [{ dataset: '', from: a, to: b, figure, origin: '', published: undefined }];
}

function published(dataSet: DataSet, row: readonly (string | number | null)[]): Record<string, number> {
  return Object.fromEntries(
    dataSet.statistics.flatMap((statistic, i) => {
      const figure = row[i + 2];
      return typeof figure === 'number' ? [[statistic, figure]] : [];
    }),
  );
}

function json(a: string, b: string, km: number | undefined, shown: readonly Shown[]): string {
  const bound = km === undefined ? undefined : lightBoundMs(km);
  const result = {
    schema: 'quorate.rtt-show/1',
    regions: [a, b],
    distanceKm: rounded(km),
    lightBoundMs: rounded(bound),
    figures: shown.map(({ dataset, from, to, figure, origin, published: raw }) => {
      const [p50, p90, p99] = [0.5, 0.9, 0.99].map((p) => figure.rtt.quantile(p)) as [number, number, number];
      return {
        dataset: dataset === '' ? null : dataset,
        from,
        to,
        p50: rounded(p50),
        p90: rounded(p90),
        p99: rounded(p99),
        mean: rounded(figure.rtt.mean),
        inflation: bound === undefined || bound === 0 ? null : rounded(p50 / bound),
        published: raw ?? null,
        estimated: figure.estimated,
        source: figure.source,
        origin: origin === '' ? null : origin,
        assumption: figure.assumption ?? null,
      };
    }),
  };
  return `${escapedJson(JSON.stringify(result, null, 2))}\n`;
}

/** To a thousandth: finer than anybody measured, and free of the last bits that differ between machines. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}

function text(
  places: Coordinates,
  a: string,
  b: string,
  km: number | undefined,
  shown: readonly Shown[],
): string {
  const bound = km === undefined ? undefined : lightBoundMs(km);
  const where = (region: string): string => {
    const place: Place | undefined = places.find(region);
    return place === undefined
      ? `${region} (no coordinates)`
      : `${region} (${place.city}, ${place.provider})`;
  };
  const distance =
    km === undefined || bound === undefined
      ? 'The distance is not known.'
      : `${countText(km)} km of great circle; light in fibre needs ${msText(bound)} ms there and back.`;
  const table = inColumns(
    [
      { title: 'data set', align: 'left' },
      { title: '', align: 'left' },
      { title: 'p50 ms', align: 'right' },
      { title: 'p90', align: 'right' },
      { title: 'p99', align: 'right' },
      { title: 'p90−p50', align: 'right' },
      { title: '× light', align: 'right' },
      { title: '', align: 'left' },
    ],
    shown.map(({ dataset, from, to, figure }) => {
      const p50 = figure.rtt.quantile(0.5);
      return [
        dataset === '' ? '–' : visible(dataset),
        from === a && to === b ? 'there' : 'back',
        fixed(p50),
        fixed(figure.rtt.quantile(0.9)),
        fixed(figure.rtt.quantile(0.99)),
        fixed(figure.rtt.quantile(0.9) - p50),
        bound === undefined || bound < 1 ? '–' : (p50 / bound).toFixed(2),
        figure.estimated ? 'estimated' : 'measured',
      ];
    }),
  );
  const notes = new Set<string>();
  for (const { figure, origin } of shown) {
    const parts = [figure.source, origin, figure.assumption].filter(
      (part) => part !== undefined && part !== '',
    );
    notes.add(wrap(visible(parts.join('; ')), 100, 2));
  }
  return visible(
    `${wrap(`${where(a)} → ${where(b)}`, 100, 0)}\n${distance}\n\n${table}\n${[...notes].join('\n')}\n`,
    '\n',
  );
}

function fixed(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : 1);
}
