import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { documentChanges } from '../../../src/estimate/diff/document-changes.js';
import { parseTopology } from '../../../src/topology/parse-topology.js';

const TEXT = readFileSync('topologies/payments-ledger.yaml', 'utf8');
const LEDGER = dataOf(TEXT);

function dataOf(text: string): unknown {
  const { document, diagnostics } = parseTopology(text, 't.yaml');
  expect(diagnostics).toEqual([]);
  return document?.data;
}

/** The ledger after a replacement that must have found something. */
function edited(...edits: readonly (readonly [string | RegExp, string])[]): unknown {
  let text = TEXT;
  for (const [from, to] of edits) {
    const after = text.replace(from, to);
    expect(after).not.toBe(text);
    text = after;
  }
  return dataOf(text);
}

const said = (after: unknown, before: unknown = LEDGER) =>
  documentChanges(before, after).map(({ text }) => text);

describe('what is different between two topologies', () => {
  it('is nothing where comments, layout and the order of keys and entries are', () => {
    const data = structuredClone(LEDGER) as Record<string, unknown[]>;
    data.replicas.reverse();
    data.clients.reverse();
    const reordered = Object.fromEntries(Object.entries(data).reverse());
    expect(said(dataOf(stringify(reordered)))).toEqual([]);
    expect(said(edited([/ +# .*$/gm, '']))).toEqual([]);
    // … and something where one character counts.
    expect(said(edited(['leader: va1', 'leader: oh1']))).toEqual(['leader: va1 → oh1']);
  });

  it.each<[string, string, string]>([
    ['0.3ms', '300us', 'a duration'],
    ['400/s', '24000/m', 'a rate'],
    ['90%', '0.9', 'a share'],
    ['1Gbit/s', '125MB/s', 'a bandwidth'],
    ['[us-east-1, eu-west-1]', '[eu-west-1, us-east-1]', 'a pair'],
    ['[us-east-1, us-east-2]', '[us-east-2, us-east-1]', 'a set'],
  ])('is nothing where %s is written as %s: %s', (from, to) => {
    expect(said(edited([from, to]))).toEqual([]);
  });

  it('names what came, went and moved by its id', () => {
    expect(
      said(
        edited(
          [/ {2}- \{ id: de1.*\n/, '  - { id: sp1, at: sa-east-1/a, disk: nvme }\n'],
          ['at: us-west-2/b', 'at: us-west-1/a'],
          ['at: us-east-1, ', 'at: us-east-2, '],
          ['rate: 400/s', 'rate: 800/s'],
        ),
      ),
    ).toEqual([
      'replica or1 moves: us-west-2/b → us-west-1/a',
      'replica de1 is removed: at eu-central-1/a, disk nvme',
      'replica sp1 is added: at sa-east-1/a, disk nvme',
      'client web-us moves: us-east-1 → us-east-2',
      'client web-us, rate: 400/s → 800/s',
    ]);
  });

  it('says which figures changed, old → new, and where from', () => {
    expect(
      said(
        edited(
          ['p99: 75ms', 'p99: 90ms'],
          ['p99: 2.4ms', 'p99: 5ms'],
          ['quorum: majority', 'quorum: { threshold: 4 }'],
          [', entry: nearest', ''],
          ['mtbf: 20y', 'mtbf: 30y'],
          ['at-most: 120ms', 'at-most: 80ms'],
          [/maintenance.*\n/, ''],
        ),
      ),
    ).toEqual([
      'RTT override eu-west-1 – us-east-1, rtt.p99: 75ms → 90ms',
      'disk nvme, fsync.p99: 2.4ms → 5ms',
      'client web-eu, entry: not given any more (was nearest)',
      'quorum: majority → { threshold: 4 }',
      'shared failure east-coast-storm, mtbf: 20y → 30y',
      'maintenance: not given any more (was { every: 30d, lasts: 20m })',
      'objective write.p99 of web-us, at-most: 120ms → 80ms',
    ]);
  });

  it('tells an inline matrix pair by pair, and each way where the two differ', () => {
    const matrix = (ms: string) =>
      parse(`version: 1
network: { rtt: { sites: [b, a, c], ms: ${ms} } }
replicas: [{ id: ra, at: a }]
protocol: { name: raft }
`);
    const before = matrix('[[0, 10, 20], [10, 0, 30], [20, 30, 0]]');
    expect(said(matrix('[[0, 12, 20], [12, 0, 30], [20, 30, 0]]'), before)).toEqual(['RTT a – b: 10 → 12']);
    expect(said(matrix('[[0, 10, 20], [10, 0, 30], [20, 35, 0]]'), before)).toEqual([
      'RTT a – c is removed: 30',
      'RTT a → c is added: 30',
      'RTT c → a is added: 35',
    ]);
  });

  it('is told from the other end with before and after exchanged (any edits of the ledger)', () => {
    const edits = [
      ['leader: va1', 'leader: or1'],
      [/ {2}- \{ id: de1.*\n/, ''],
      ['rate: 400/s', 'rate: 500/s'],
      ['p99: 2.4ms', 'p99: 3ms'],
      ['disk: parallel', 'disk: serial'],
      [/timeouts.*\n/, ''],
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...edits]), (chosen) => {
        const after = edited(...chosen);
        const there = documentChanges(LEDGER, after);
        const back = documentChanges(after, LEDGER);
        expect(there.length).toBe(chosen.length);
        const turned = back.map(({ path, before, after: was }) => ({ path, before: was, after: before }));
        const sorted = (list: readonly { path: string }[]) =>
          [...list].sort((a, b) => (a.path < b.path ? -1 : 1));
        expect(sorted(turned)).toEqual(
          sorted(there.map(({ path, before, after: is }) => ({ path, before, after: is }))),
        );
      }),
      { numRuns: 30 },
    );
  });
});
