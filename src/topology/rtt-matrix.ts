import { constant } from '../distribution/points.js';
import type { Build } from './build.js';
import type { Field } from './field.js';
import type { Figure, RttBasis } from './figure.js';
import { describeFound, quoted } from './found.js';
import { LONGEST_MEAN } from './law-bounds.js';
import { parseDuration } from './units.js';

/** Reads `{ sites: […], ms: [[…]] }`: exact, constant round trips; half of cell (a, b) is the way from a to b. */
export function readMatrix(build: Build, field: Field): RttBasis | undefined {
  const sites = readSites(build, field.get('sites'));
  const cells = readCells(build, field.get('ms'), sites?.length ?? field.get('sites').entries.length);
  if (sites === undefined || cells === undefined) return undefined;
  const index = new Map(sites.map((site, i) => [site, i]));
  const source = { kind: 'inline', text: `inline matrix at ${build.where(field)}` } as const;
  const figure = (from: number, to: number): Figure => ({
    oneWay: constant(cells[from]![to]! / 2),
    rtt: constant(cells[from]![to]! / 2 + cells[to]![from]! / 2),
    source,
  });
  return {
    name: 'the matrix',
    kind: 'matrix',
    regions: sites,
    dataset: undefined,
    inside(region) {
      const site = index.get(region)!;
      return figure(site, site);
    },
    between(from, to) {
      const [a, b] = [index.get(from), index.get(to)];
      return a === undefined || b === undefined ? undefined : figure(a, b);
    },
  };
}

function readSites(build: Build, field: Field): string[] | undefined {
  const sites: string[] = [];
  let sound = field.entries.length > 0;
  for (const entry of field.entries) {
    const site = entry.text?.trim();
    if (site === undefined || site === '' || site.includes('/')) {
      sound = false;
      // The schema has reported what is no text.
      if (site === '') build.findings.error(entry.path, 'a site without a name');
      if (site?.includes('/')) {
        build.findings.error(
          entry.path,
          `the site ${quoted(site)} has a '/' in its name`,
          "a '/' parts region and zone",
        );
      }
    } else if (sites.includes(site)) {
      build.findings.error(entry.path, `the site ${quoted(site)} stands in the list twice`);
      sound = false;
    }
    sites.push(site ?? '');
  }
  return sound ? sites : undefined;
}

function readCells(build: Build, field: Field, n: number): number[][] | undefined {
  const { findings } = build;
  const rows = field.entries;
  let sound = rows.length > 0;
  if (rows.length > 0 && rows.length !== n) {
    findings.error(
      field.path,
      `the matrix has ${count(rows.length, 'row')} for ${count(n, 'site')}`,
      'one row a site, in the same order',
    );
    sound = false;
  }
  const cells = rows.map((row) => {
    if (!Array.isArray(row.value)) {
      sound = false; // reported by the schema
      return [];
    }
    if (row.entries.length !== n) {
      const which = `row ${Number(row.path[row.path.length - 1]) + 1}`;
      findings.error(row.path, `${which} has ${count(row.entries.length, 'figure')} for ${count(n, 'site')}`);
      sound = false;
    }
    return row.entries.map((cell) => {
      const ms = readCell(build, cell);
      if (ms === undefined) sound = false;
      return ms ?? 0;
    });
  });
  return sound ? cells : undefined;
}

function readCell(build: Build, cell: Field): number | undefined {
  const { value } = cell;
  if (typeof value === 'number' && value >= 0 && value <= LONGEST_MEAN) return value;
  const message =
    typeof value === 'number' && value < 0
      ? `an RTT cannot be negative: ${value}`
      : `an RTT of the matrix is a number of ms, found ${describeFound(value)}`;
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  const hint = duration?.value === undefined ? undefined : `write ${duration.value}, without a unit`;
  return build.findings.error(cell.path, message, hint);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
