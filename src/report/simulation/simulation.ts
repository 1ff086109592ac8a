import type { Figures } from '../../result/latency.js';
import type { SimulatedClientResult, SimulationResult } from '../../result/simulation.js';
import type { Interval, SampledFigures } from '../../result/simulation-run.js';
import { type Document, left, list, paragraph, right, type Table } from '../document/blocks.js';
import { factsOf, notesOf } from '../heading.js';
import { count, ms, percent } from '../number.js';
import { comparison } from './agreement.js';
import { traceTable } from './trace.js';
import { simulationVerdict } from './verdict.js';

/** `quorate simulate`: what it has shown, whether the model agrees, the figures, and how they came about. */
export function simulationDocument(result: SimulationResult): Document {
  const { topology, protocol, provenance, clients, finished, faults, slowPath, trace } = result;
  return {
    title: topology.name,
    subtitle: '',
    facts: [
      ...factsOf(protocol, provenance),
      whatRan(result),
      ...(faults.length === 0 ? [] : [`Faults: ${faults.join(', ')}`]),
    ],
    sections: [
      {
        id: 'simulation',
        title: '',
        blocks: [
          ...list([...simulationVerdict(result), ...(finished === 0 ? [] : comparison(clients))]),
          ...(finished === 0
            ? []
            : [
                figures(clients),
                paragraph(work(result), 'quiet'),
                ...(slowPath === undefined ? [] : [paragraph(slowPathShares(slowPath), 'quiet')]),
              ]),
          ...(trace === undefined ? [] : [traceTable(trace)]),
        ],
      },
    ],
    notes: notesOf(provenance),
  };
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

function figures(clients: readonly SimulatedClientResult[]): Table {
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
  const simulated = { title: 'simulated, ms', first: 3, last: 7 };
  return {
    kind: 'table',
    caption: 'Latency of each client',
    columns: withModel ? [...header, ...model] : header,
    groups: withModel ? [simulated, { title: 'model, ms', first: 8, last: 11 }] : [simulated],
    keys: 2,
    rows,
  };
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

function work({ perOperation }: SimulationResult): string {
  return `Each operation took ${perOperation.messages.toFixed(1)} messages between replicas and ${perOperation.durableWrites.toFixed(1)} durable writes.`;
}

function slowPathShares(shares: NonNullable<SimulationResult['slowPath']>): string {
  const each = shares.map(({ replica, share }) => `${replica} ${share === null ? '–' : percent(share)}`);
  return `Commands that took the slow path: ${each.join(', ')}. As protocol.interference this goes into the model.`;
}
