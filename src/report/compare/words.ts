import type { Alternative } from '../../result/compare.js';
import { listed } from '../../spelling/listed.js';
import { ms } from '../number.js';

/** Above the tables: who meets the objectives, which is the fastest, and what cannot run. */
export function verdictSentences(alternatives: readonly Alternative[]): string[] {
  const fastest = fastestOf(alternatives);
  return [
    ...objectiveSentences(alternatives),
    ...(fastest === undefined ? [] : [fastest]),
    ...[...grouped(alternatives, ({ obstacles }) => obstacles)].map(
      ([reason, names]) => `${names.join('; ')} cannot run here: ${reason.replace(/\.$/, '')}.`,
    ),
  ];
}

/** More names than this are counted. */
const NAMED = 6;

/** For each objective that anybody misses, who does; one sentence where nobody does. */
function objectiveSentences(alternatives: readonly Alternative[]): string[] {
  const judged = alternatives.filter(({ estimate }) => estimate?.objectives.some(({ met }) => met !== null));
  if (judged.length === 0) return [];
  const missed = grouped(
    judged,
    ({ estimate }) =>
      estimate?.objectives.filter(({ met }) => met === false).map(({ objective }) => objective) ?? [],
  );
  if (missed.size === 0) {
    const who =
      judged.length === alternatives.length ? 'every alternative' : 'every alternative that can run';
    return [`Objectives: ${who} meets all.`];
  }
  return [...missed].map(([objective, names]) => `MISSED by ${missers(names, judged.length)}: ${objective}.`);
}

function missers(names: readonly string[], of: number): string {
  if (names.length === of && of > 1) return `all ${of} alternatives`;
  if (names.length > NAMED) return `${names.length} of ${of} alternatives`;
  // Names of several choices have commas of their own.
  return names.some((name) => name.includes(',')) ? names.join('; ') : listed(names);
}

/** Below the tables: what of the file gives way, and where figures are of different kinds. */
export function noteSentences(alternatives: readonly Alternative[]): string[] {
  const said = [...grouped(alternatives, ({ changes }) => changes)].map(([change, names]) =>
    names.length === 1 ? `Note: ${change}.` : `Note: ${change} (${names.length} alternatives).`,
  );
  const kinds = new Map<string, Set<string>>();
  for (const { name, choices, estimate } of alternatives) {
    if (estimate === null) continue;
    const { reads } = estimate.protocol;
    kinds.set(reads, (kinds.get(reads) ?? new Set()).add(choices?.protocol ?? name));
  }
  if (kinds.size > 1) {
    const each = [...kinds].map(([reads, names]) => `${reads} (${[...names].join(', ')})`);
    said.push(`Reads are not all of one kind: ${each.join('; ')}.`);
  }
  return said;
}

/** Of alternatives of several choices, the one with the least mean write latency; the first in the list among equals. */
function fastestOf(alternatives: readonly Alternative[]): string | undefined {
  if (alternatives.every(({ choices }) => choices === undefined)) return undefined;
  const able = alternatives.filter(({ meanWrite }) => meanWrite !== null);
  if (able.length < 2) return undefined;
  const first = able.reduce((best, one) => ((one.meanWrite ?? 0) < (best.meanWrite ?? 0) ? one : best));
  return `Least mean write latency, clients weighted by their writes: ${first.name}, ${ms(first.meanWrite)} ms.`;
}

/** Sentences and whom they are about, in the order of finding. */
function grouped(
  alternatives: readonly Alternative[],
  of: (alternative: Alternative) => readonly string[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const alternative of alternatives) {
    for (const each of of(alternative)) found.set(each, [...(found.get(each) ?? []), alternative.name]);
  }
  return found;
}
