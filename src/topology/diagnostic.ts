import type { Position } from './deployment.js';

/** One thing that is wrong (error) or questionable (warning) with an input file. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** What was found and what is allowed, one or two sentences, no trailing newline. */
  readonly message: string;
  readonly file: string;
  /** Absent only where the whole file is at fault (empty, unreadable). */
  readonly position?: Position;
  /** Characters to underline, from the position on. */
  readonly length?: number;
  /** What to do about it: "did you mean 'us-east-1'?" */
  readonly hint?: string;
}
