import { listed } from '../spelling/listed.js';
import { type Path, type Report, show } from './scheme-report.js';

/** A row of a grid, or a group: where it stands in the file, what people call it, and what was written there. */
export interface CellList {
  readonly path: Path;
  /** "row 2", "group us" */
  readonly name: string;
  readonly value: unknown;
}

/**
 * Reads lists that must together hold every replica once; `whole` is what they make up ("the grid"), at `path`.
 * Reports lists that are empty or no lists, strangers, replicas named twice and replicas left out.
 */
export function readCells(report: Report, path: Path, whole: string, lists: readonly CellList[]): string[][] {
  const place = new Map<string, string>();
  const meant = new Set<string>();
  const rows = lists.map((list) => readList(report, list, place, meant));
  const missing = report.voters.filter((id) => !place.has(id) && !meant.has(id));
  if (missing.length > 0) {
    report.add(
      path,
      `${listed(missing)} ${missing.length > 1 ? 'are' : 'is'} left out: ${whole} must hold every replica once`,
    );
  }
  return rows;
}

function readList(
  report: Report,
  { path, name, value }: CellList,
  place: Map<string, string>,
  meant: Set<string>,
): string[] {
  if (!Array.isArray(value)) {
    report.add(path, `${name} is ${show(value)}: expected a list of replicas`);
    return [];
  }
  if (value.length === 0) {
    report.add(path, `${name} is empty: expected a list of replicas`);
  }
  const ids: string[] = [];
  value.forEach((id: unknown, index) => {
    const at = [...path, index];
    if (typeof id !== 'string') {
      const hint = report.members.includes(String(id)) ? `write it in quotes: '${id}'` : undefined;
      report.add(at, `${name} holds ${show(id)}: expected a replica's id`, hint);
    } else if (!report.members.includes(id)) {
      const near = report.stranger(at, id);
      if (near !== undefined) {
        meant.add(near);
      }
    } else if (report.voteless.includes(id)) {
      report.withoutVote(at, id);
    } else if (place.has(id)) {
      const before = place.get(id)!;
      report.add(
        at,
        before === name ? `'${id}' is in ${name} twice` : `'${id}' is in ${before} and in ${name}`,
      );
    } else {
      place.set(id, name);
      ids.push(id);
    }
  });
  return ids;
}
