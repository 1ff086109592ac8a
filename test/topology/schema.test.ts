import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { structureOf, validatorSource } from '../../scripts/generate-validator.js';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { topologySchema } from '../../src/topology/schema.js';
import type { Schema } from '../../src/topology/schema-forms.js';
import { parseShare } from '../../src/topology/share.js';
import { parseBandwidth, parseDuration, parseRate } from '../../src/topology/units.js';
import validate from '../../src/topology/validate-topology.generated.js';
import { load, topology } from './load.js';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
const whole = ajv.compile(topologySchema);

/** The schema of one value: definitions come along. */
function schemaOf(...path: string[]): ValidateFunction {
  let schema: Schema = topologySchema;
  for (const key of path)
    schema = (schema[key] ?? (schema.properties as Record<string, Schema>)[key]) as Schema;
  return ajv.compile({ definitions: topologySchema.definitions, allOf: [schema] });
}

describe('generated files are up to date (npm run generate)', () => {
  it('src/topology/validate-topology.generated.js', () => {
    expect(text('src/topology/validate-topology.generated.js')).toBe(validatorSource());
  });

  it('schema/topology.schema.json', () => {
    expect(text('schema/topology.schema.json')).toBe(`${JSON.stringify(topologySchema, null, 2)}\n`);
  });

  it('the generated validator stands alone: it imports nothing', () => {
    expect(validatorSource()).not.toMatch(/\b(import|require)\b/);
  });
});

describe('the schema explains itself', () => {
  it('every property has a title and a description', () => {
    let properties = 0;
    const walk = (schema: unknown, where: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [keyword, inner] of Object.entries(schema)) {
        if (keyword === 'properties' || keyword === 'patternProperties') {
          for (const [key, property] of Object.entries(inner as Record<string, Schema>)) {
            properties++;
            expect(property.title, `${where}/${key} has a title`).toMatch(/\S/);
            expect(property.description, `${where}/${key} has a description`).toMatch(/\S/);
            walk(property, `${where}/${key}`);
          }
        } else if (keyword !== 'examples') {
          walk(inner, `${where}/${keyword}`);
        }
      }
    };
    walk(topologySchema, '');
    expect(properties).toBeGreaterThan(60);
  });

  it('every example and default in it is valid where it stands', () => {
    let examples = 0;
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { examples: shown = [], default: usual, ...rest } = schema as Schema;
      const check = ajv.compile({ definitions: topologySchema.definitions, allOf: [rest] });
      for (const example of [...(shown as unknown[]), ...(usual === undefined ? [] : [usual])]) {
        examples++;
        expect(check(example), `${JSON.stringify(example)}: ${ajv.errorsText(check.errors)}`).toBe(true);
      }
      for (const keyword of ['properties', 'patternProperties', 'definitions'])
        for (const inner of Object.values((rest[keyword] ?? {}) as object)) walk(inner);
      for (const keyword of ['items', 'additionalProperties']) walk(rest[keyword]);
      for (const inner of (rest.anyOf ?? []) as unknown[]) walk(inner);
    };
    const { $schema: _, ...schema } = topologySchema;
    walk(schema);
    expect(examples).toBeGreaterThan(60);
  });
});

/** Strings that are quantities, nearly so, or not at all. */
const quantity = (units: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', ' ', '-', '+', '~'),
        fc.constantFrom('0', '5', '0.5', '.5', '70', '1.', '1e3', '12.25', ''),
        fc.constantFrom('', ' ', '  ', '\t'),
        fc.constantFrom(...units, 'x', '', 'S', '%%', 'ms/s'),
        fc.constantFrom('', ' ', '!'),
      )
      .map((parts) => parts.join('')),
    fc.string({ maxLength: 6 }),
    fc.constantFrom<unknown>(0, 0.5, 1, 1.5, -1, 90, null, true, [], {}, '5ms'),
  );

describe('an editor that goes by the schema and the parsers agree', () => {
  it.each([
    ['durations', ['us', 'µs', 'ms', 's', 'm', 'h', 'd', 'y'], parseDuration, ['protocol', 'processing']],
    ['rates', ['/s', '/m', '/h'], parseRate, ['clients', 'items', 'rate']],
    ['shares', ['%', ''], parseShare, ['network', 'loss']],
    [
      'bandwidths',
      ['bit/s', 'kbit/s', 'Gbit/s', 'B/s', 'kB/s', 'KiB/s', 'MiB/s', 'MB/s', 'TB/s'],
      parseBandwidth,
      ['network', 'bandwidth'],
    ],
  ] as const)('on %s', (_, units, parse, path) => {
    const accepts = schemaOf('properties', ...path);
    let good = 0;
    fc.assert(
      fc.property(quantity(units), (value) => {
        const read = parse(value).problem === undefined;
        if (read) good++;
        expect(accepts(value), JSON.stringify(value)).toBe(read);
      }),
      { numRuns: 2000 },
    );
    expect(good).toBeGreaterThan(10);
  });

  it.each([
    ['70ms', true],
    [70, false],
    ['{ p50: 1ms, p99: 2ms }', true],
    ['{ min: 1ms, p99.9: 2ms }', true],
    ['{ p999: 2ms, p9999: 3ms }', true],
    ['{ p50: 1ms }', false],
    ['{ p0: 1ms, p50: 2ms }', false],
    ['{ p100: 1ms, p50: 1ms }', false],
    ['{ max: 1ms, p50: 1ms }', false],
    ['{ gamma: { shape: 2, scale: 3ms } }', true],
    ['{ gamma: { shift: 1ms, shape: 2, scale: 3ms } }', true],
    ['{ gamma: { shape: 0, scale: 3ms } }', false],
    ['{ gamma: { shape: 2 } }', false],
    ['{ gamma: { shape: 2, scale: 3ms }, p50: 1ms }', false],
    ['{ lognormal: { median: 1ms, sigma: 0.5 } }', true],
    ['{ lognormal: { median: 1ms, sigma: 1ms } }', false],
    ['{ exponential: { mean: 1ms } }', true],
    ['{ exponential: 1ms }', false],
    ['{ uniform: { min: 1ms, max: 2ms } }', true],
    ['{ uniform: { min: 1ms, max: 2ms, shift: 1ms } }', false],
    ['{ empirical: ./fsync.csv }', true],
    ['{ empirical: "" }', false],
    ['{ mixture: [{ weight: 50%, of: 1ms }, { weight: 0.5, of: { p50: 1ms, p99: 2ms } }] }', true],
    ['{ mixture: [] }', false],
    ['{ mixture: [{ weight: 2, of: 1ms }] }', false],
    ['{}', false],
    ['[]', false],
  ])('on the random duration %s', (written, good) => {
    const source = topology({ disks: `{ nvme: { fsync: ${written} } }` });
    const { deployment } = load(source);
    expect(deployment !== undefined).toBe(good);
    expect(accepts(source)).toBe(good);
  });

  // Every form of a quorum that the format has, with the ids of a group of three.
  it.each([
    ['majority', true],
    ['all', true],
    ['{ threshold: 2 }', true],
    ['{ threshold: two }', false],
    ['{ phase1: 2, phase2: 2 }', true],
    ['{ phase1: 2 }', false],
    ['{ phase1: { threshold: 2 }, phase2: majority }', true],
    ['{ read: 2, write: 2 }', true],
    ['{ weights: { va1: 2 }, threshold: 2 }', true],
    ['{ weights: { va1: -1 } }', false],
    ['{ grid: [[va1, oh1, ie1]] }', true],
    ['{ groups: { us: [va1, oh1], eu: [ie1] }, of: majority, within: all }', true],
    ['{ groups: { us: [va1, oh1], eu: [ie1] }, of: some }', false],
    ['{ classic: majority, fast: 3 }', true],
    ['{ expression: "va1 & oh1 | 2 of (va1, oh1, ie1)" }', true],
    ['{ expression: 5 }', false],
    ['some', false],
    ['4', false],
  ])('on the quorum %s', (written, good) => {
    const source = topology({ protocol: `{ name: multi-paxos, quorum: ${written} }` });
    expect(load(source).deployment !== undefined).toBe(good);
    expect(accepts(source)).toBe(good);
  });

  it.each([
    ['{ metric: write.p99, at-most: 1ms }', true],
    ['{ survive: zone }', true],
    ['{ metric: write.p99 }', false],
    ['{ clients: web }', false],
    ['{}', false],
  ])('on the objective %s', (written, good) => {
    const source = topology({ objectives: `[${written}]` });
    expect(load(source).deployment !== undefined).toBe(good);
    expect(accepts(source)).toBe(good);
  });
});

/** The verdict of the whole schema on a text. */
function accepts(source: string): boolean {
  return whole(dataOf(source));
}

function dataOf(source: string): unknown {
  return parseTopology(source, 'x.yaml').document!.data;
}

describe('the validator checks the structure of the schema', () => {
  it('what the whole schema accepts, it accepts', () => {
    expect(validate(dataOf(topology()))).toBe(true);
    expect(whole(dataOf(topology()))).toBe(true);
  });

  it('and leaves values to code', () => {
    expect(JSON.stringify(structureOf(topologySchema))).not.toMatch(/pattern|anyOf|allOf|\$ref|minimum/);
    expect(validate(dataOf(topology({ timeouts: '{ heartbeat: 5 }' })))).toBe(true);
    expect(validate(dataOf(topology({ timeouts: '{ heartbaet: 5ms }' })))).toBe(false);
  });
});
