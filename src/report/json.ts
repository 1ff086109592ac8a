import { escapedJson } from './document/one-line.js';

/**
 * Any result as JSON: two spaces, a newline at the end, numbers to twelve significant digits so that bytes are stable, and
 * escapes for what a terminal would act on.
 */
export function json(result: unknown): string {
  const text = JSON.stringify(
    result,
    (_, value: unknown) => (typeof value === 'number' ? tidy(value) : value),
    2,
  );
  return `${escapedJson(text)}\n`;
}

/** Twelve significant digits: far beyond what any figure means, and free of last-bit noise between machines. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
