import { type RttFinding, RttInputError } from '../finding.js';
import type { ReadFigures } from '../read/cells.js';

/** What the tools cannot know: which region a host stands in, and where they ran. */
export interface Ends {
  /** The region that measured, where the input does not say. */
  readonly from?: string;
  /** The region measured, where the input does not say. */
  readonly to?: string;
  /** Host, address or id → region. */
  readonly regions?: ReadonlyMap<string, string>;
}

/**
 * Figures between regions, from figures between hosts.
 *
 * @throws RttInputError where an end stays unknown
 */
export function betweenRegions(figures: ReadFigures, ends: Ends): ReadFigures {
  const { regions = new Map<string, string>() } = ends;
  const region = (name: string, other: string | undefined): string =>
    name === '' ? (other ?? '') : (regions.get(name) ?? name);
  const cells = figures.cells.map((cell) => ({
    ...cell,
    from: region(cell.from, ends.from),
    to: region(cell.to, ends.to),
  }));
  const missing: RttFinding[] = [];
  for (const [end, what] of [
    ['from', 'where it was measured'],
    ['to', 'what was measured'],
  ] as const) {
    if (cells.every((cell) => cell[end] !== '')) continue;
    const message = `the input (${figures.form}) does not say ${what}`;
    missing.push({ code: 'missing-fact', severity: 'error', message, hint: `give --${end} REGION` });
  }
  if (missing.length > 0) throw new RttInputError(missing);
  return { ...figures, cells };
}
