import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorate, SMALL } from './quorate.js';

const folder = new URL('../../topologies/', import.meta.url);
const good = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Values that readers of numbers, ids and mappings trip over. */
const awkward = fc.constantFrom(
  '',
  '~',
  '0',
  '-1',
  '1e309',
  'NaN',
  '.inf',
  '0x10',
  '1_000',
  '99999999999999999999',
  '0ms',
  '1us',
  '9999y',
  '100%',
  '0%',
  '[]',
  '{}',
  '[[[]]]',
  '{a: {b: {c: 1}}}',
  '*x',
  '&x 1',
  '!!binary AAAA',
  '"\\u0000"',
  '|\n  text',
  "''",
  'true',
  'null',
  '2026-11-21',
  '1:30',
  'majority',
  'all',
  '{ threshold: 2 }',
  '{ gamma: { shape: 900, scale: 1ms } }',
  '{ lognormal: { median: 1ms, sigma: 4 } }',
  '{ min: 1ms, p50: 1ms, p99: 900ms }',
  'toString',
  '__proto__',
  'constructor',
);

/** A good file with some lines dropped, doubled, swapped or given another value. */
const spoilt = fc
  .record({
    text: fc.constantFrom(...good, SMALL),
    edits: fc.array(
      fc.record({
        kind: fc.constantFrom('drop', 'double', 'swap', 'value', 'value', 'value', 'flow'),
        at: fc.nat(),
        value: awkward,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ text, edits }) => {
    const lines = text.split('\n');
    for (const { kind, at, value } of edits) {
      const i = at % lines.length;
      if (kind === 'drop') lines.splice(i, 1);
      else if (kind === 'double') lines.splice(i, 0, lines[i]);
      else if (kind === 'swap') lines.splice(i, 2, lines[i + 1] ?? '', lines[i]);
      else if (kind === 'value') lines[i] = lines[i].replace(/:\s.*$/, `: ${value}`);
      else lines[i] = lines[i].replace(/(\w+): [^,}\]]+/, `$1: ${value}`);
      if (lines.length === 0) lines.push('');
    }
    return lines.join('\n');
  });

describe('whatever the input, the command line ends with 0, 1 (an objective missed) or 2 and a message', () => {
  it('of good topologies spoilt at random: never 70, never a stack trace, sometimes fine and sometimes refused', async () => {
    const codes = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(spoilt, fc.constantFrom('estimate', 'explain'), async (text, command) => {
        const { code, out, err } = await quorate([command, '-', '-q', '-f', 'json'], {}, text);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        expect({ code, err: code === 70 ? err : '' }).toEqual({ code: code <= 1 ? code : 2, err: '' });
        expect(err).not.toMatch(/\n\s+at .*:\d+:\d+/);
        if (code === 2) expect({ out, said: err.length > 0 }).toEqual({ out: '', said: true });
        else expect(() => JSON.parse(out)).not.toThrow();
      }),
      { numRuns: 100 },
    );
    expect(codes.get(0) ?? 0).toBeGreaterThan(10);
    expect(codes.get(2) ?? 0).toBeGreaterThan(10);
  });

  it('for a YAML bomb, and for nesting ten thousand deep', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((k, i) => `${k}: &${k} [${`*${'abcdefg'[i]},`.repeat(9)}]`),
    ].join('\n');
    for (const text of [bomb, `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'a: '.repeat(10_000)]) {
      const { code, err } = await quorate(['estimate', '-'], {}, text);
      expect(code).toBe(2);
      expect(err.length).toBeLessThan(20_000);
    }
  });

  it('for a CSV of 50 MB, named in a topology or given to rtt', async () => {
    const csv = `from,to,p50\n${'us-east-1,eu-west-1,70\n'.repeat(2_300_000)}`;
    expect(csv.length).toBeGreaterThan(50e6);
    const topology = SMALL.replace(/network:.*/, 'network: { rtt: ./big.csv }');
    const files = { 'a.yaml': topology, 'big.csv': csv };
    const estimated = await quorate(['estimate', 'a.yaml'], files);
    expect({ code: estimated.code, said: estimated.err.includes('16 MiB') }).toEqual({ code: 2, said: true });
    const imported = await quorate(['rtt', 'check', 'big.csv'], files);
    expect(imported.code).toBe(2);
  });
});
