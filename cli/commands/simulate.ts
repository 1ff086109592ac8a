import { type SimulateOptions, simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { json } from '../../src/report/json.js';
import { simulationDocument } from '../../src/report/simulation/simulation.js';
import type { SimulationResult } from '../../src/result/simulation.js';
import type { Fault } from '../../src/simulation/fault.js';
import { parseFault } from '../../src/simulation/parse-fault.js';
import type { Arrivals } from '../../src/simulation/workload.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { parseDuration } from '../../src/topology/units.js';
import { checkClients, demandClients } from '../clients.js';
import { EXIT } from '../exit.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Loaded, loadFor, type ReadingFlags } from '../load.js';
import { countOf, seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';
import { progressOf } from '../progress.js';

export interface SimulateFlags extends ReadingFlags {
  /** Undefined: as many as usual, or as the duration allows. */
  readonly operations?: string;
  readonly load: string;
  readonly fault: readonly string[];
  readonly duration?: string;
  /** True where no client is named: the first. */
  readonly trace?: string | true;
  readonly op: 'write' | 'read';
  readonly format: readonly string[];
  readonly seed: string;
}

/** More operations than this for each client would keep all their latencies in memory for no better figures. */
const MOST_OPERATIONS = 10_000_000;

/** `quorate simulate FILE…`; exit code 1 where a check of safety was violated, or something asked for was not tested. */
export async function simulateFiles(io: Io, files: readonly string[], flags: SimulateFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const common = {
    seed: seedOf(flags.seed),
    operations:
      flags.operations === undefined
        ? undefined
        : countOf('--operations', flags.operations, 1, MOST_OPERATIONS),
    arrivals: arrivalsOf(flags.load),
    load: flags.load,
    faultTexts: flags.fault,
    duration: flags.duration === undefined ? undefined : durationOf(flags.duration),
  };
  const take = ({ deployment, protocol }: Loaded) => {
    demandClients(deployment);
    demandRates(deployment, common.arrivals);
    const faults = faultsOf(deployment, protocol, flags.fault);
    return {
      deployment,
      protocol,
      options: { ...common, ...extentOf(common, faults), faults, ...traceOf(deployment, flags) },
    };
  };
  const jobs = await loadFor(io, files, flags, (all) => all.map(take), [['network', 'bandwidth']]);
  const shown = progressOf(io, 'simulate', flags);
  const results = jobs.map(({ deployment, protocol, options }, i) => {
    const progress = (done: number, total: number): void => shown.step(i + done / total, jobs.length);
    return simulateDeployment(deployment, protocol, { ...options, progress });
  });
  shown.end();
  write(io, wanted, (format) => {
    if (format === 'json') return json(results.length === 1 ? results[0] : results);
    return results.map((result) => inFormat(simulationDocument(result), format, io.columns)).join('\n');
  });
  for (const { faultsMissed, topology, span } of results) {
    if (faultsMissed === 0 || flags.quiet === true) continue;
    const what =
      faultsMissed === 1 ? 'one beginning or end of a fault' : `${faultsMissed} beginnings or ends of faults`;
    io.stderr(
      `note: ${topology.file}: the run ended after ${(span / 1000).toFixed(1)} s, before ${what}; see --duration\n`,
    );
  }
  if (results.some(isFinding)) io.exit(EXIT.findings);
}

/** A violation; or no operation for the checks to judge, or a fault that met none: what was asked has not been shown. */
function isFinding({ safety, finished, faultOutcomes }: SimulationResult): boolean {
  return safety.violations > 0 || finished === 0 || faultOutcomes.some(({ untested }) => untested !== null);
}

/** Operations for each client where nothing says how many. */
const USUAL_OPERATIONS = 4000;
/** How long a run goes on after the last fault (ms), where nothing says how long: time to settle. */
const AFTER_FAULTS = 10_000;

/** How far a run goes: as told; else long enough for its faults to happen and settle; else the usual operations. */
function extentOf(
  { operations, duration }: { operations: number | undefined; duration: number | undefined },
  faults: readonly Fault[],
): Pick<SimulateOptions, 'operations' | 'duration'> {
  if (duration !== undefined || operations !== undefined) return { operations, duration };
  if (faults.length === 0) return { operations: USUAL_OPERATIONS };
  const last = Math.max(...faults.map((fault) => ('until' in fault ? fault.until : undefined) ?? fault.at));
  return { operations: undefined, duration: last + AFTER_FAULTS };
}

/** @throws InputError where clients are to send at rates of their own, and one has none. */
function demandRates({ clients, file }: Deployment, { kind }: Arrivals): void {
  if (kind !== 'open') return;
  const without = clients.filter(({ rate }) => rate === undefined).map(({ id }) => id);
  if (without.length === 0) return;
  throw new InputError(
    `quorate: --load open needs a rate for every client of ${file}; ${without.join(', ')} has none`,
  );
}

function arrivalsOf(text: string): Arrivals {
  if (text === 'spaced' || text === 'open') return { kind: text };
  const outstanding = /^closed:(\d+)$/.exec(text)?.[1];
  if (outstanding !== undefined) {
    return { kind: 'closed', outstanding: countOf('--load closed:', outstanding, 1, 10_000) };
  }
  throw new InputError(`quorate: --load takes spaced, open or closed:K (closed:10), not '${text}'`);
}

function durationOf(text: string): number {
  const reading = parseDuration(text);
  if (reading.problem !== undefined) throw new InputError(`quorate: --duration: ${reading.problem}`);
  if (reading.value === 0) throw new InputError('quorate: --duration must be above 0');
  return reading.value;
}

function faultsOf(deployment: Deployment, protocol: Protocol, texts: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  const problems: string[] = [];
  for (const [i, text] of texts.entries()) {
    const parsed = parseFault(text, deployment, protocol);
    if (texts.indexOf(text) < i) problems.push(`quorate: --fault ${text}: it is given twice`);
    else if ('problem' in parsed) problems.push(`quorate: --fault ${text}: ${parsed.problem}`);
    else faults.push(parsed.fault);
  }
  if (problems.length > 0) throw new InputError(problems.join('\n'));
  return faults;
}

function traceOf(deployment: Deployment, { trace, op }: SimulateFlags): Pick<SimulateOptions, 'trace'> {
  if (trace === undefined) return {};
  if (trace !== true) checkClients(deployment, [trace]);
  const client = trace === true ? deployment.clients[0].id : trace;
  return { trace: { client, operation: 1, kind: op } };
}
