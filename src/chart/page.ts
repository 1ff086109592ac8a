/** What a chart is drawn on. */
export interface Page {
  /** Width of the whole picture, px: 320…2400. Charts are laid out for it, not scaled. */
  readonly width: number;
}

/** Narrower than this (px) a chart gets smaller letters and fewer words: a phone, a column of a report. */
const NARROW = 600;

export function isNarrow({ width }: Page): boolean {
  return width < NARROW;
}

/** Sizes of letters (px). */
export interface Letters {
  readonly title: number;
  readonly subtitle: number;
  readonly axis: number;
  readonly label: number;
}

export function lettersOf(page: Page): Letters {
  return isNarrow(page)
    ? { title: 14, subtitle: 11, axis: 10, label: 10.5 }
    : { title: 18, subtitle: 13, axis: 12, label: 12.5 };
}

/** As wide as Arial letter by letter, so that a picture looks the same where the shipped font is not installed. */
export const FONT = 'Arimo, Liberation Sans, Arial, Helvetica, sans-serif';

/** A field of few things is not drawn wider than this (px), however wide the page. */
export const MOST_FIELD = 960;
