import type { MeasuredEstimate } from '../../result/saved-blocks.js';
import { isMapping } from './same-value.js';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * A saved result of `quorate estimate --format json`, checked as far as a comparison needs it. Parts that versions of
 * quorate differ in may be absent or null.
 *
 * @returns the result, or a sentence without a full stop that says why it cannot be compared
 */
export function readEstimate(
  data: unknown,
): { readonly estimate: MeasuredEstimate } | { readonly problem: string } {
  if (Array.isArray(data))
    return {
      problem: `it holds ${data.length} results, of several topologies; a comparison takes one (quorate estimate ONE-FILE --format json)`,
    };
  if (!isMapping(data)) return { problem: 'it is no result of quorate estimate' };
  const named = schemaProblem(data.schema);
  if (named !== undefined) return { problem: named };
  const found = new Check();
  found.texts(data, '', ['version']);
  found.one(data, '', 'method', ['exact', 'sampled']);
  found.finite(data.seed, 'seed');
  found.texts(found.mapping(data.topology, 'topology'), 'topology.', ['name', 'file', 'description']);
  const protocol = found.mapping(data.protocol, 'protocol');
  found.texts(protocol, 'protocol.', ['name', 'title', 'quorum', 'disk', 'reads']);
  found.textOrNull(protocol.leader, 'protocol.leader');
  const { rtt } = found.mapping(data.provenance, 'provenance');
  if (rtt !== null) found.texts(found.mapping(rtt, 'provenance.rtt'), 'provenance.rtt.', ['dataset']);
  found.clients(data.clients);
  found.blocks(data);
  return found.problem === undefined
    ? { estimate: data as unknown as MeasuredEstimate }
    : { problem: `it is no sound result of quorate estimate: ${found.problem}` };
}

function schemaProblem(schema: unknown): string | undefined {
  if (schema === 'quorate.estimate/1') return undefined;
  const match = typeof schema === 'string' ? /^quorate\.([\w-]+)\/(\d+)$/.exec(schema) : null;
  if (match === null) return 'it is no result of quorate estimate: its schema is not quorate.estimate/1';
  const [, name, version] = match;
  return name === 'estimate'
    ? `it is of schema ${schema}, and this version of quorate reads quorate.estimate/1; make it again with this version`
    : `it is a result of quorate ${name} (${name}/${version}), and only those of quorate estimate can be compared`;
}

/** Keeps the first problem. */
class Check {
  problem: string | undefined;

  fail(what: string, due: string): void {
    this.problem ??= `${what} is not ${due}`;
  }

  mapping(value: unknown, what: string): Mapping {
    if (isMapping(value)) return value;
    this.fail(what, 'an object');
    return {};
  }

  list(value: unknown, what: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.fail(what, 'a list');
    return [];
  }

  texts(from: Mapping, prefix: string, keys: readonly string[]): void {
    for (const key of keys) if (typeof from[key] !== 'string') this.fail(`${prefix}${key}`, 'a text');
  }

  textOrNull(value: unknown, what: string): void {
    if (value !== null && typeof value !== 'string') this.fail(what, 'a text or null');
  }

  one(from: Mapping, prefix: string, key: string, allowed: readonly string[]): void {
    if (!allowed.includes(from[key] as string)) this.fail(`${prefix}${key}`, `one of ${allowed.join(', ')}`);
  }

  finite(value: unknown, what: string): void {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
      this.fail(what, 'a number of 0 or more');
  }

  finiteOrNull(value: unknown, what: string): void {
    if (value !== null) this.finite(value, what);
  }

  clients(value: unknown): void {
    const ids = new Set<unknown>();
    for (const [i, each] of this.list(value, 'clients').entries()) {
      const what = `clients[${i}]`;
      const client = this.mapping(each, what);
      this.texts(client, `${what}.`, ['id', 'at']);
      if (ids.has(client.id)) this.fail(`${what}.id`, 'an id of its own');
      ids.add(client.id);
      for (const operation of ['write', 'read']) this.figures(client[operation], `${what}.${operation}`);
      if (client.execution !== undefined) this.figures(client.execution, `${what}.execution`);
    }
  }

  figures(value: unknown, what: string): void {
    const figures = this.mapping(value, what);
    for (const name of ['mean', 'p50', 'p90', 'p99', 'p999'])
      this.finiteOrNull(figures[name], `${what}.${name}`);
    this.finite(figures.failure, `${what}.failure`);
  }

  /** What may be absent. */
  blocks({ availability, throughput, survives, objectives }: Mapping): void {
    if (availability != null) {
      const block = this.mapping(availability, 'availability');
      this.finite(block.write, 'availability.write');
      this.finite(block.read, 'availability.read');
      const { total } = this.mapping(block.downtimePerYear, 'availability.downtimePerYear');
      this.finite(total, 'availability.downtimePerYear.total');
      if (block.interval != null) {
        const ends = this.list(block.interval, 'availability.interval');
        for (const end of [ends[0], ends[1]]) this.finite(end, 'an end of availability.interval');
      }
    }
    if (throughput != null) {
      const { max, bottleneck } = this.mapping(throughput, 'throughput');
      this.finiteOrNull(max, 'throughput.max');
      if (bottleneck != null)
        this.texts(this.mapping(bottleneck, 'throughput.bottleneck'), 'throughput.bottleneck.', [
          'replica',
          'resource',
        ]);
    }
    if (survives != null) {
      for (const [level, count] of Object.entries(this.mapping(survives, 'survives')))
        this.finite(count, `survives.${level}`);
    }
    if (objectives != null) {
      for (const [i, each] of this.list(objectives, 'objectives').entries()) {
        const objective = this.mapping(each, `objectives[${i}]`);
        this.texts(objective, `objectives[${i}].`, ['objective']);
        this.finiteOrNull(objective.actual, `objectives[${i}].actual`);
        if (objective.met !== null && typeof objective.met !== 'boolean')
          this.fail(`objectives[${i}].met`, 'true, false or null');
      }
    }
  }
}
