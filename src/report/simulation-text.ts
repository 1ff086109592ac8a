import type { Figures } from '../result/latency.js';
import type { SimulatedClientResult, SimulationResult } from '../result/simulation.js';
import type { Interval, SampledFigures } from '../result/simulation-run.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { heading, notes } from './heading.js';
import { count, ms, percent } from './number.js';
import { simulationVerdict } from './simulation-verdict.js';
import { traceLines } from './trace-text.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** `quorate simulate` for a terminal: the verdict first, then the figures, then how they came about. */
export function simulationText(result: SimulationResult, columns: number): string {
  const { topology, protocol, provenance, clients, finished } = result;
  const lines = [
    ...heading(topology, protocol, provenance, columns),
    ...wrap(whatRan(result), columns, '  '),
  ];
  if (result.faults.length > 0) lines.push(...wrap(`Faults: ${result.faults.join(', ')}`, columns, '  '));
  lines.push('', ...simulationVerdict(result).flatMap((line) => wrap(line, columns)));
  if (finished > 0) {
    lines.push('', ...figures(clients), '');
    lines.push(...comparison(clients).flatMap((line) => wrap(line, columns)), ...wrap(work(result), columns));
    if (result.slowPath !== undefined) lines.push(...wrap(slowPath(result.slowPath), columns));
  }
  if (result.trace !== undefined) lines.push('', ...traceLines(result.trace, columns));
  lines.push(...notes(provenance, '', columns));
  return `${lines.join('\n')}\n`;
}

function whatRan({ samples, load, seed, events, span, retries }: SimulationResult): string {
  const again = retries === 0 ? '' : `, ${count(retries)} sent again`;
  return `Simulated ${count(samples)} operations${again}, load ${load}, seed ${seed}: ${count(events)} events, ${duration(span)}`;
}

/** Simulated time, in the unit that fits. */
function duration(span: number): string {
  if (span < 1000) return `${span.toFixed(0)} ms`;
  if (span < 120_000) return `${(span / 1000).toFixed(1)} s`;
  if (span < 7_200_000) return `${(span / 60_000).toFixed(1)} min`;
  return `${(span / 3_600_000).toFixed(1)} h`;
}

function figures(clients: readonly SimulatedClientResult[]): string[] {
  const withModel = clients.some(({ model }) => model !== null);
  const rows: string[][] = [];
  for (const { id, write, read, execution, model, notCompared } of clients) {
    for (const [operation, found, said] of [
      ['write', write, model?.write],
      ['executed', execution, model?.execution],
      ['read', read, model?.read],
    ] as const) {
      if (found === undefined || found.samples === 0) continue;
      rows.push([
        id,
        operation,
        count(found.samples),
        ...sampled(found),
        ...(withModel ? modelled(found, said, notCompared === null) : []),
      ]);
    }
  }
  const header = [
    left('client'),
    left(''),
    right('n'),
    right('p50'),
    left('± 95 %'),
    right('p99'),
    left('± 95 %'),
    right('p99.9'),
  ];
  const model = [right('p50'), right('off by'), right('p99'), right('off by')];
  return table(
    withModel ? [...header, ...model] : header,
    rows,
    withModel
      ? [
          { title: 'simulated, ms', first: 3, last: 7 },
          { title: 'model, ms', first: 8, last: 11 },
        ]
      : [{ title: 'simulated, ms', first: 3, last: 7 }],
  );
}

function sampled({ p50, p99, p999, confidence }: SampledFigures): string[] {
  return [ms(p50), halfWidth(confidence.p50), ms(p99), halfWidth(confidence.p99), ms(p999)];
}

/** Half the width of an interval; a dash where too few samples bound it. */
function halfWidth([low, high]: Interval): string {
  return low === null || high === null ? '–' : ms((high - low) / 2);
}

function modelled(found: SampledFigures, said: Figures | undefined, compared: boolean): string[] {
  if (said === undefined) return [];
  const apart = (model: number | null, simulated: number | null): string =>
    compared ? off(model, simulated) : '–';
  return [ms(said.p50), apart(said.p50, found.p50), ms(said.p99), apart(said.p99, found.p99)];
}

function off(said: number | null, found: number | null): string {
  if (said === null || found === null || found === 0) return '–';
  const hundred = (said / found - 1) * 100;
  if (Math.abs(hundred) < 0.005) return '0 %';
  return `${hundred < 0 ? '−' : '+'}${Math.abs(hundred).toFixed(2)} %`;
}

/** Model and simulation side by side in a sentence, and for whom they are not compared. */
function comparison(clients: readonly SimulatedClientResult[]): string[] {
  const lines: string[] = [];
  const reasons = new Map<string, string[]>();
  for (const { id, notCompared } of clients) {
    if (notCompared !== null) reasons.set(notCompared, [...(reasons.get(notCompared) ?? []), id]);
  }
  const compared = clients.filter(({ notCompared }) => notCompared === null);
  if (compared.length > 0) lines.push(agreement(compared));
  for (const [reason, ids] of reasons) {
    const whose = ids.length === clients.length ? '' : ` for ${listed(ids)}`;
    lines.push(`No comparison with the model${whose}: ${reason}`);
  }
  return lines;
}

function agreement(clients: readonly SimulatedClientResult[]): string {
  let worst = 0;
  let where = '';
  let compared = 0;
  for (const { id, write, read, model } of clients) {
    for (const [operation, found, said] of [
      ['write', write, model?.write],
      ['read', read, model?.read],
    ] as const) {
      for (const name of ['p50', 'p90', 'p99'] as const) {
        const simulated = found[name];
        const model = said?.[name] ?? null;
        if (found.samples === 0 || simulated === null || model === null || simulated === 0) continue;
        compared++;
        const apart = Math.abs(model / simulated - 1);
        if (apart > worst) {
          worst = apart;
          const [low, high] = found.confidence[name];
          const inside = (low ?? 0) <= model && model <= (high ?? Number.POSITIVE_INFINITY);
          where = `${name} of ${id}'s ${operation}s, ${inside ? 'inside' : 'outside'} its interval`;
        }
      }
    }
  }
  if (compared === 0) return 'No comparison with the model: there is no figure to compare.';
  return worst === 0
    ? 'Model and simulation agree on every p50, p90 and p99.'
    : `Model and simulation agree within ${(worst * 100).toFixed(2)} % on every p50, p90 and p99 (farthest: ${where}).`;
}

function work({ perOperation }: SimulationResult): string {
  return `Each operation took ${perOperation.messages.toFixed(1)} messages between replicas and ${perOperation.durableWrites.toFixed(1)} durable writes.`;
}

function slowPath(shares: NonNullable<SimulationResult['slowPath']>): string {
  const each = shares.map(({ replica, share }) => `${replica} ${share === null ? '–' : percent(share)}`);
  return `Commands that took the slow path: ${each.join(', ')}. As protocol.interference this goes into the model.`;
}
