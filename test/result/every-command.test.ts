import { readdirSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { quorate } from '../cli/quorate.js';
import { schemas } from './schemas.js';

const topologies = readdirSync('topologies').filter((file) => file.endsWith('.yaml'));

const validators = new Map<string, ValidateFunction>();

/** What a result's own schema has against it, unknown fields included; undefined where it has no schema. */
function against(result: { readonly schema: string }): unknown {
  const name = /^quorate\.([\w-]+)\/1$/.exec(result.schema)?.[1] ?? '';
  const schema = schemas[name];
  if (schema === undefined) return `no schema is called '${name}'`;
  let validate = validators.get(name);
  if (validate === undefined) {
    validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    validators.set(name, validate);
  }
  return validate(result) ? [] : validate.errors;
}

/** Every command that gives JSON, as asked of one file. */
const COMMANDS: readonly (readonly string[])[] = [
  ['estimate', 'FILE'],
  ['explain', 'FILE'],
  ['explain', 'availability', 'FILE'],
  ['explain', 'failover', 'FILE'],
  ['explain', 'throughput', 'FILE'],
  ['explain', 'traffic', 'FILE'],
  ['simulate', 'FILE', '--operations', '40'],
  ['compare', 'FILE', '--protocols', 'raft,mencius'],
  ['what-if', 'FILE', '--each', 'region'],
  ['what-if', 'FILE', '--each', 'replica'],
  ['review', 'FILE'],
  ['quorum', 'FILE'],
  ['diff', 'FILE', 'topologies/payments-ledger.yaml'],
];

describe('every result is what its schema says, field for field', () => {
  describe.each(topologies)('%s', (topology) => {
    it.each(COMMANDS.map((words) => [words.join(' '), words] as const))('quorate %s', async (_, words) => {
      const args = words.map((word) => (word === 'FILE' ? `topologies/${topology}` : word));
      const { out, err, code } = await quorate([...args, '-q', '-f', 'json']);
      // Exit code 1 is a verdict about the topology.
      expect({ code: code <= 1, err: code <= 1 ? '' : err }).toEqual({ code: true, err: '' });
      expect(against(JSON.parse(out))).toEqual([]);
    });
  });

  it.each([['rules'], ['protocols']])('quorate %s', async (command) => {
    const { out } = await quorate([command, '-f', 'json']);
    expect(against(JSON.parse(out))).toEqual([]);
  });

  it('but for a field that the schema does not know, or one that is not there', async () => {
    const { out } = await quorate(['rules', '-f', 'json']);
    const result = JSON.parse(out);
    expect(against({ ...result, more: 1 })).toMatchObject([{ keyword: 'additionalProperties' }]);
    const { version: _, ...less } = result;
    expect(against(less)).toMatchObject([{ keyword: 'required' }]);
    const [first, ...rest] = result.rules;
    expect(against({ ...result, rules: [{ ...first, more: 1 }, ...rest] })).toMatchObject([
      { instancePath: '/rules/0', keyword: 'additionalProperties' },
    ]);
  });
});
