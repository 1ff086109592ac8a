import type { TopLevelSpec } from 'vega-lite';
import { FONT, lettersOf, type Page } from './page.js';
import { FAINT, GRID, INK, MUTED } from './palette.js';
import { textWidth, wrapped } from './text-width.js';

/** A chart: a plain vega-lite object that can be saved, changed and drawn anywhere. */
export type Chart = TopLevelSpec;

/** A layer of a chart, loosely typed: the tests hold every chart against vega-lite's own schema. */
export type Layer = Readonly<Record<string, unknown>>;

/** Room around the field in which a chart draws, for axes and labels, px. */
export interface Room {
  readonly left: number;
  readonly right: number;
  /** Between the field and the subtitle, beyond the usual. */
  readonly top: number;
  readonly bottom: number;
}

export interface Frame {
  readonly page: Page;
  /** What the chart shows, in one sentence. */
  readonly title: string;
  /** How to read it, and whose figures they are: a paragraph each. */
  readonly subtitle: readonly string[];
  /** For those who cannot see it: what it shows, with the figures. */
  readonly description: string;
  readonly room: Room;
  /** Height of the field, px. */
  readonly height: number;
  readonly layers: readonly Layer[];
  /** More properties of the top level: a projection, resolve, view. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Between the picture's edge and what is in it (px). */
export const MARGIN = 12;
const GAP = 10;

/** Width of the field in which a chart draws (px). */
export function fieldWidth(page: Page, room: Pick<Room, 'left' | 'right'>): number {
  return Math.max(40, Math.floor(page.width - 2 * MARGIN - room.left - room.right));
}

/** Puts a chart together: title, subtitle and description around layers, in the house's letters and colours. */
export function chart({ page, title, subtitle, description, room, height, layers, more }: Frame): Chart {
  const letters = lettersOf(page);
  const across = page.width - 2 * MARGIN;
  const lines = wrapped(title, across, letters.title, true);
  const below = subtitle.flatMap((text) => wrapped(text, across, letters.subtitle));
  const titleHeight = lines.length * lineHeight(letters.title);
  const subtitleHeight = below.length === 0 ? 0 : 4 + below.length * lineHeight(letters.subtitle);
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: lines,
      subtitle: below,
      anchor: 'start',
      frame: 'group',
      dx: 0 - Math.round(room.left),
      offset: GAP,
      fontSize: letters.title,
      lineHeight: lineHeight(letters.title),
      subtitleFontSize: letters.subtitle,
      subtitleLineHeight: lineHeight(letters.subtitle),
      subtitlePadding: 4,
    },
    description,
    width: fieldWidth(page, room),
    height: Math.round(height),
    padding: {
      left: MARGIN + Math.round(room.left),
      right: MARGIN + Math.round(room.right),
      top: Math.round(MARGIN + titleHeight + subtitleHeight + GAP + room.top),
      bottom: MARGIN + Math.round(room.bottom),
    },
    autosize: { type: 'none', contains: 'content' },
    background: 'white',
    layer: layers,
    ...more,
    config: {
      font: FONT,
      // The description says what the picture shows; marks without names of their own would only be noise.
      aria: false,
      view: { stroke: null },
      axis: {
        labelFontSize: letters.axis,
        titleFontSize: letters.axis,
        titleFontWeight: 'normal',
        labelColor: MUTED,
        titleColor: MUTED,
        gridColor: GRID,
        domainColor: FAINT,
        tickColor: FAINT,
        tickSize: 4,
        labelPadding: 4,
        labelOverlap: false,
        labelFlush: false,
      },
      title: { color: INK, subtitleColor: MUTED, fontWeight: 'bold', subtitleFontWeight: 'normal' },
      text: { fontSize: letters.label, color: INK },
    },
  };
  return spec as unknown as Chart;
}

export function lineHeight(size: number): number {
  return Math.round(size * 1.3);
}

/** Room that an axis at the left takes: its labels, ticks and a little air. */
export function leftRoom(page: Page, labels: readonly string[]): number {
  const { axis } = lettersOf(page);
  return Math.ceil(Math.max(0, ...labels.map((label) => textWidth(label, axis)))) + 10;
}

/** Room that an axis at the bottom takes, with its title. */
export function bottomRoom(page: Page): number {
  return 2 * lineHeight(lettersOf(page).axis) + 12;
}

/** An axis at the left whose title stands level above it, flush with the picture's edge. */
export function leftAxis(room: Room, title: string, more: Layer): Layer {
  return {
    title: title === '' ? null : title,
    titleAngle: 0,
    titleAlign: 'left',
    titleBaseline: 'bottom',
    titleAnchor: 'end',
    titleX: -room.left,
    titleY: -9,
    domain: false,
    ticks: false,
    ...more,
  };
}

/** Room at the top for the title of a left axis. */
export function topRoom(page: Page): number {
  return lineHeight(lettersOf(page).axis) + 7;
}

/** A position in pixels of the field: no scale, no axis. */
export function pixels(field: string): Layer {
  return { field, type: 'quantitative', scale: null, axis: null };
}

/** A visual property that the data themselves give. */
export function given(field: string): Layer {
  return { field, type: 'nominal', scale: null, legend: null };
}

/** A number that the data themselves give, as a visual property. */
export function givenNumber(field: string): Layer {
  return { field, type: 'quantitative', scale: null, legend: null };
}

/** A line of words somewhere in the field. */
export interface Words {
  readonly x: number;
  /** Middle of the line. */
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

/** Words at places in the field, each from its left end on; a white edge keeps them legible over lines. */
export function wordsLayers(page: Page, words: readonly Words[], bold = false, align = 'left'): Layer[] {
  if (words.length === 0) return [];
  const size = lettersOf(page).label;
  const mark = {
    type: 'text',
    align,
    baseline: 'middle',
    fontSize: size,
    fontWeight: bold ? 'bold' : 'normal',
  };
  const encoding = { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } };
  return [
    {
      data: { values: words.map(({ x, y, text }) => ({ x, y, text })) },
      mark: { ...mark, stroke: 'white', strokeWidth: 3, strokeJoin: 'round', color: 'white' },
      encoding,
    },
    { data: { values: words }, mark, encoding: { ...encoding, color: given('colour') } },
  ];
}

/** The line at the end of a subtitle that says whose figures these are. */
export function sourceLine({
  name,
  protocol,
  source,
}: {
  readonly name: string;
  readonly protocol: string;
  readonly source: string;
}): string {
  return [name, protocol, source].filter((part) => part !== '').join(' · ');
}
