/**
 * Colours that people with any kind of colour vision tell apart: Okabe and Ito, "Color Universal Design" (2008), without
 * its yellow, which is too pale for lines on white, and with black last.
 */
export const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'] as const;

/** The same colours, dark enough for words on white: a contrast of 4.5 : 1 and more (WCAG 2.1, 1.4.3). */
export const INKS = ['#0072B2', '#AE4C00', '#00755A', '#9C4A78', '#8A5F00', '#2272A3', '#000000'] as const;

/** Shapes, the second cue beside colour. */
const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
] as const;

/** Of words and lines that stand back. */
export const INK = '#1a1a1a';
export const MUTED = '#595959';
export const FAINT = '#8c8c8c';
export const GRID = '#e4e4e4';
export const ALARM = '#AE4C00';

export interface Style {
  readonly colour: string;
  /** For words in this colour. */
  readonly ink: string;
  readonly shape: string;
  /** Lengths of strokes and gaps, px; [1, 0] is a whole line. */
  readonly dash: readonly number[];
}

/** How the index-th of several series looks: no two of the first 21 look alike. */
export function styleOf(index: number): Style {
  const round = Math.floor(index / COLOURS.length);
  return {
    colour: COLOURS[index % COLOURS.length],
    ink: INKS[index % INKS.length],
    // Each round of colours goes through the shapes from another one on.
    shape: SHAPES[(index + round) % SHAPES.length],
    dash: [
      [1, 0],
      [6, 3],
      [2, 2],
    ][round % 3],
  };
}

/** Seven steps of one hue from pale to dark, for amounts: each darker than the one before, for every kind of vision. */
export const STEPS = ['#f1f7fc', '#d3e5f4', '#a8cee9', '#74b0da', '#418dc4', '#1b68a5', '#0a4379'] as const;
