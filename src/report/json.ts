/** Any result as JSON: two spaces, a newline at the end, numbers to twelve significant digits so that bytes are stable. */
export function json(result: unknown): string {
  return `${JSON.stringify(result, (_key, value: unknown) => (typeof value === 'number' ? tidy(value) : value), 2)}\n`;
}

/** Twelve significant digits: far beyond what any figure means, and free of last-bit noise between machines. */
function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}
