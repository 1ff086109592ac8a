import type { ClientDiff, Difference, DiffResult, ObjectiveDiff } from '../../result/diff.js';
import { listed } from '../../spelling/listed.js';
import { available, downtime } from '../nines.js';
import { change, ms } from '../number.js';
import { perSecond } from '../rate.js';
import { actualText } from '../what-if/words.js';

/** Before, after, difference in ms and in per cent: what a table shows of one figure. */
export function differenceCells(difference: Difference): [string, string, string, string] {
  const { before, after, verdict } = difference;
  if (before === null || after === null) {
    const word = before === after ? 'same' : after === null ? 'stops' : 'served';
    return [ms(before), ms(after), word, ''];
  }
  if (verdict === 'none') return [ms(before), ms(after), 'same', ''];
  const sign = after < before ? '−' : '+';
  return [ms(before), ms(after), `${sign}${ms(Math.abs(after - before))}`, relative(before, after)];
}

function relative(before: number, after: number): string {
  return before === 0 ? '' : change(before, after);
}

/** Who is slower, who is faster, and who sees no difference: one sentence each, where there is anyone to name. */
export function latencySentences(clients: readonly ClientDiff[]): string[] {
  const said: string[] = [];
  for (const [word, verdict] of [
    ['Slower', 'worse'],
    ['Faster', 'better'],
  ] as const) {
    const those = clients.flatMap((client) => {
      const most = mostChanged(client, verdict);
      return most === undefined ? [] : [`${client.id} (${most})`];
    });
    if (those.length > 0) said.push(`${word}: ${listed(those)}.`);
  }
  const none = clients.filter(({ verdict }) => verdict === 'none').map(({ id }) => id);
  if (none.length === 0) return said;
  const who = none.length === clients.length && none.length > 1 ? 'any client' : listed(none);
  return [...said, `No difference for ${who}.`];
}

/**
 * The figure of a client that changed most, relatively, of those that are worse, or better: a median where one is, for
 * the far tail exaggerates.
 */
function mostChanged({ figures }: ClientDiff, verdict: 'better' | 'worse'): string | undefined {
  const all = Object.entries(figures).filter(([, difference]) => difference.verdict === verdict);
  const medians = all.filter(([name]) => name.endsWith('.p50'));
  let most: readonly [string, Difference] | undefined;
  for (const entry of medians.length > 0 ? medians : all) {
    if (most === undefined || sizeOf(entry[1]) > sizeOf(most[1])) most = entry;
  }
  return most === undefined ? undefined : figureText(...most);
}

function sizeOf({ before, after }: Difference): number {
  if (before === null || after === null) return Number.POSITIVE_INFINITY;
  return before === 0 || after === 0 ? Math.abs(after - before) : Math.abs(Math.log(after / before));
}

/** "write p50 66.0 → 150.0 ms, +127 %" */
function figureText(name: string, { before, after }: Difference): string {
  const [operation, figure] = name.split('.');
  if (figure === 'failure')
    return `${operation}s that never finish ${rounded((before ?? 1) * 100)} → ${rounded((after ?? 1) * 100)} %`;
  const what = `${operation} ${figure === 'p999' ? 'p99.9' : figure}`;
  if (after === null) return `${what} ${ms(before)} ms → never`;
  if (before === null) return `${what} never → ${ms(after)} ms`;
  const percent = relative(before, after);
  return `${what} ${ms(before)} → ${ms(after)} ms${percent === '' ? '' : `, ${percent}`}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Availability, capacity and what may be lost: one line each, where both sides have them. */
export function serviceSentences({ availability, throughput, survives }: DiffResult): string[] {
  const said: string[] = [];
  if (availability !== null) {
    const { write, read, downtimePerYear } = availability;
    const down =
      write.verdict === 'none'
        ? ''
        : ` (down ${downtime(downtimePerYear.before)} → ${downtime(downtimePerYear.after)} a year)`;
    said.push(`Availability: writes ${pair(write, available)}${down}, reads ${pair(read, available)}.`);
  }
  if (throughput !== null) {
    const { max, bottleneck } = throughput;
    const rate = (value: number | null): string =>
      value === null ? 'no limit known' : `${perSecond(value)}/s`;
    const grown =
      max.verdict === 'none' || max.before === null || max.after === null
        ? ''
        : ` (${relative(max.before, max.after)})`;
    const by =
      bottleneck.before === bottleneck.after
        ? bottleneck.after === null
          ? ''
          : `, limited by the ${bottleneck.after}`
        : `, limited by ${bottleneck.before ?? 'nothing'} → ${bottleneck.after ?? 'nothing'}`;
    said.push(`Capacity: ${pair(max, rate)}${grown}${by}.`);
  }
  if (survives !== null) {
    const changed = survives.filter(({ verdict }) => verdict !== 'none');
    const levels = changed.map(({ level, before, after }) => `${level} ${before} → ${after}`);
    if (levels.length > 0) said.push(`How many may be lost: ${levels.join(', ')}.`);
    else if (survives.length > 0) said.push('How many of each level may be lost: no difference.');
  }
  return said;
}

function pair({ before, after, verdict }: Difference, text: (value: number | null) => string): string {
  return verdict === 'none' ? `${text(after)}, no difference` : `${text(before)} → ${text(after)}`;
}

/** Objectives: those that flip, those that are missed on both sides, those that are new or gone. */
export function objectiveSentences(objectives: readonly ObjectiveDiff[]): string[] {
  if (objectives.length === 0) return [];
  const said: string[] = [];
  const flips = objectives.filter(({ flips: flipped }) => flipped);
  if (flips.length > 0) said.push(`Objectives that flip: ${flips.map(flipText).join('; ')}.`);
  else said.push(`No objective flips (${objectives.length} in all).`);
  const still = objectives.filter(({ before, after }) => before === 'missed' && after === 'missed');
  if (still.length > 0)
    said.push(`Missed before and after: ${still.map(({ objective }) => objective).join('; ')}.`);
  for (const { objective, before, after, actualAfter } of objectives) {
    if (before === 'not asked')
      said.push(`Objective added: ${objective}: ${verdictText(objective, after, actualAfter)}.`);
    if (after === 'not asked') said.push(`Objective dropped: ${objective} (${before}).`);
  }
  return said;
}

function flipText({ objective, asked, before, after, actualBefore, actualAfter }: ObjectiveDiff): string {
  const other = asked === undefined ? '' : ` (asked before: ${asked})`;
  return `${objective}${other}: ${verdictText(objective, before, actualBefore)} → ${verdictText(objective, after, actualAfter)}`;
}

function verdictText(objective: string, verdict: string, actual: number | null): string {
  return verdict === 'not judged' ? verdict : `${verdict} (${actualText(objective, actual)})`;
}

/** What counts as noise, for the figures at hand. */
export function noiseSentence({ base, head }: DiffResult): string {
  return base.method === 'exact' && head.method === 'exact'
    ? 'Same: no difference of more than 0.05 %, half of what exact figures are good for.'
    : 'Same: no difference of more than 0.5 % or of what sampling may make (three standard errors of each side).';
}
