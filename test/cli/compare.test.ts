import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { CompareResult } from '../../src/result/compare.js';
import { schemas } from '../result/schemas.js';
import { quorate, SMALL } from './quorate.js';

const LEDGER = 'topologies/payments-ledger.yaml';
/** Five in a row, 10 ms apart, the client at the first. */
const ROW = `version: 1
name: row
network:
  rtt:
    sites: [a, b, c, d, e]
    ms: [[0, 10, 20, 30, 40], [10, 0, 10, 20, 30], [20, 10, 0, 10, 20], [30, 20, 10, 0, 10], [40, 30, 20, 10, 0]]
replicas: [{ id: r1, at: a }, { id: r2, at: b }, { id: r3, at: c }, { id: r4, at: d }, { id: r5, at: e }]
clients: [{ id: web, at: a, rate: 10/s }]
protocol: { name: multi-paxos, leader: r1 }
`;

async function compare(text: string, ...args: string[]): Promise<CompareResult> {
  const { code, out, err } = await quorate(['compare', '-', '-q', '-f', 'json', ...args], {}, text);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

const p50s = ({ alternatives }: CompareResult) =>
  alternatives.map(({ estimate }) => estimate?.clients[0].write.p50 ?? null);

describe('quorate compare', () => {
  it.each([
    ['--protocols', 'multi-paxos,pacifica'],
    ['--leaders', 'all', '--replicas', '3,5'],
    ['--quorums', 'majority; { phase1: 4, phase2: 2 }', '--quorums', 'all', '--protocols', 'raft,epaxos'],
    ['topologies/three-regions.yaml', '--replicas', '2,3', '--protocols', 'raft,mencius'],
    ['topologies/seven-around-the-globe.yaml', '--leaders', 'best'],
  ])(
    '%s %s … prints tables that fit 100 columns, JSON that its schema accepts, and Markdown',
    async (...args) => {
      const formats = ['-f', 'text', '-f', 'json=out.json', '-f', 'markdown=out.md'];
      const text = await quorate(['compare', LEDGER, ...args, '-q', ...formats]);
      expect({ code: text.code, err: text.err }).toEqual({ code: 0, err: '' });
      for (const line of text.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
      const [json, markdown] = ['out.json', 'out.md'].map((name) => text.files.get(name) ?? '');
      const validate = new Ajv({ strict: false }).compile(schemas.compare);
      expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([]);
      const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
      expect(tables).toHaveLength(2);
      for (const table of tables) {
        const rows = table.trim().split('\n');
        expect(rows.length).toBeGreaterThan(2);
        expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
      }
      for (const printed of [text.out, json, markdown])
        expect(printed).not.toMatch(/NaN|undefined|Infinity|\[object/);
    },
  );

  it('works out every leader: the client’s way there and back, and the quorum that is nearest to it', async () => {
    const result = await compare(ROW, '--leaders', 'all');
    expect(result.alternatives.map(({ name }) => name)).toEqual(
      ['r1', 'r2', 'r3', 'r4', 'r5'].map((id) => `leader ${id}`),
    );
    // r1: 20 (r2, r3); r2: 10 + 10; r3: 20 + 10; r4: 30 + 10; r5: 40 + 20.
    expect(p50s(result)).toEqual([20, 20, 30, 40, 60]);
    expect(result.alternatives.map(({ meanWrite }) => meanWrite)).toEqual([20, 20, 30, 40, 60]);
  });

  it('works out quorums: the k-th nearest of a row, 10 ms apart', async () => {
    const result = await compare(
      ROW,
      '--quorums',
      'majority; all; { phase1: 4, phase2: 2 }',
      '--quorums',
      '{ threshold: 4 }',
    );
    expect(result.alternatives.map(({ choices }) => choices?.quorum)).toEqual([
      'majority',
      'all',
      '{ phase1: 4, phase2: 2 }',
      '{ threshold: 4 }',
    ]);
    expect(p50s(result)).toEqual([20, 40, 10, 30]);
  });

  it('leaves out the replicas that writes are best without, the leader never', async () => {
    const result = await compare(ROW.replace('leader: r1', 'leader: r5'), '--replicas', '3,5,1');
    const chosen = result.alternatives.map(({ choices }) => choices);
    // Three: r5 waits for the nearest of two others. r4, at 10 ms, stays; of r1, r2, r3 the later goes first among equals.
    expect(chosen.map((each) => each?.replicas)).toEqual([3, 5, 1]);
    expect(chosen[0]?.dropped).not.toContain('r4');
    expect(chosen[0]?.dropped).not.toContain('r5');
    expect(chosen[1]?.dropped).toEqual([]);
    expect(chosen[2]?.dropped).toHaveLength(4);
    // The client is 40 ms from its leader.
    expect(p50s(result)).toEqual([50, 60, 40]);
  });

  it('takes the best leader among those that stay, where the file names none', async () => {
    const free = ROW.replace('leader: r1', 'leader: best');
    const three = (await compare(free, '--replicas', '3')).alternatives[0];
    // Nobody does better than the nearest follower of a leader beside the client.
    expect(three.estimate?.clients[0].write.p50).toBe(10);
    expect(three.choices?.dropped).toHaveLength(2);
  });

  it('crosses everything with everything, and says of what cannot be had why', async () => {
    const result = await compare(
      ROW,
      ...[
        '--protocols',
        'raft,epaxos',
        '--quorums',
        'majority;{ threshold: 4 }',
        '--leaders',
        'r1,r2',
        '--replicas',
        '3,5',
      ],
    );
    // EPaxos has no leader, so both leaders are one alternative.
    expect(result.alternatives).toHaveLength(2 * 2 * 2 + 2 * 2);
    for (const { name, estimate, obstacles } of result.alternatives) {
      const impossible = name.includes('threshold: 4') && name.includes('3 replicas');
      expect({ name, has: estimate !== null }).toEqual({ name, has: !impossible });
      expect({ name, said: obstacles.length > 0 }).toEqual({ name, said: impossible });
    }
  });

  it('goes down to three although a protocol cannot run with four', async () => {
    const result = await compare(ROW, '--quorums', '{ phase1: 2, phase2: 2 }', '--replicas', '4,3');
    const [four, three] = result.alternatives;
    expect(four.obstacles[0]).toContain('have no replica in common');
    expect(three.estimate?.clients[0].write.p50).toBe(10);
  });

  it('says once why several cannot run, and which is the fastest', async () => {
    const { out } = await quorate(['compare', '-', '-q', '--replicas', '6,7,3'], {}, ROW);
    expect(out).toContain('there are 5 replicas to choose from, not 6');
    expect(out).not.toContain('Least mean');
    const both = await quorate(['compare', '-', '-q', '--leaders', 'r4,r2'], {}, ROW);
    expect(both.out).toContain(
      'Least mean write latency, clients weighted by their writes: leader r2, 20.0 ms.',
    );
  });

  it('gives the same bytes every time', async () => {
    const run = () => compare(ROW, '--replicas', '3', '--leaders', 'all');
    expect(JSON.stringify(await run())).toBe(JSON.stringify(await run()));
  });

  it('says first which objectives are missed, and by whom, and counts those that are met', async () => {
    const asked = (most: string) =>
      `${ROW}objectives: [{ clients: web, metric: write.p50, at-most: ${most} }]\n`;
    const run = async (most: string) =>
      (await quorate(['compare', '-', '-q', '--leaders', 'r1,r3,r5'], {}, asked(most))).out;
    // r1: 20 ms; r3: 30; r5: 60 (see above).
    const some = await run('25ms');
    expect(some.split('\n').slice(3, 5).join(' ')).toContain(
      'MISSED by leader r3 and leader r5: write.p50 of web at most 25ms.',
    );
    expect(some).toMatch(/leader r1 .* 1 of 1 /);
    expect(some).toMatch(/leader r5 .* 0 of 1 /);
    expect(await run('10ms')).toContain('MISSED by all 3 alternatives: ');
    expect(await run('60ms')).toContain('Objectives: every alternative meets all.');
    expect((await quorate(['compare', '-', '-q', '--leaders', 'r1,r3'], {}, ROW)).out).not.toMatch(
      /bjective/,
    );
  });

  it('says the same sentences in Markdown as in the terminal', async () => {
    const args = ['compare', LEDGER, '-q', '--protocols', 'raft,epaxos', '--leaders', 'all'];
    const { out, files } = await quorate([...args, '-f', 'text', '-f', 'markdown=out.md']);
    const markdown = (files.get('out.md') ?? '').replace(/\\/g, '');
    const sentences = out
      .replace(/\n {2}(?=\S)/g, ' ')
      .split('\n')
      .filter((line) => /\.$/.test(line));
    expect(sentences.length).toBeGreaterThan(2);
    for (const sentence of sentences) expect(markdown).toContain(`- ${sentence}`);
  });

  it('prints alternatives one after the other where nothing but protocols is asked for', async () => {
    const { out } = await quorate(['compare', '-', '-q', '--protocols', 'raft,mencius'], {}, SMALL);
    expect(out).toMatch(/^raft +ca +ra +10\.0/m);
    expect(out).toMatch(/^ +cc +rc/m);
    expect(out).not.toContain('Least mean');
  });
});

describe('bad input of compare is refused with a sentence and exit code 2', () => {
  it.each<[string[], string]>([
    [[], 'one file and nothing to compare it with'],
    [['--leaders', 'ra,rd'], "--leaders: no replica is called 'rd'; did you mean 'ra'?"],
    [['--leaders', 'ra,,rb'], '--leaders ra,,rb: nothing stands before, after or between the commas'],
    [['--replicas', '0'], '--replicas takes a whole number from 1 to 30'],
    [['--replicas', '3,x'], "--replicas takes a whole number from 1 to 30, not 'x'"],
    [
      ['--quorums', 'majority;'],
      '--quorums majority;: nothing stands before, after or between the semicolons',
    ],
    [['--protocols', 'rafd'], "--protocols: no protocol 'rafd'"],
    [
      [
        '--leaders',
        'all',
        '--replicas',
        '1,2,3',
        '--quorums',
        'majority; all; {threshold: 1}',
        '--protocols',
        'raft,multi-paxos,pacifica',
      ],
      'these are 81 alternatives (3 protocols × 3 quorums × 3 leaders × 3 numbers of replicas), and at most 64 are compared at a time',
    ],
  ])('%j', async (args, sentence) => {
    const { code, out, err } = await quorate(['compare', 't.yaml', '-q', ...args], { 't.yaml': SMALL });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`quorate: ${sentence}`);
  });
});

describe('alternatives of which none can run', () => {
  it('are refused with the reason of each; beside one that can run they are told of', async () => {
    const none = await quorate(['compare', 'a.yaml', '--quorums', '{ threshold: 9 }'], { 'a.yaml': SMALL });
    expect({ code: none.code, out: none.out }).toEqual({ code: 2, out: '' });
    expect(none.err).toContain(
      'none of what is to be compared can run:\n  { threshold: 9 }: threshold is 9: expected a whole number from 1 to 3',
    );
    const one = await quorate(['compare', 'a.yaml', '--quorums', 'majority; { threshold: 9 }'], {
      'a.yaml': SMALL,
    });
    expect(one.code).toBe(0);
    expect(one.out).toContain('cannot run here: threshold is 9');
  });
});
