import type { Position } from './deployment.js';

/** Lines of a text: from offsets to line and column. Only LF ends a line; columns count UTF-16 units, from 1. */
export class Lines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  /** How much of start…end can be underlined: what lies on its first line, blanks at the end left out; at least 1. */
  length(start: number, end: number): number {
    const line = this.#text.indexOf('\n', start);
    const stop = line < 0 ? end : Math.min(line, end);
    return Math.max(1, this.#text.slice(start, stop).trimEnd().length);
  }
}
