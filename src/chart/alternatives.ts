import type { CompareResult } from '../estimate/compare-result.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  type Layer,
  lineHeight,
  pixels,
  wordsLayers,
} from './chart.js';
import { listText, msNumber, msText } from './number-text.js';
import { lettersOf, type Page } from './page.js';
import { INK, MUTED, styleOf } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { linearTicks } from './ticks.js';

/** Write latencies of each client under each of several alternatives. */
export interface Alternatives {
  /** Whose figures these are, for the subtitle. */
  readonly source: string;
  readonly operation: 'write' | 'read';
  /** Names of the alternatives, in the order in which they are to stand. */
  readonly names: readonly string[];
  readonly clients: readonly {
    readonly id: string;
    /** For each alternative (ms); null where the client is not served. */
    readonly figures: readonly ({ readonly p50: number; readonly p99: number } | null)[];
  }[];
}

/** The alternatives of a comparison that have figures; those that cannot do what the file asks are left out. */
export function alternativesOf({ alternatives }: CompareResult, operation: 'write' | 'read'): Alternatives {
  const able = alternatives.filter(({ estimate }) => estimate !== null);
  const ids = [...new Set(able.flatMap(({ estimate }) => estimate?.clients.map(({ id }) => id) ?? []))];
  const rtt = able[0]?.estimate?.provenance.rtt;
  return {
    source: [able[0]?.estimate?.topology.name ?? '', rtt ? `RTTs ${rtt.dataset}` : '']
      .filter((part) => part !== '')
      .join(' · '),
    operation,
    names: able.map(({ name }) => name),
    clients: ids.map((id) => ({
      id,
      figures: able.map(({ estimate }) => {
        const { p50, p99 } = estimate?.clients.find((client) => client.id === id)?.[operation] ?? {};
        return p50 === null || p50 === undefined || p99 === null || p99 === undefined ? null : { p50, p99 };
      }),
    })),
  };
}

/** Median and 99th percentile of each client under each alternative, side by side. */
export function alternativesChart(data: Alternatives, page: Page): Chart {
  const { label } = lettersOf(page);
  const line = lineHeight(label);
  const bar = line + 2;
  const names = data.names.map((name) => fitted(name, page.width * 0.32, label));
  const left = Math.ceil(Math.max(...names.map((name) => textWidth(name, label)))) + 10;
  const figures = data.clients.flatMap((client) => client.figures);
  const most = Math.max(1e-3, ...figures.map((figure) => figure?.p99 ?? 0));
  const text = (p50: number, p99: number): string => `${msNumber(p50)} / ${msNumber(p99)} ms`;
  const widest = Math.max(
    ...figures.map((figure) => (figure === null ? 0 : textWidth(text(figure.p50, figure.p99), label))),
  );
  const room = { left, right: Math.ceil(widest) + 10, top: 0, bottom: bottomRoom(page) };
  const width = fieldWidth(page, room);
  const ticks = linearTicks(most, width < 320 ? 3 : 6);
  const end = ticks[ticks.length - 1];
  const x = (ms: number): number => round((ms / end) * width);
  const group = line + 4 + data.names.length * bar + 10;
  const height = data.clients.length * group;
  const rows = data.clients.flatMap(({ id, figures }, c) =>
    figures.map((figure, a) => ({
      client: id,
      alternative: data.names[a],
      name: names[a],
      p50: figure?.p50 ?? null,
      p99: figure?.p99 ?? null,
      y: round(c * group + line + 4 + a * bar + 1.5),
      y2: round(c * group + line + 4 + (a + 1) * bar - 1.5),
      middle: round(c * group + line + 4 + (a + 0.5) * bar),
      colour: styleOf(a).colour,
    })),
  );
  const served = rows.filter(({ p99 }) => p99 !== null);
  const best = bestOf(data);
  const title = best === undefined ? `${nameOf(data)} under ${data.names.length} alternatives` : best;
  const scale = { type: 'linear', domain: [0, end], nice: false };
  const axisX = (field: string): Layer => ({
    field,
    type: 'quantitative',
    scale,
    axis: { title: 'Time until the client has its answer, ms', values: ticks, grid: true, domain: false },
  });
  const bars = (from: Layer, to: string, opacity: number): Layer => ({
    data: { values: served },
    mark: { type: 'rect', fillOpacity: opacity, stroke: null },
    encoding: {
      x: from,
      x2: { field: to },
      y: pixels('y'),
      y2: { field: 'y2' },
      fill: { field: 'colour', type: 'nominal', scale: null, legend: null },
    },
  });
  const words = (values: readonly Layer[], mark: Layer): Layer => ({
    data: { values },
    mark: { type: 'text', baseline: 'middle', fontSize: label, ...mark },
    encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
  });
  return chart({
    page,
    title,
    subtitle: [
      `Dark bars end at the median, pale ones at the 99th percentile of each client's ${data.operation}s.`,
      data.source,
    ],
    description: `${title}. ${data.clients
      .map(
        ({ id, figures }) =>
          `${id}: ${figures.map((figure, a) => `${data.names[a]} ${figure === null ? 'not served' : `median ${msText(figure.p50)}, 99th percentile ${msText(figure.p99)}`}`).join('; ')}`,
      )
      .join('. ')}. ${data.source}.`,
    room,
    height,
    layers: [
      bars(axisX('p50'), 'p99', 0.3),
      bars({ ...axisX('zero') }, 'p50', 0.9),
      words(
        data.clients.map(({ id }, c) => ({ x: -left, y: round(c * group + line / 2 + 1), text: id })),
        { align: 'left', fontWeight: 'bold', color: INK },
      ),
      words(
        rows.map(({ name, middle }) => ({ x: -6, y: middle, text: name })),
        { align: 'right', color: MUTED },
      ),
      ...wordsLayers(
        page,
        rows.map(({ p50, p99, middle }) => ({
          x: p99 === null ? 4 : x(p99) + 5,
          y: middle,
          text: p50 === null || p99 === null ? 'not served' : text(p50, p99),
          colour: INK,
        })),
      ),
    ].map((layer) => withZero(layer)),
    more: data.clients.length === 0 ? {} : { view: { stroke: null } },
  });
}

/** Bars begin at 0, which the rows say themselves. */
function withZero(layer: Layer): Layer {
  const { data } = layer as { data: { values: readonly Layer[] } };
  return { ...layer, data: { values: data.values.map((row) => ('p50' in row ? { ...row, zero: 0 } : row)) } };
}

function nameOf({ operation }: Alternatives): string {
  return operation === 'write' ? 'Writes' : 'Reads';
}

/** Which alternative has the least median for which clients. */
function bestOf(data: Alternatives): string | undefined {
  const winners = new Map<string, string[]>();
  for (const { id, figures } of data.clients) {
    let best = -1;
    for (const [a, figure] of figures.entries()) {
      if (figure !== null && (best < 0 || figure.p50 < (figures[best]?.p50 ?? Number.POSITIVE_INFINITY)))
        best = a;
    }
    if (best < 0) continue;
    winners.set(data.names[best], [...(winners.get(data.names[best]) ?? []), id]);
  }
  if (data.names.length < 2 || winners.size === 0) return undefined;
  if (winners.size === 1)
    return `${nameOf(data)}: ${[...winners.keys()][0]} has the least median for every client`;
  const parts = [...winners].map(([name, ids]) => `${name} for ${listText(ids, 2)}`);
  return `${nameOf(data)}, least median: ${parts.join(', ')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
