import type { Diagnostic } from './diagnostic.js';
import type { Path, Span, TopologyDocument } from './document.js';

/** A message quotes what was found; a file may hold anything. */
const LONGEST_MESSAGE = 600;

/** Nobody mends more than this in one go, and a file with more is something else than a topology. */
const MOST = 200;

/** Collects diagnostics about one document, each at the place of a path. */
export class Findings {
  readonly #document: TopologyDocument;
  readonly #found: Diagnostic[] = [];
  #failed = false;
  #left = 0;

  constructor(document: TopologyDocument) {
    this.#document = document;
  }

  /** There is an error among them. */
  get failed(): boolean {
    return this.#failed;
  }

  /** In the order of finding. After many, the last says how many more there are. */
  get diagnostics(): Diagnostic[] {
    if (this.#left === 0) return [...this.#found];
    const message = `there are ${this.#left} more problems like these`;
    const severity = this.#failed ? 'error' : 'warning';
    return [...this.#found, { ...lastOf(this.#found), severity, message }];
  }

  /** An error at a value. */
  error(path: Path, message: string, hint?: string): undefined {
    this.#add('error', () => this.#nearest(path), message, hint);
  }

  /** An error at a key, where the key itself is wrong or something beside it is missing. */
  errorAtKey(path: Path, message: string, hint?: string): undefined {
    this.#add('error', () => this.#document.locateKey(path) ?? this.#nearest(path), message, hint);
  }

  /** An error at a part of a text that stands at `path`: `offset` characters in, `length` long. */
  errorWithin(path: Path, offset: number, length: number, message: string, hint?: string): undefined {
    const place = () => this.#document.locateWithin(path, offset, length) ?? this.#nearest(path);
    this.#add('error', place, message, hint);
  }

  warning(path: Path, message: string, hint?: string): undefined {
    this.#add('warning', () => this.#nearest(path), message, hint);
  }

  warningAtKey(path: Path, message: string, hint?: string): undefined {
    this.#add('warning', () => this.#document.locateKey(path) ?? this.#nearest(path), message, hint);
  }

  /** The place of a path, or of the nearest thing around it that the file does have. */
  #nearest(path: Path): Span | undefined {
    for (let depth = path.length; depth >= 0; depth--) {
      const span = this.#document.locate(path.slice(0, depth));
      if (span !== undefined) return span;
    }
    return undefined;
  }

  #add(
    severity: Diagnostic['severity'],
    place: () => Span | undefined,
    message: string,
    hint?: string,
  ): void {
    if (severity === 'error') this.#failed = true;
    if (this.#found.length >= MOST) {
      this.#left++;
      return;
    }
    const span = place();
    this.#found.push({
      severity,
      message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
      file: this.#document.file,
      ...(span === undefined ? {} : { position: span.position, length: span.length }),
      ...(hint === undefined || hint === '' ? {} : { hint }),
    });
  }
}

/** File and place of the finding that stands last in the file. */
function lastOf(found: readonly Diagnostic[]): Pick<Diagnostic, 'file' | 'position'> {
  const { file, position } = found.reduce((last, next) =>
    isBefore(last.position, next.position) ? next : last,
  );
  return position === undefined ? { file } : { file, position };
}

function isBefore(a: Diagnostic['position'], b: Diagnostic['position']): boolean {
  if (a === undefined || b === undefined) return b !== undefined;
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
