import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { load } from './load.js';

// Good files, spoilt at random: whatever comes out is a deployment or a list of diagnostics, never a throw.
const folder = new URL('../../topologies/', import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

const source = fc.constantFrom(...sources);
/** A place in a text, by its share of the length; without fast-check's bias to the ends, where comments stand. */
const share = fc.noBias(fc.nat(999_999)).map((n) => n / 1e6);

/** Loads and renders; what must hold of any text at all. Returns whether it loaded. */
function survives(text: string): boolean {
  const { deployment, diagnostics } = load(text);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(deployment === undefined).toBe(failed);
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const { position, length } of diagnostics) {
    if (position === undefined) continue;
    const line = lines[position.line - 1];
    expect(line).toBeDefined();
    expect(position.column).toBeGreaterThanOrEqual(1);
    expect(position.column).toBeLessThanOrEqual(line!.length + 1);
    expect(length === undefined || length >= 1).toBe(true);
  }
  const rendering = renderDiagnostics(diagnostics, new Map([['topology.yaml', text]]), { color: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is what is tested
  expect(rendering).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
  if (deployment !== undefined) {
    for (const a of deployment.replicas)
      for (const b of deployment.replicas)
        expect(deployment.network.link(a.at, b.at).rtt.mass).toBeLessThanOrEqual(1);
  }
  return deployment !== undefined;
}

/** Counts outcomes, so that neither "all load" nor "none loads" passes for a test. */
function outcomes<T>(
  arbitrary: fc.Arbitrary<T>,
  text: (value: T) => string,
  numRuns: number,
): [number, number] {
  let good = 0;
  let bad = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      if (survives(text(value))) good++;
      else bad++;
    }),
    { numRuns },
  );
  return [good, bad];
}

/** Enough for every run of the suite to try new things; more by hand: MUTATIONS=20000. */
const RUNS = Number(process.env.MUTATIONS ?? 150);

describe('a spoilt topology never throws', () => {
  it('with characters changed, added or taken away', () => {
    const edit = fc.record({
      at: share,
      remove: fc.nat(3),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 3 }),
        fc.constantFrom(
          ' ',
          '\t',
          '\n',
          ':',
          '-',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '#',
          '&a ',
          '*a',
          '|',
          '>',
          '!',
          '%',
          '0',
          '\r',
        ),
      ),
    });
    const [good, bad] = outcomes(
      fc.tuple(source, fc.array(edit, { minLength: 1, maxLength: 4 })),
      ([text, edits]) =>
        edits.reduce((spoilt, { at, remove, insert }) => {
          const i = Math.floor(at * spoilt.length);
          return spoilt.slice(0, i) + insert + spoilt.slice(i + remove);
        }, text),
      RUNS,
    );
    expect(good).toBeGreaterThan(3);
    expect(bad).toBeGreaterThan(10);
  });

  it('with lines swapped, doubled, dropped or indented', () => {
    const edit = fc.record({
      kind: fc.constantFrom('swap', 'double', 'drop', 'indent', 'outdent', 'blank', 'remark'),
      a: share,
      b: share,
    });
    const [good, bad] = outcomes(
      fc.tuple(source, fc.array(edit, { minLength: 1, maxLength: 3 })),
      ([text, edits]) => {
        const lines = text.split('\n');
        for (const { kind, a, b } of edits) {
          const i = Math.floor(a * lines.length);
          const j = Math.floor(b * lines.length);
          if (kind === 'swap') [lines[i], lines[j]] = [lines[j]!, lines[i]!];
          else if (kind === 'double') lines.splice(i, 0, lines[i]!);
          else if (kind === 'drop') lines.splice(i, 1);
          else if (kind === 'blank') lines.splice(i, 0, ' ');
          else if (kind === 'remark') lines.splice(i, 0, '# remark');
          else if (kind === 'indent') lines[i] = `  ${lines[i]}`;
          else lines[i] = lines[i]!.replace(/^ {2}/, '');
        }
        return lines.join('\n');
      },
      RUNS,
    );
    expect(good).toBeGreaterThan(3);
    expect(bad).toBeGreaterThan(10);
  });

  it('with keys renamed and values replaced or swapped for others of the file', () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1e308,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        '',
        ' ',
        [],
        {},
        [[]],
        '5ms',
        '5',
        '90%',
        'x/y',
        '__proto__',
      ),
      fc.constantFrom<unknown>(
        { p50: '1ms' },
        { mixture: [] },
        { gamma: {} },
        { sites: ['a'], ms: [[1]] },
        { empirical: './bad.csv' },
        ['1s', '2s'],
        { groups: { a: ['va1'] } },
      ),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const edit = fc.record({
      kind: fc.constantFrom('replace', 'rename', 'swap', 'remove', 'append'),
      at: share,
      other: share,
      value: odd,
      key: fc.constantFrom(
        'id',
        'at',
        'rtt',
        'name',
        'quorum',
        '__proto__',
        'constructor',
        'disk',
        '',
        '0',
        'p50',
        'mixture',
      ),
    });
    const [good, bad] = outcomes(
      fc.tuple(source, fc.array(edit, { minLength: 1, maxLength: 3 })),
      ([text, edits]) => {
        const data = structuredClone(
          JSON.parse(JSON.stringify(parseTopology(text, 'x.yaml').document!.data)),
        );
        for (const step of edits) spoil(data, step);
        return stringify(data);
      },
      RUNS,
    );
    expect(good).toBeGreaterThan(3);
    expect(bad).toBeGreaterThan(10);
  });

  it('however little it has to do with YAML', () => {
    const junk = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.json(),
    );
    const [good, bad] = outcomes(junk, (text) => text, 200);
    expect([good, bad]).toEqual([0, 200]);
  });
});

interface Spot {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

function spots(value: unknown, found: Spot[] = []): Spot[] {
  if (typeof value !== 'object' || value === null) return found;
  const holder = value as Record<string | number, unknown>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    found.push({ holder, key });
    spots(holder[key], found);
  }
  return found;
}

function spoil(
  data: unknown,
  step: { kind: string; at: number; other: number; value: unknown; key: string },
): void {
  const all = spots(data);
  if (all.length === 0) return;
  const { holder, key } = all[Math.floor(step.at * all.length)]!;
  const other = all[Math.floor(step.other * all.length)]!;
  const copy = structuredClone(holder[key]);
  if (step.kind === 'replace') holder[key] = step.value;
  else if (step.kind === 'swap') {
    holder[key] = structuredClone(other.holder[other.key]);
    other.holder[other.key] = copy;
  } else if (step.kind === 'append' && Array.isArray(holder)) holder.push(copy);
  else if (step.kind === 'rename' && !Array.isArray(holder)) {
    delete holder[key];
    Object.defineProperty(holder, step.key, {
      value: copy,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
