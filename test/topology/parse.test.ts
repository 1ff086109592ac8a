import { describe, expect, it } from 'vitest';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { complaints, load, loaded, topology } from './load.js';

const messages = (text: string): string[] =>
  parseTopology(text, 'x.yaml').diagnostics.map(({ message }) => message);

describe('YAML that is fine', () => {
  it('may begin with a byte-order mark and end its lines with CR LF, and positions are those of an editor', () => {
    const text = `\ufeff${topology().replaceAll('\n', '\r\n')}`;
    const { deployment, diagnostics } = load(text);
    expect(diagnostics).toEqual([]);
    expect(deployment!.locate(['name'])).toEqual({ line: 2, column: 7 });
    expect(deployment!.locate(['version'])).toEqual({ line: 1, column: 10 });
  });

  it('may be JSON', () => {
    const json = JSON.stringify({
      version: 1,
      network: { rtt: 'aws-2025-07' },
      replicas: [{ id: 'a', at: 'us-east-1/a' }],
      protocol: { name: 'multi-paxos' },
    });
    expect(loaded(json).replicas[0]!.id).toBe('a');
  });

  it('may name a value with & and repeat it with *, five deep', () => {
    const text = topology({
      description: '&five x',
      disks: `
  a: &a { fsync: &fast { mixture: &parts [&part { weight: 1, of: &one 1ms }] } }
  b: *a
  c: { fsync: *fast }
  d: { fsync: { mixture: *parts } }
  e: { fsync: { mixture: [*part] } }
  f: { fsync: *one }`,
      replicas: `[
    { id: va1, at: us-east-1/a, disk: a }, { id: r2, at: us-east-1/a, disk: b }, { id: r3, at: us-east-1/a, disk: c },
    { id: r4, at: us-east-1/a, disk: d }, { id: r5, at: us-east-1/a, disk: e }, { id: r6, at: us-east-1/a, disk: f }]`,
    });
    expect(loaded(text).replicas.map(({ disk }) => disk.fsync.mean)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('may redefine an anchor; an alias means the last before it', () => {
    const text = topology({
      name: '&a shop',
      description: '&a words',
      disks: undefined,
      replicas: '[{ id: va1, at: us-east-1/a }]',
    });
    const protocol = 'protocol: { name: multi-paxos, leader: va1, processing: 1ms }\n';
    expect(loaded(text.replace(/protocol: .*\n/, protocol)).description).toBe('words');
    expect(
      loaded(
        `${text}objectives: [{ metric: write.p50, at-most: 5ms, clients: &a web }, { metric: read.p50, at-most: 5ms, clients: *a }]\n`,
      ).objectives[1],
    ).toMatchObject({ clients: 'web' });
  });

  it('an alias chain five long is followed', () => {
    const disks = `
  a: { fsync: &a 1ms }
  b: { fsync: &b { mixture: [{ weight: 1, of: *a }] } }
  c: { fsync: &c { mixture: [{ weight: 1, of: *b }] } }
  d: { fsync: &d { mixture: [{ weight: 1, of: *c }] } }
  e: { fsync: { mixture: [{ weight: 1, of: *d }] } }`;
    const names = ['a', 'b', 'c', 'd', 'e'];
    const replicas = `[${names.map((disk) => `{ id: r${disk}, at: us-east-1/a, disk: ${disk} }`).join(', ')}]`;
    const deployment = loaded(topology({ disks, replicas, protocol: '{ name: multi-paxos }' }));
    expect(deployment.replicas.map(({ disk }) => disk.fsync.quantile(0.5))).toEqual([1, 1, 1, 1, 1]);
  });

  it('an error inside what an alias stands for is reported where it is written', () => {
    const disks = '{ a: &a { fsync: 1 }, nvme: *a }';
    const { diagnostics } = load(topology({ disks }));
    expect(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ position }) => position),
    ).toEqual([
      { line: 4, column: 25 },
      { line: 4, column: 25 },
    ]);
  });
});

describe('YAML that would hurt', () => {
  it.each([
    ['brackets', '[', 65],
    ['braces', '{a: ', 254],
    ['dashes', '- ', 128],
    ['question marks', '? ', 128],
  ])('ten thousand levels of %s are refused at the first level too many', (_, open, column) => {
    const { diagnostics, document } = parseTopology(`version: 1\nname:\n ${open.repeat(10_000)}\n`, 'x.yaml');
    expect(document).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.message).toBe('values are nested deeper than 64 levels');
    expect(diagnostics[0]!.position).toEqual({ line: 3, column });
  });

  it('a bomb of aliases is refused, and one that stays small is not', () => {
    const bomb = (levels: number): string =>
      `x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${Array.from({ length: levels }, (_, i) => `x${i + 1}: &x${i + 1} [${Array(10).fill(`*x${i}`).join(', ')}]\n`).join('')}`;
    expect(messages(bomb(50))).toEqual(['this holds more than 100000 values with its aliases written out']);
    expect(messages(bomb(2)).join()).not.toContain('100000');
  });

  it('a chain of aliases, each a level deeper, is refused at level 65', () => {
    const chain = Array.from({ length: 1000 }, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}]\n`).join('');
    expect(messages(`x0: &x0 [1]\n${chain}`)).toEqual([
      'this is nested deeper than 64 levels with its aliases written out',
    ]);
  });

  it('an alias inside what it names is refused', () => {
    expect(complaints(topology({ disks: '&d { nvme: { fsync: *d } }' }))).toEqual([
      'the alias *d stands inside what it names, so it would never end',
    ]);
  });

  it('more than 1 MiB is refused unread, 1 MiB of comments is not', () => {
    expect(messages(`# ${'x'.repeat(1024 * 1024)}`)).toEqual([
      'the file is too large for a topology: 1.0 MiB, at most 1 MiB is read',
    ]);
    const filler = `#${'x'.repeat(1000)}\n`.repeat(1000);
    expect(loaded(filler + topology()).locate(['version'])).toEqual({ line: 1001, column: 10 });
  });

  it.each([
    ['many keys', Array.from({ length: 8000 }, (_, i) => `k${i}: 1\n`).join('')],
    ['equal keys', 'k: 1\n'.repeat(8000)],
    ['closing brackets', ']\n'.repeat(8000)],
    ['tabs', '\t- a: b\n'.repeat(3000)],
    ['colons', 'a: b: c\n'.repeat(3000)],
    ['anchors', '&a '.repeat(8000)],
    ['quotes', `"'`.repeat(8000)],
    ['disks without figures', `disks:\n${Array.from({ length: 4000 }, (_, i) => `  d${i}:\n`).join('')}`],
    ['replicas nowhere', `replicas:\n${'  - { id: x, at: y, disk: z }\n'.repeat(3000)}`],
  ])('thousands of %s are answered with at most a few hundred findings', (_, text) => {
    const { deployment, diagnostics } = load(text);
    expect(deployment).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThan(1000);
  });

  it('after two hundred findings the last says how many more there are', () => {
    const clients = `\n${Array.from({ length: 130 }, (_, i) => `  - { id: c${i}, at: atlantis, rate: ${i} }\n`).join('')}`;
    const { diagnostics } = load(topology({ clients }));
    expect(diagnostics).toHaveLength(201);
    expect(diagnostics[200]).toMatchObject({
      severity: 'error',
      message: 'there are 60 more problems like these',
    });
    expect(diagnostics[200]!.position!.line).toBe(diagnostics[199]!.position!.line);
  });
});

describe('every problem of a file is told in one go', () => {
  it("structure and meaning, down to a misspelt key's neighbours", () => {
    const text = topology({
      versions: '1',
      replicas: '[{ id: va1, at: us-esat-1/a, disc: nvme }, { id: va1, at: us-east-2/a, disk: nvme }]',
      protocol: '{ name: multipaxos, leader: va3, quorum: majorty, processing: 5 }',
    });
    expect(complaints(text).map((complaint) => complaint.replace(/ \[.*/, ''))).toEqual([
      "unknown key 'versions' at the top level",
      "unknown key 'disc' in entry 1 of replicas",
      "unknown region 'us-esat-1': the data set aws-2025-07 has no such region",
      "the id 'va1' is taken by the replica at topology.yaml:5",
      "unknown protocol 'multipaxos'",
      "unknown replica 'va3'",
      'a bare number where a unit is due: 5',
    ]);
  });
});

describe('locate', () => {
  const { locate } = loaded(topology());
  it.each([
    [['protocol', 'leader'], { line: 10, column: 40 }], // a scalar: its value
    [['protocol'], { line: 10, column: 11 }], // a mapping on one line: itself
    [['replicas'], { line: 5, column: 1 }], // a list on several lines: its key
    [['replicas', 1], { line: 7, column: 5 }],
    [['replicas', 1, 'at'], { line: 7, column: 20 }],
    [['clients', 0, 'reads'], { line: 9, column: 57 }],
  ])('%j stands at %j', (path, position) => {
    expect(locate(path)).toEqual(position);
  });

  it.each([
    [['objectives']],
    [['replicas', 3]],
    [['replicas', 'x']],
    [['name', 'x']],
    [['protocol', 'quorum']],
  ])('%j stands nowhere', (path) => {
    expect(locate(path)).toBeUndefined();
  });
});
