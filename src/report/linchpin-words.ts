import type { Linchpin } from '../result/losses.js';
import { listed } from '../spelling/listed.js';
import { change, ms } from './number.js';

/** Whose loss raises the write p50 of a client most, and to what. */
export function linchpinSentence(linchpin: Linchpin | null): string {
  if (linchpin === null)
    return 'No replica or region is a linchpin: losing any one raises no client’s write p50 by a tenth.';
  const { kind, name, alike, client, before, after, range } = linchpin;
  const names = [name, ...alike];
  const one = names.length === 1;
  const what = kind === 'replica' ? '' : one ? 'Region ' : 'Regions ';
  const without = `${what}${listed(names)} ${one ? 'is the linchpin: without it' : 'are linchpins: without any one of them'}`;
  if (after === null) return `${without} the writes of ${client} stop.`;
  return `${without} ${client}'s write p50 goes ${ms(before)} → ${one ? '' : 'up to '}${ms(after)} ms (${change(before, after)})${byLeaderText(range)}.`;
}

/** Leaders under whom writes take so much more than under the best one are told apart. */
const APART = 1.05;

/** " on average over who may lead next, 86.9 to 302 ms"; empty where that makes no difference. */
export function byLeaderText(range: { readonly low: number; readonly high: number } | null): string {
  if (range === null || range.high < APART * range.low) return '';
  return ` on average over who may lead next, ${ms(range.low)} to ${ms(range.high)} ms`;
}
