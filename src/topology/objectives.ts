import { type Build, quantity } from './build.js';
import type { Client, Objective, Replica } from './deployment.js';
import type { Field } from './field.js';
import { firstOf, quoted } from './found.js';
import { METRIC_NAMES, type Metric, parseMetric } from './metric.js';
import { LEVELS } from './place.js';
import { parseShare } from './share.js';
import { didYouMean } from './suggest.js';
import { parseDuration, parseRate, type Reading } from './units.js';

type Level = Extract<Objective, { kind: 'survive' }>['level'];

export function readObjectives(
  build: Build,
  field: Field,
  clients: readonly Client['id'][],
  replicas: readonly Replica[],
): Objective[] {
  const objectives = field.entries.map((entry) => readObjective(build, entry, clients, replicas));
  return objectives.filter((objective) => objective !== undefined);
}

function readObjective(
  build: Build,
  field: Field,
  clients: readonly Client['id'][],
  replicas: readonly Replica[],
): Objective | undefined {
  const { findings } = build;
  if (!field.isMapping) return undefined;
  const bound = ['metric', 'at-most', 'at-least'].filter((key) => field.get(key).present);
  if (!field.get('survive').present) {
    if (bound.length > 0) return readBound(build, field, clients);
    // Unknown keys have been reported, and may be what was meant.
    if (field.keys.some((key) => key !== 'clients')) return undefined;
    return findings.error(
      field.path,
      'an objective that asks for nothing',
      'write { metric: write.p99, at-most: 120ms } or { survive: region }',
    );
  }
  const others = field.get('clients').present ? ['clients', ...bound] : bound;
  for (const key of others) {
    findings.errorAtKey(
      field.get(key).path,
      `'${key}' cannot stand beside 'survive'`,
      'make two objectives of it',
    );
  }
  return others.length > 0 ? undefined : readSurvive(build, field.get('survive'), replicas);
}

function readSurvive(build: Build, field: Field, replicas: readonly Replica[]): Objective | undefined {
  const level = field.text as Level | undefined;
  if (level === undefined) return undefined;
  const depth = (LEVELS as readonly string[]).indexOf(level);
  if (depth > 0 && replicas.length > 0 && replicas.every(({ at }) => at.length <= depth)) {
    const message = `no replica's path names a ${level}, so there is none to lose`;
    build.findings.warning(field.path, message, `write at: ${LEVELS.slice(0, depth + 1).join('/')}`);
  }
  return { kind: 'survive', level, text: `any one ${level} may be lost` };
}

function readBound(build: Build, field: Field, clients: readonly Client['id'][]): Objective | undefined {
  const { findings } = build;
  const who = field.get('clients').text;
  if (who !== undefined && !clients.includes(who)) {
    const there = clients.length === 0 ? 'the file has no clients' : `clients: ${firstOf(clients, 12)}`;
    findings.error(
      field.get('clients').path,
      `unknown client ${quoted(who)}`,
      didYouMean(who, clients) ?? there,
    );
  }
  const name = field.get('metric').text;
  if (name === undefined) {
    if (field.get('metric').present) return undefined;
    return findings.errorAtKey(field.path, 'a bound without a metric', 'add metric: write.p99');
  }
  const metric = parseMetric(name);
  if (metric === undefined) {
    const hint =
      didYouMean(name, METRIC_NAMES) ??
      'metrics: write or read with .mean, .p50, .p99 or .failure; availability; throughput';
    return findings.error(field.get('metric').path, `unknown metric ${quoted(name)}`, hint);
  }
  const [most, least] = [field.get('at-most'), field.get('at-least')];
  if (!most.present && !least.present) {
    return findings.errorAtKey(field.path, `${name} has no bound`, `add ${usualBound(metric)}`);
  }
  const atMost = quantity(build, most, readerOf(metric));
  const atLeast = quantity(build, least, readerOf(metric));
  if ((most.present && atMost === undefined) || (least.present && atLeast === undefined)) return undefined;
  if (atMost !== undefined && atLeast !== undefined && atLeast > atMost) {
    return findings.error(
      least.path,
      `at-least (${least.value}) lies above at-most (${most.value}): nothing can meet both`,
    );
  }
  warnOfDirection(build, metric, name, most, least);
  const bounds = [
    most.present ? `at most ${most.value}` : '',
    least.present ? `at least ${least.value}` : '',
  ];
  const text = `${name}${who === undefined ? '' : ` of ${who}`} ${bounds.filter((part) => part !== '').join(' and ')}`;
  return { kind: 'bound', clients: who, metric: name, atMost, atLeast, text };
}

/** A latency that is to be at least so long, or an availability at most so high, is met by being bad. */
function warnOfDirection(build: Build, metric: Metric, name: string, most: Field, least: Field): void {
  const wantsLow = metric.kind === 'latency' || metric.kind === 'failure';
  const [wrong, right] = wantsLow ? [least, 'at-most'] : [most, 'at-least'];
  if (!wrong.present || (most.present && least.present)) return;
  const message = `${name} is better the ${wantsLow ? 'smaller' : 'larger'} it is, and this asks for the opposite`;
  build.findings.warning(wrong.path, message, `did you mean ${right}?`);
}

function readerOf(metric: Metric): (value: unknown) => Reading<number> {
  if (metric.kind === 'latency') return (value) => parseDuration(value);
  return metric.kind === 'throughput' ? parseRate : parseShare;
}

function usualBound(metric: Metric): string {
  switch (metric.kind) {
    case 'latency':
      return 'at-most: 120ms';
    case 'failure':
      return 'at-most: 0.01%';
    case 'availability':
      return 'at-least: 99.99%';
    case 'throughput':
      return 'at-least: 2000/s';
  }
}
