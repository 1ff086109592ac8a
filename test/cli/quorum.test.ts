import { describe, expect, it } from 'vitest';
import type { QuorumResult } from '../../src/result/quorum.js';
import { quorate } from './quorate.js';

const GRID = `version: 1
quorum:
  reads: "a & b | c & d"
  nodes:
    a: { reads: 200/s, writes: 100/s, latency: 4ms, failure: 1% }
    b: { reads: 200/s, writes: 100/s, latency: 4ms, failure: 1% }
    c: { reads: 100/s, writes: 50/s, latency: 1ms, failure: 1% }
    d: { reads: 100/s, writes: 50/s, latency: 1ms, failure: 1% }
  read-share: 1.0
`;
const run = (args: readonly string[], text = GRID) => quorate(['quorum', ...args], { 'd.yaml': text });

async function resultOf(args: readonly string[], text = GRID): Promise<QuorumResult> {
  const { out, err, code } = await run([...args, '-f', 'json'], text);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('quorate quorum', () => {
  it('a grid of two rows takes 300 reads/s where the rows take 200 and 100 (Whittaker et al. 2021, §3)', async () => {
    const result = await resultOf(['d.yaml']);
    expect(result).toMatchObject({
      schema: 'quorate.quorum/1',
      capacity: 300,
      resilience: { read: 1, write: 1 },
      strategy: { reads: [{ quorum: ['a', 'b'] }, { quorum: ['c', 'd'] }] },
      minimal: { reads: { count: 2 }, writes: { count: 4 } },
    });
    expect(result.strategy.reads.map(({ probability }) => probability)).toEqual(
      [2 / 3, 1 / 3].map((p) => Number(p.toPrecision(12))),
    );
    // Both rows must have lost a node.
    expect(result.failure?.read).toBeCloseTo((1 - 0.99 ** 2) ** 2, 12);
  });

  it('options go before what the file says', async () => {
    expect((await resultOf(['d.yaml', '--read-share', '0', '--f', '1'])).capacity).toBe(50);
    expect((await resultOf(['d.yaml', '--minimise', 'latency'])).value).toBe(1);
    const mixed = await resultOf(['d.yaml', '--read-share', '0=3,100%=1']);
    expect(mixed.readShares.map(({ share, weight }) => [share, weight])).toEqual([
      [0, 0.75],
      [1, 0.25],
    ]);
  });

  it('takes an expression, whose nodes then count as one each', async () => {
    const result = await resultOf(['2 of (x, y, z)']);
    expect(result).toMatchObject({
      file: null,
      capacitiesGiven: false,
      capacity: 1.5,
      resilience: { read: 1, write: 1 },
    });
  });

  it('takes the quorums and the share of reads of a topology', async () => {
    const { out, code } = await quorate(['quorum', 'topologies/payments-ledger.yaml', '-q', '-f', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: 'payments-ledger',
      load: 0.6,
      resilience: { read: 2, write: 2 },
      minimal: { reads: { count: 10 } },
    });
  });

  it('says in text and Markdown what it says as JSON', async () => {
    const result = await resultOf(['d.yaml', '--search', 'expressions,grids']);
    const text = (await run(['d.yaml', '--search', 'expressions,grids'])).out;
    const markdown = (await run(['d.yaml', '--search', 'expressions,grids', '-f', 'markdown'])).out;
    for (const printed of [text, markdown]) {
      expect(printed).toContain(`Capacity: ${result.capacity.toFixed(0)} operations/s at 100 % reads`);
      expect(printed).toContain(String(result.search?.candidates));
      for (const { id } of result.nodes) expect(printed).toContain(id);
    }
    for (const { quorum, probability } of result.strategy.reads)
      expect(text).toMatch(new RegExp(`\\{${quorum.join(', ')}\\} +${Math.round(100 * probability)} %`));
  });

  it.each([
    ['an expression that breaks off', ['a & b | c &'], '<expression>:1:12: error: the expression ends here'],
    [
      'reads and writes that miss each other, and which',
      ['a & b | c & d', '--writes', 'a & b'],
      '--writes:1:1: error: reads from {c, d} miss writes to {a, b}',
    ],
    [
      'an f that is too large',
      ['d.yaml', '--f', '2'],
      '--f:1:1: error: f is 2, and these quorums tolerate the loss of 1 nodes at most',
    ],
    [
      'a limit out of reach, and the least that can be had',
      ['d.yaml', '--limit', 'network=1.5'],
      '--limit:1:1: error: network at most 1.5 nodes per operation cannot be had: the least is 2 nodes per operation',
    ],
    [
      'limits that exclude each other',
      ['d.yaml', '--limit', 'load=0.0034', '--limit', 'latency=1.5ms'],
      'latency at most 1.50 ms cannot be had: the least is 2.98 ms; the limit of load leaves no more',
    ],
    [
      'latencies asked for that are not there',
      ['a & b', '--minimise', 'latency'],
      'latency is asked for, and the nodes have none',
    ],
    ['an unknown limit', ['d.yaml', '--limit', 'lod=1'], "unknown key 'lod'"],
    [
      'too many nodes for every expression',
      ['majority of (a, b, c, d, e, f, g)', '--search', 'expressions'],
      'every expression over 7 nodes is too many to search',
    ],
    [
      'more nodes than a system may have',
      [`any of (${Array.from({ length: 31 }, (_, i) => `n${i}`).join(', ')})`],
      'there are 31 nodes',
    ],
    ['a file that is not there', ['nosuch.yaml'], 'cannot read nosuch.yaml: no such file or directory'],
  ])('refuses %s, with its place', async (_, args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('reports every problem of a file at its line', async () => {
    const text = `version: 1
quorum:
  reads: "a & x"
  nodes: { a: { reads: 0/s }, b: { reads: 5/s, color: red } }
  f: 1.5
  limts: {}
`;
    const { code, err } = await run(['d.yaml'], text);
    expect(code).toBe(2);
    for (const each of [
      "d.yaml:3:15: error: unknown replica 'x'",
      'd.yaml:4:24: error: reads is 0/s',
      "d.yaml:4:48: error: unknown key 'color'",
      'd.yaml:5:6: error: f is the number 1.5',
      "d.yaml:6:3: error: unknown key 'limts'",
    ])
      expect(err).toContain(each);
  });

  it('says how much there is to do where that is much, before it is done', async () => {
    const ids = Array.from({ length: 21 }, (_, i) => `n${i}`).join(', ');
    const { err, code } = await run([`majority of (${ids})`]);
    expect(code).toBe(0);
    expect(err).toContain('note: 21 nodes: 352,716 minimal quorums of reads, 352,716 of writes');
  });
});
