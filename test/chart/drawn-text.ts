import { type Box, overlap } from '../../src/chart/label-placement.js';
import { textWidth } from '../../src/chart/text-width.js';

/** A line of words as an SVG shows it, and the box it takes (px). */
export interface DrawnText extends Box {
  readonly text: string;
}

/** Every line of words of an SVG as vega writes it, without the white edges under words. */
export function drawnTexts(svg: string): DrawnText[] {
  const found: DrawnText[] = [];
  const groups: [number, number][] = [[0, 0]];
  let text = '';
  let lines = 0;
  for (const [, close, name, attributes, selfClosed, body] of svg.matchAll(
    /<(\/?)(g|text|tspan)\b([^>]*?)(\/?)>([^<]*)/g,
  )) {
    if (name === 'g') {
      if (close === '/') groups.pop();
      else if (selfClosed !== '/') {
        const [x, y] = groups[groups.length - 1];
        const [dx, dy] = translation(attributes);
        groups.push([x + dx, y + dy]);
      }
      continue;
    }
    if (close === '/') continue;
    if (name === 'text') {
      text = attributes;
      lines = 0;
    } else lines += Number(attribute(attributes, 'dy') ?? 0);
    const words = plain(body);
    if (words === '' || attribute(text, 'stroke') === 'white') continue;
    const [x, y] = groups[groups.length - 1];
    const [dx, dy] = translation(text);
    const size = Number.parseFloat(attribute(text, 'font-size') ?? '11');
    const width = textWidth(words, size, attribute(text, 'font-weight') === 'bold');
    const anchor = attribute(text, 'text-anchor') ?? 'start';
    const back = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0;
    // vega moves baselines itself: letters reach from 0.72 em above theirs to 0.2 em below it.
    const turned = /rotate\((-?[\d.]+)/.exec(text)?.[1];
    found.push(
      turned !== undefined && Math.abs(Number(turned)) % 180 === 90
        ? {
            text: words,
            x: x + dx - 0.72 * size,
            y: y + dy - width + back,
            width: 0.92 * size,
            height: width,
          }
        : { text: words, x: x + dx - back, y: y + dy + lines - 0.72 * size, width, height: 0.92 * size },
    );
  }
  return found;
}

/** Pairs of lines that cover each other by more than a hair. */
export function collisions(texts: readonly DrawnText[]): string[] {
  const pairs: string[] = [];
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      const shrunk = { x: a.x + 0.5, y: a.y + 0.5, width: a.width - 1, height: a.height - 1 };
      if (overlap(shrunk, b) > 0) pairs.push(`${a.text} × ${b.text}`);
    }
  }
  return pairs;
}

/** Lines that leave a page of this size. */
export function outside(texts: readonly DrawnText[], width: number, height: number): string[] {
  return texts
    .filter(
      (box) =>
        box.x < -0.5 || box.y < -0.5 || box.x + box.width > width + 0.5 || box.y + box.height > height + 0.5,
    )
    .map((box) => box.text);
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
}

function translation(attributes: string): [number, number] {
  const [, x, y] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(attributes) ?? [];
  return [Number(x ?? 0), Number(y ?? 0)];
}

function plain(body: string): string {
  return body
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .trim();
}
