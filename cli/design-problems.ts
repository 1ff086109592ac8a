import type { DesignReport } from '../src/design/design-report.js';
import type { Diagnostic } from '../src/topology/diagnostic.js';
import type { Path } from '../src/topology/document.js';
import type { Findings } from '../src/topology/findings.js';

/** A part of a design that came from the command line: what messages call its source, and its text. */
export interface Given {
  readonly label: string;
  readonly text: string;
}

/** What is wrong with a design, at its place in the file, or in the option or expression that it came from. */
export class DesignProblems implements DesignReport {
  readonly #own: Diagnostic[] = [];

  /**
   * @param given keys of `quorum:` that the command line gives
   * @param findings of the file; undefined: there is none
   * @param otherwise where the rest belongs if there is no file
   */
  constructor(
    private readonly given: ReadonlyMap<string, Given>,
    private readonly findings: Findings | undefined,
    private readonly otherwise: Given,
  ) {}

  get failed(): boolean {
    return this.#own.length > 0 || this.findings?.failed === true;
  }

  get diagnostics(): Diagnostic[] {
    return [...(this.findings?.diagnostics ?? []), ...this.#own];
  }

  error(path: Path, message: string, hint?: string): undefined {
    const source = this.#source(path);
    if (source === undefined) return this.findings?.error(path, message, hint);
    this.#add(source, 0, source.text.length, message, hint);
  }

  errorAtKey(path: Path, message: string, hint?: string): undefined {
    const source = this.#source(path);
    if (source === undefined) return this.findings?.errorAtKey(path, message, hint);
    this.#add(source, 0, source.text.length, message, hint);
  }

  errorWithin(path: Path, offset: number, length: number, message: string, hint?: string): undefined {
    const source = this.#source(path);
    if (source === undefined) return this.findings?.errorWithin(path, offset, length, message, hint);
    this.#add(source, offset, Math.max(1, length), message, hint);
  }

  #source(path: Path): Given | undefined {
    return this.given.get(String(path[1])) ?? (this.findings === undefined ? this.otherwise : undefined);
  }

  #add(
    { label, text }: Given,
    offset: number,
    length: number,
    message: string,
    hint: string | undefined,
  ): void {
    const before = text.slice(0, offset).split('\n');
    const position = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    this.#own.push({
      severity: 'error',
      message,
      file: label,
      position,
      length,
      ...(hint === undefined || hint === '' ? {} : { hint }),
    });
  }
}
