import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { topologySchema } from '../../src/topology/schema.js';
import { templates } from '../../src/topology/templates.js';
import { load } from './load.js';

const folder = new URL('../../topologies/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
const accepts = ajv.compile(topologySchema);
const check = (text: string): string =>
  accepts(parseTopology(text, 'x.yaml').document!.data) ? 'valid' : ajv.errorsText(accepts.errors);

describe('bundled topologies', () => {
  it.each(names)('%s loads without a word', (name) => {
    const { deployment, diagnostics } = load(read(name), name);
    expect(diagnostics).toEqual([]);
    expect(deployment).toMatchObject({ name: name.replace(/\.yaml$/, '') });
    expect(deployment!.description).toMatch(/\w/);
  });

  it.each(names)('%s is valid by the schema that editors use, and names it in its first line', (name) => {
    expect(check(read(name))).toBe('valid');
    expect(read(name).split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/topology.schema.json');
  });

  it('are those that the documentation speaks of', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'east-coast-linchpin.yaml',
        'eu-azure.yaml',
        'gcp-flexible-quorum.yaml',
        'nine-hierarchical.yaml',
        'one-region-three-zones.yaml',
        'payments-ledger.yaml',
        'seven-around-the-globe.yaml',
        'three-regions.yaml',
      ]),
    );
  });

  it('nine-hierarchical.yaml: two of three groups, two of three in each (four replicas) are a quorum', () => {
    const { quorum } = load(read('nine-hierarchical.yaml')).deployment!.protocol;
    expect(quorum.phase2.contains(0b000_011_011)).toBe(true);
    expect(quorum.phase2.contains(0b111_001_001)).toBe(false);
  });

  it('gcp-flexible-quorum.yaml: two accept a write, four elect a leader', () => {
    const { quorum } = load(read('gcp-flexible-quorum.yaml')).deployment!.protocol;
    expect([quorum.phase2.contains(0b00011), quorum.phase2.contains(0b00001)]).toEqual([true, false]);
    expect([quorum.phase1.contains(0b01111), quorum.phase1.contains(0b00111)]).toEqual([true, false]);
  });
});

describe('templates of quorate init', () => {
  it.each(templates)('$name loads without a word and is valid by the schema', ({ name, text, summary }) => {
    const { deployment, diagnostics } = load(text);
    expect(diagnostics).toEqual([]);
    expect(deployment!.name).toBe(name);
    expect(check(text)).toBe('valid');
    expect(summary).toMatch(/^\w/);
  });

  it('are of three, five and nine replicas', () => {
    expect(templates.map(({ text }) => load(text).deployment!.replicas.length)).toEqual([3, 5, 9]);
  });
});
