import type { Figures } from '../result/estimate.js';
import type { SimulatedClientResult, SimulationResult } from '../result/simulation.js';
import type { Interval, SampledFigures } from '../result/simulation-run.js';
import { heading, notes } from './heading.js';
import { count, ms, percent } from './number.js';
import { type Column, table, wrap } from './table.js';
import { traceLines } from './trace-text.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** `quorate simulate` for a terminal. */
export function simulationText(result: SimulationResult, columns: number): string {
  const { topology, protocol, provenance, clients } = result;
  const lines = [
    ...heading(topology, protocol, provenance, columns),
    ...wrap(whatRan(result), columns, '  '),
  ];
  if (result.faults.length > 0) lines.push(...wrap(`Faults: ${result.faults.join(', ')}`, columns, '  '));
  lines.push(
    '',
    ...figures(clients),
    '',
    ...wrap(agreement(clients), columns),
    ...wrap(work(result), columns),
  );
  if (result.slowPath !== undefined) lines.push(...wrap(slowPath(result.slowPath), columns));
  lines.push(...wrap(safety(result), columns), ...leadership(result));
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
  for (const { id, write, read, execution, model } of clients) {
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
        ...(withModel ? modelled(found, said) : []),
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

function modelled(found: SampledFigures, said: Figures | undefined): string[] {
  if (said === undefined) return [];
  return [ms(said.p50), off(said.p50, found.p50), ms(said.p99), off(said.p99, found.p99)];
}

function off(said: number | null, found: number | null): string {
  if (said === null || found === null || found === 0) return '–';
  const hundred = (said / found - 1) * 100;
  if (Math.abs(hundred) < 0.005) return '0 %';
  return `${hundred < 0 ? '−' : '+'}${Math.abs(hundred).toFixed(2)} %`;
}

function agreement(clients: readonly SimulatedClientResult[]): string {
  let worst = 0;
  let where = '';
  for (const { id, write, read, model } of clients) {
    if (model === null) return 'The model speaks of unloaded systems without faults: no comparison here.';
    for (const [operation, found, said] of [
      ['write', write, model.write],
      ['read', read, model.read],
    ] as const) {
      for (const name of ['p50', 'p90', 'p99'] as const) {
        const simulated = found[name];
        const model = said[name];
        if (found.samples === 0 || simulated === null || model === null || simulated === 0) continue;
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

/** Where another replica leads at the end than at the beginning, its clients' figures are of both. */
function leadership({ leaders, protocol }: SimulationResult): string[] {
  if (protocol.leader === null || (leaders.length === 1 && leaders[0] === protocol.leader)) return [];
  if (leaders.length === 0) return [`At the end nobody led; ${protocol.leader} did at first.`];
  return [`At the end ${leaders.join(' and ')} led, not ${protocol.leader}: the figures are of both.`];
}

function safety({ safety: { checked, violations, first } }: SimulationResult): string {
  const what = `Checked throughout: ${checked.join(', ')}`;
  if (violations === 0) return `${what}; no violation.`;
  return `${what}; ${count(violations)} ${violations === 1 ? 'VIOLATION' : 'VIOLATIONS'}, the first: ${first ?? ''}`;
}
