import { lineHeight, type Words } from './chart.js';
import { spread } from './label-placement.js';
import { lettersOf, type Page } from './page.js';
import { textWidth } from './text-width.js';

/** A line's name, to stand to the right of where the line ends. */
export interface End {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/** Room that the names take at the right of the field (px). */
export function endRoom(page: Page, texts: readonly string[]): number {
  const { label } = lettersOf(page);
  return Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, label)))) + 10;
}

/** The names beside the lines' ends, moved apart where they would meet. */
export function endLabels(page: Page, ends: readonly End[], height: number): Words[] {
  const line = lineHeight(lettersOf(page).label);
  const room = Math.max(height, ends.length * line);
  const ys = spread(
    ends.map(({ y }) => y),
    line,
    (height - room) / 2 - line / 2,
    (height + room) / 2 + line / 2,
  );
  return ends.map(({ text, x, colour }, i) => ({ x: x + 8, y: Math.round(ys[i] * 10) / 10, text, colour }));
}
