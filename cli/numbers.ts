import { InputError } from './input-error.js';

/** A seed: a whole number from 0 to 2^53 − 1. */
export function seedOf(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InputError(
      `quorate: --seed takes a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not '${text}'`,
    );
  }
  return value;
}

/** A count given as an option: a whole number within the bounds. */
export function countOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InputError(`quorate: ${option} takes a whole number from ${least} to ${most}, not '${text}'`);
  }
  return value;
}
