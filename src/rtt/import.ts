import { assemble } from './assemble.js';
import { checkDataSet } from './check.js';
import type { Coordinates } from './coordinates.js';
import { type DataSet, isIsoDate } from './data-set.js';
import { withFit } from './figure.js';
import { hasErrors, type RttFinding, RttInputError, sortFindings } from './finding.js';
import { listText } from './number-text.js';
import type { ReadFigures, RttCell } from './read/cells.js';
import type { Statistic } from './statistic.js';
import { zonesOf } from './zones.js';

/** What the importer is told beside the figures; what the figures themselves say need not be. */
export interface ImportFacts {
  readonly name: string;
  readonly title?: string;
  readonly provider?: string;
  readonly source?: string;
  /** ISO date of the newest figure. */
  readonly date?: string;
  readonly period?: string;
  /** What figures without a statistic of their own are. */
  readonly statistic?: Statistic;
  readonly licence?: string;
  readonly notes?: readonly string[];
  /** For use on the spot, not for keeping: no source, date or statistic need be known. */
  readonly own?: boolean;
  /** The figures are one way, or half of a round trip: double them. */
  readonly oneWay?: boolean;
  /** ISO date to tell the data's age by. */
  readonly today?: string;
}

export interface Imported {
  /** Undefined where the findings contain an error. */
  readonly dataSet: DataSet | undefined;
  readonly findings: readonly RttFinding[];
}

/**
 * Figures of any form, made a data set: gathered into pairs, completed with what is known inside a region, and
 * checked. Pairs of a region with itself are left out. Nothing is repaired: a set that physics forbids is refused.
 */
export function importDataSet(figures: ReadFigures, facts: ImportFacts, coordinates: Coordinates): Imported {
  const findings: RttFinding[] = [
    ...figures.warnings,
    ...oneWayFindings(figures.cells, facts.oneWay === true),
  ];
  const cells = facts.oneWay === true ? figures.cells.map(doubled) : figures.cells;
  const unnamed = cells.some((cell) => cell.statistic === undefined);
  const assembled = assemble(cells, facts.statistic ?? 'p50');
  findings.push(...assembled.findings, ...selfPairFindings(assembled.selfPairs));
  const known = origin(figures, facts, coordinates, assembled.pairs);
  findings.push(...missingFacts(known, facts, unnamed));
  const { source = '', date = '', provider } = known;
  const zones = zonesOf(provider);
  const dataSet: DataSet = {
    name: facts.name,
    title: facts.title ?? facts.name,
    provider,
    source,
    date,
    period: facts.period ?? (date === '' ? 'undated' : date),
    statistics: assembled.statistics,
    licence: facts.licence ?? 'not stated',
    notes: [...(facts.notes ?? []), ...(facts.oneWay === true ? ['one-way figures, doubled on import'] : [])],
    ...(facts.own === true
      ? zones
      : { withinZone: withFit(zones.withinZone), betweenZones: withFit(zones.betweenZones) }),
    pairs: assembled.pairs,
  };
  findings.push(
    ...checkDataSet(dataSet, coordinates, {
      ...(facts.today === undefined ? {} : { today: facts.today }),
      position: assembled.position,
    }),
  );
  if (assembled.pairs.length === 0) {
    const message = 'there is no figure between two different regions';
    findings.push({ code: 'shape', severity: 'error', message });
  }
  return { dataSet: hasErrors(findings) ? undefined : dataSet, findings: sortFindings(findings) };
}

function missingFacts(
  known: { source: string | undefined; date: string | undefined },
  facts: ImportFacts,
  unnamed: boolean,
): RttFinding[] {
  const findings: RttFinding[] = [];
  if (known.date !== undefined && !isIsoDate(known.date)) {
    const message = `the date must be one like 2025-07-17, not ${JSON.stringify(known.date)}`;
    findings.push({ code: 'missing-fact', severity: 'error', message });
  }
  const nameless = unnamed && facts.statistic === undefined;
  if (facts.own === true) {
    const message = 'the figures do not say their statistic: they are taken for medians (p50)';
    if (nameless) findings.push({ code: 'missing-fact', severity: 'warning', message });
    return findings;
  }
  const missing = [
    ...(known.source === undefined ? ['source'] : []),
    ...(known.date === undefined ? ['date'] : []),
    ...(nameless ? ['statistic'] : []),
  ];
  if (missing.length === 0) return findings;
  const message = `the input does not say its ${listText(missing)}`;
  const hint = `give ${listText(missing.map((fact) => `--${fact}`))}`;
  return [...findings, { code: 'missing-fact', severity: 'error', message, hint }];
}

function doubled(cell: RttCell): RttCell {
  return { ...cell, ms: cell.ms * 2, oneWay: undefined };
}

function oneWayFindings(cells: readonly RttCell[], allowed: boolean): RttFinding[] {
  const first = cells.find((cell) => cell.oneWay !== undefined);
  if (first === undefined || allowed) return [];
  const count = cells.filter((cell) => cell.oneWay !== undefined).length;
  return [
    {
      code: 'one-way',
      severity: 'error',
      message: `${count} figures are named ${JSON.stringify(first.oneWay)}: one way, or half a round trip, which is no RTT`,
      hint: '--one-way doubles them',
      ...(first.position === undefined ? {} : { position: first.position() }),
    },
  ];
}

function selfPairFindings(count: number): RttFinding[] {
  if (count === 0) return [];
  return [
    {
      code: 'self-pair',
      severity: 'warning',
      message: `${count} figure${count === 1 ? '' : 's'} of a region with itself left out: they are no round trip between zones`,
      hint: 'say within-zone and between-zones in the topology',
    },
  ];
}

/** What is given wins over what the figures say of themselves. */
function origin(
  figures: ReadFigures,
  facts: ImportFacts,
  coordinates: Coordinates,
  pairs: DataSet['pairs'],
): { source: string | undefined; date: string | undefined; provider: string } {
  const named = figures.sources.length > 0 ? listText(figures.sources.slice(0, 5)) : undefined;
  return {
    source: facts.source ?? named,
    date: facts.date ?? figures.date,
    provider:
      facts.provider ??
      (figures.providers.length === 1 ? figures.providers[0]! : commonProvider(pairs, coordinates)),
  };
}

/** The one provider that all known regions belong to; '' for none or several. */
function commonProvider(pairs: DataSet['pairs'], coordinates: Coordinates): string {
  const providers = new Set<string>();
  for (const [from, to] of pairs) {
    for (const region of [from, to]) {
      const place = coordinates.find(region);
      if (place !== undefined) providers.add(place.provider);
    }
  }
  const [provider] = providers;
  return providers.size === 1 && provider !== undefined ? provider : '';
}

/** Reads with `read`, then imports; whatever is wrong with the input itself comes back as findings too. */
export function importFrom(read: () => ReadFigures, facts: ImportFacts, coordinates: Coordinates): Imported {
  let figures: ReadFigures;
  try {
    figures = read();
  } catch (error) {
    if (error instanceof RttInputError) return { dataSet: undefined, findings: error.findings };
    throw error;
  }
  return importDataSet(figures, facts, coordinates);
}
