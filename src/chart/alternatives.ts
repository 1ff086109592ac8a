import type { Alternatives } from '../result/chart-data.js';
import type { CompareResult } from '../result/compare.js';
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
import { COLOURS, FAINT, INK, MUTED } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { linearTicks } from './ticks.js';

/** The alternatives of a comparison that have figures; those that cannot do what the file asks are left out. */
export function alternativesOf({ alternatives }: CompareResult, operation: 'write' | 'read'): Alternatives {
  const able = alternatives.filter(({ estimate }) => estimate !== null);
  const ids = [...new Set(able.flatMap(({ estimate }) => estimate?.clients.map(({ id }) => id) ?? []))];
  return {
    source: sourceOf(alternatives),
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

/** Whose figures a comparison's are: of which files, and by which round trips. */
export function sourceOf(alternatives: CompareResult['alternatives']): string {
  const estimates = alternatives.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const names = [...new Set(estimates.map(({ topology }) => topology.name))];
  const data = [
    ...new Set(estimates.flatMap(({ provenance: { rtt } }) => (rtt === null ? [] : [rtt.dataset]))),
  ];
  return [listText(names), data.length === 0 ? '' : `RTTs ${listText(data)}`]
    .filter((part) => part !== '')
    .join(' · ');
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
  const best = bestOf(data);
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
      // One colour says who wins; names say who is who.
      colour: best[c].includes(a) ? COLOURS[0] : FAINT,
    })),
  );
  const served = rows.filter(({ p99 }) => p99 !== null);
  const title =
    data.title ?? findingOf(data, best) ?? `${nameOf(data)} under ${data.names.length} alternatives`;
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
      `Dark bars end at the median, pale ones at the 99th percentile of each client's ${data.operation}s; blue: the least median.`,
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

/** For each client the alternatives whose median is the least, as far as figures are shown. */
function bestOf({ clients }: Alternatives): number[][] {
  return clients.map(({ figures }) => {
    const least = Math.min(...figures.map((figure) => figure?.p50 ?? Number.POSITIVE_INFINITY));
    return figures.flatMap((figure, a) =>
      figure !== null && msNumber(figure.p50) === msNumber(least) ? [a] : [],
    );
  });
}

/** Which alternatives have the least median for all clients, or else which for whom. */
function findingOf(data: Alternatives, best: readonly (readonly number[])[]): string | undefined {
  const served = best.filter((winners) => winners.length > 0);
  if (data.names.length < 2 || served.length === 0) return undefined;
  const everywhere = data.names.filter((_, a) => served.every((winners) => winners.includes(a)));
  if (everywhere.length === data.names.length) return `${nameOf(data)}: all have the same medians`;
  if (everywhere.length > 0) {
    const have = everywhere.length === 1 ? 'has' : 'have';
    return `${nameOf(data)}: ${listText(everywhere)} ${have} the least median for every client`;
  }
  const groups = new Map<string, string[]>();
  for (const [c, winners] of best.entries()) {
    if (winners.length === 0) continue;
    const names = listText(
      winners.map((a) => data.names[a]),
      2,
    );
    groups.set(names, [...(groups.get(names) ?? []), data.clients[c].id]);
  }
  const parts = [...groups].map(([names, ids]) => `${names} for ${listText(ids, 2)}`);
  return `${nameOf(data)}, least median: ${parts.join('; ')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
