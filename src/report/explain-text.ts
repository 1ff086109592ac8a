import type { ClientExplanation, ExplainResult, OperationExplanation, Step } from '../result/explain.js';
import type { Decider } from '../result/latency.js';
import type { Loss, LossClient } from '../result/losses.js';
import { type Column, table, wrap } from './document/table.js';
import { heading, notes } from './heading.js';
import { change, ms, percent } from './number.js';
import { duration } from './service-text.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** `quorate explain` for a terminal: per client, every step with its figure and where that came from. */
export function explainText(result: ExplainResult, columns: number): string {
  const { topology, protocol, provenance, clients, losses } = result;
  const lines = [...heading(topology, protocol, provenance, columns), ''];
  const sources = new Map<string, string>();
  for (const client of clients) {
    lines.push(...explained(client, sources, columns), ...lossTable(client, losses), '');
  }
  lines.push('Sources');
  for (const [source, mark] of sources) lines.push(...wrap(`  [${mark}] ${source}`, columns, '      '));
  lines.push('', ...notes(provenance, '', columns));
  return `${lines.join('\n')}\n`;
}

function explained(client: ClientExplanation, sources: Map<string, string>, columns: number): string[] {
  const lines: string[] = [];
  const via = client.entry === null ? 'no replica is up' : `enters at ${client.entry}`;
  lines.push(`${client.id} at ${client.at}, ${via}`, '');
  for (const operation of client.operations)
    lines.push(...explainedOperation(operation, sources, columns), '');
  return lines;
}

function explainedOperation(
  { operation, figures, method, steps, quorum }: OperationExplanation,
  sources: Map<string, string>,
  columns: number,
): string[] {
  const title = `${operation}: p50 ${ms(figures.p50)}, p90 ${ms(figures.p90)}, p99 ${ms(figures.p99)}, p99.9 ${ms(figures.p999)} ms; mean ${ms(figures.mean)} ms (${method})`;
  const lines = [title];
  if (steps.length === 0) return [...lines, '  nothing to wait for'];
  // Whoever is never waited for is named in a line of its own.
  const waitedFor = new Set(steps.filter(({ onPath }) => onPath >= 0.0005).map(({ member }) => member));
  const shown = steps.filter(({ member }) => waitedFor.has(member));
  const rows = shown.map((step) => [
    `  ${step.member === undefined ? '' : `[${step.member}] `}${place(step)}`,
    step.what,
    ms(step.p50),
    ms(step.p99),
    percent(step.onPath),
    ms(step.adds),
    `[${mark(sources, step.source)}]`,
  ]);
  lines.push(
    ...table(
      [
        left('  step'),
        left('what'),
        right('p50'),
        right('p99'),
        right('on path'),
        right('adds'),
        left('source'),
      ],
      rows,
    ),
  );
  const total = steps.reduce((sum, { adds }) => sum + adds, 0);
  lines.push(`  Along the critical path the steps add up to ${ms(total)} ms on average.`);
  if (quorum !== null) {
    const who = quorum.deciders.map(inAndDecides).join(', ');
    lines.push(...wrap(`Quorum, ${quorum.system}: ${who}.`, columns - 2, '  ').map((line) => `  ${line}`));
  }
  return lines;
}

function place({ from, to }: Step): string {
  return to === undefined ? `at ${from}` : `${from} → ${to}`;
}

function inAndDecides({ replica, decides, inQuorum }: Decider): string {
  const often = `${replica} in ${percent(inQuorum)}`;
  return decides < 0.0005 ? often : `${often} (completes it in ${percent(decides)})`;
}

/** Sources are footnotes: a, b, c, …, aa, ab, … */
function mark(sources: Map<string, string>, source: string): string {
  let known = sources.get(source);
  if (known === undefined) {
    const n = sources.size;
    known =
      (n >= 26 ? String.fromCharCode(96 + Math.floor(n / 26)) : '') + String.fromCharCode(97 + (n % 26));
    sources.set(source, known);
  }
  return known;
}

function lossTable(client: ClientExplanation, losses: readonly Loss[]): string[] {
  const write = client.operations.find(({ operation }) => operation === 'write');
  if (write === undefined) return [];
  const { p50, p99 } = write.figures;
  const figures = (of: readonly LossClient[]): string[] => {
    const after = of.find(({ id }) => id === client.id);
    if (after === undefined || after.down) return ['down', '', '', ''];
    return [...beforeAfter(p50, after.write.p50), ...beforeAfter(p99, after.write.p99)];
  };
  // A place with one replica is that replica to all but the clients in it.
  const told = losses.filter(({ kind, members }) => kind === 'replica' || members.length > 1);
  const rows = told.flatMap(({ kind, name, leaders, clients, outage, stops }) => {
    const title = `  ${kind === 'replica' ? '' : `${kind} `}${name}`;
    const pause = stops ? '' : outage === null ? '?' : outage.p50 === 0 ? 'none' : duration(outage.p50);
    const [first] = leaders;
    if (leaders.length === 1) return [[title, first.leader ?? '–', ...figures(clients), pause]];
    return [
      [title, `${leaders.length} may lead`, ...figures(clients), pause],
      ...leaders.map(({ leader, probability, clients: under }) => [
        '',
        `${leader} ${percent(probability)}`,
        ...figures(under),
        '',
      ]),
    ];
  });
  return [
    'Its writes without',
    ...table(
      [
        left('  what is lost'),
        left('leader then'),
        right('p50'),
        right('change'),
        right('p99'),
        right('change'),
        right('outage'),
      ],
      rows,
    ),
  ];
}

function beforeAfter(before: number | null, after: number | null): [string, string] {
  if (after === null) return ['stops', ''];
  if (before === null) return [ms(after), ''];
  return [ms(after), Math.abs(after / before - 1) < 0.0005 ? 'same' : change(before, after)];
}
