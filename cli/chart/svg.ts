import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import type { Chart } from '../../src/chart/chart.js';
import { textWidth } from '../../src/chart/text-width.js';

/**
 * Draws a chart as SVG: vega-lite to vega to text, without a browser, the same bytes every time. Words are measured by
 * the shipped font's own widths, expressions are interpreted, not compiled, and nothing is fetched.
 *
 * @param id of the picture in its document: letters, digits and hyphens; two pictures of one page need two
 * @throws Error where vega-lite has anything to complain about: a chart of ours that makes it warn is wrong.
 */
export async function svgOf(chart: Chart, id: string): Promise<string> {
  const complaints: string[] = [];
  const listen = vega.logger(vega.None);
  listen.warn = (...said) => {
    complaints.push(said.join(' '));
    return listen;
  };
  listen.error = listen.warn;
  const { spec } = compile(chart as Parameters<typeof compile>[0], { logger: listen });
  measureByTable();
  const view = new vega.View(vega.parse(spec, {}, { ast: true }), {
    renderer: 'none',
    expr: expressionInterpreter,
    logger: listen,
    logLevel: vega.Error,
    loader: { load: refused, sanitize: refused, http: refused, file: refused } as never,
  });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  if (complaints.length > 0) throw new Error(`the chart ${id} is not right: ${complaints.join('; ')}`);
  const { title, description } = chart as { title?: { text: readonly string[] }; description?: string };
  return named(ownIds(rounded(svg), id), id, title?.text.join(' ') ?? id, description ?? '');
}

/** Charts carry their data; one that would load something is not ours. */
function refused(): never {
  throw new Error('charts load nothing');
}

interface Measured {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

/** Vega guesses widths where there is no canvas, and measures with whatever fonts a canvas has where there is one. */
function measureByTable(): void {
  // vega's types leave it out.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: Measured, text: unknown) => number };
  };
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) => {
    const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    return textWidth(text === null || text === undefined ? '' : String(text), Number(fontSize), bold);
  };
}

/** Hundredths of a pixel are finer than any screen; beyond that processors may differ, and bytes add up. */
function rounded(svg: string): string {
  return svg.replace(/ (d|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="([^"]*)"/g, (_, name, value) => {
    const numbers = (value as string).replace(/-?\d+\.\d{3,}(?:e-?\d+)?|-?\d+e-\d+/g, (number) => {
      const short = String(Math.round(Number(number) * 100) / 100);
      return short === '-0' ? '0' : short;
    });
    return ` ${name}="${numbers}"`;
  });
}

/** Vega numbers its clip paths for as long as the process lives; here each picture counts for itself. */
function ownIds(svg: string, id: string): string {
  const numbers = new Map<string, number>();
  for (const [, name] of svg.matchAll(/ id="(\w+)"/g))
    if (!numbers.has(name)) numbers.set(name, numbers.size);
  return svg
    .replace(/ id="(\w+)"/g, (_, name: string) => ` id="${id}-${numbers.get(name)}"`)
    .replace(/url\(#(\w+)\)/g, (_, name: string) => `url(#${id}-${numbers.get(name)})`);
}

/** With a name and a description for those who cannot see it. */
function named(svg: string, id: string, title: string, description: string): string {
  const open = svg.indexOf('>');
  const attributes = `role="img" aria-labelledby="${id}-title ${id}-desc"`;
  const words = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>`;
  return `${svg.slice(0, open)} ${attributes}>${words}${svg.slice(open + 1)}\n`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
