import type { Path } from '../topology/document.js';

/** Where what is wrong with a design goes, by the path of the part. */
export interface DesignReport {
  readonly failed: boolean;
  error(path: Path, message: string, hint?: string): undefined;
  errorAtKey(path: Path, message: string, hint?: string): undefined;
  /** At a part of a text: `offset` characters in, `length` long. */
  errorWithin(path: Path, offset: number, length: number, message: string, hint?: string): undefined;
}
