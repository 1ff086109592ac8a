/** Violations that one check has found: how many, and the first in words. */
export class Violations {
  count = 0;
  first: string | undefined;
  /** When the first was found (ms). */
  at = Number.POSITIVE_INFINITY;

  constructor(readonly check: string) {}

  /** `describe` runs for the first one only. */
  found(now: number, describe: () => string): void {
    if (this.count++ > 0) return;
    this.at = now;
    this.first = describe();
  }
}
