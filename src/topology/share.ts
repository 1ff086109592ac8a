import { describeFound, quoted } from './found.js';
import type { Reading } from './units.js';

/** A share: per cent (`90%`) or a number from 0 to 1; the result is 0…1. */
export function parseShare(value: unknown): Reading<number> {
  if (typeof value === 'number') return shareOf(value);
  if (typeof value !== 'string')
    return { problem: `a share is due, found ${describeFound(value)}`, ...SHARE };
  const text = value.trim();
  if (/^-[\d.]/.test(text)) {
    return { problem: `${quoted(text)} is negative; a share lies between 0% and 100%` };
  }
  const match = /^\+?(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text);
  if (match === null) return { problem: `${describeFound(value)} is not a share`, ...SHARE };
  // In quotes a number is a text to YAML, but no reader would see a difference.
  if (match[2] === '') return shareOf(Number(match[1]));
  const share = Number(`${match[1]}e-2`);
  if (share > 1) return { problem: `${quoted(text)} is more than 100%; a share lies between 0% and 100%` };
  return { value: share };
}

const SHARE = { hint: 'write per cent or a number from 0 to 1: 90% or 0.9' };

function shareOf(value: number): Reading<number> {
  if (value >= 0 && value <= 1) return { value: value === 0 ? 0 : value }; // not −0
  const problem = `the number ${value} is not a share; a share lies between 0 and 1, or carries a %`;
  return value > 1 && value <= 100
    ? { problem, hint: `write ${value}% or ${Number(`${value}e-2`)}` }
    : { problem };
}
