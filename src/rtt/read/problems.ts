import { type FindingCode, type RttFinding, RttInputError, type TextPosition } from '../finding.js';

/** A table with more faults than this is the wrong table; listing on would not help. */
const MOST = 100;

/** Collects what is wrong with a text while it is read on, so that all of it can be said at once. */
export class Problems {
  readonly warnings: RttFinding[] = [];
  private readonly errors: RttFinding[] = [];

  error(code: FindingCode, message: string, position: TextPosition, hint?: string): void {
    this.errors.push({ code, severity: 'error', message, position, ...(hint === undefined ? {} : { hint }) });
    if (this.errors.length >= MOST) this.throwIfAny();
  }

  warn(code: FindingCode, message: string, position?: TextPosition): void {
    this.warnings.push({
      code,
      severity: 'warning',
      message,
      ...(position === undefined ? {} : { position }),
    });
  }

  /** @throws RttInputError with everything found, if anything was an error. */
  throwIfAny(): void {
    if (this.errors.length > 0) throw new RttInputError([...this.errors, ...this.warnings]);
  }
}
