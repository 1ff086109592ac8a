import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { rtt } from '../../cli/commands/rtt.js';
import { bundledNames } from '../../cli/data-sets.js';
import { readDataSet, writeDataSet } from '../../src/rtt/data-set.js';
import { type MemoryIo, memoryIo } from '../cli/memory-io.js';
import { fixture } from './places.js';

async function run(args: string, files: Record<string, string> = {}, stdin = ''): Promise<MemoryIo> {
  const io = memoryIo(files, stdin);
  await rtt(io, args.split(' '));
  return io;
}

const GOOD =
  'from,to,rtt_ms\nus-east-1,eu-west-1,68.4\neu-west-1,us-east-1,68.2\nus-east-1,us-west-2,61\nus-west-2,us-east-1,61\n';
const IMPORT = '--name mine-2025-08 --source probes --date 2025-08-01 --statistic p50 --licence ours';

describe('list', () => {
  test('one line a bundled data set, within 100 columns', async () => {
    const { out, err, code } = await run('list');
    const [title, ...rows] = out.trimEnd().split('\n');
    expect(title).toMatch(/^name +date +regions +pairs +statistics +source$/);
    expect(rows.map((row) => row.split(' ')[0])).toEqual(bundledNames());
    expect(rows[1]).toMatch(/^aws-2025-07 +2025-07-17 +33 +1,056 +p50 p90 +cloudping\.co, kept in /);
    expect(widest(out)).toBeLessThanOrEqual(100);
    expect([err, code]).toEqual(['', 0]);
  });

  test('as JSON with every region', async () => {
    const { out } = await run('list --format json');
    const { schema, datasets } = JSON.parse(out);
    expect(schema).toBe('quorate.rtt-list/1');
    expect(datasets.map(({ regions }: { regions: string[] }) => regions.length)).toEqual([
      19, 33, 50, 20, 44,
    ]);
  });
});

describe('show', () => {
  test('every bundled set that measured the pair, both directions, with distance, light and source', async () => {
    const { out, code } = await run('show us-east-1 eu-west-1');
    expect(out).toBe(
      `us-east-1 (Ashburn (N. Virginia), aws) → eu-west-1 (Dublin, aws)
5,461 km of great circle; light in fibre needs 54.6 ms there and back.

data set            p50 ms   p90   p99  p90−p50  × light
aws-2020-06  there    70.5  70.6  71.2     0.14     1.29  measured
aws-2020-06  back     70.5  70.5  71.2     0.07     1.29  measured
aws-2025-07  there    69.6  74.6  80.9     5.01     1.27  measured
aws-2025-07  back     69.7  72.8  76.6     3.08     1.28  measured

aws-2020-06, min, mean, max and mdev, one hour on 2020-06-05; vitorenesduarte/fantoch, ping
aws-2025-07, p50 and p90, one year to 2025-07-17; cloudping.co, kept in commonwarexyz/monorepo
`,
    );
    expect(code).toBe(0);
  });

  test('an estimate, marked, where nobody measured', async () => {
    const { out } = await run('show us-east-1 westeurope');
    expect(out).toMatch(/106\.2 .* estimated\n/);
    expect(out).toContain('estimated from 6,208 km of great circle × 1.71');
    expect(widest(out)).toBeLessThanOrEqual(100);
  });

  test('the longest names of regions fit too', async () => {
    const { out } = await run('show northamerica-northeast1 australia-southeast1');
    expect(out).toContain('measured');
    expect(widest(out)).toBeLessThanOrEqual(100);
  });

  test('the assumed spread of a median alone', async () => {
    const { out } = await run('show germanywestcentral southafricanorth');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'p90 taken 0.6 to 4.9 ms above p50, by length, at most a quarter of it (only p50 is published)',
    );
    expect(out).toContain('2.40');
    expect(widest(out)).toBeLessThanOrEqual(100);
  });

  test('as JSON: published figures beside the fitted ones', async () => {
    const { out } = await run('show us-east-1 eu-west-1 --data aws-2025-07 --format json');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'quorate.rtt-show/1',
      distanceKm: 5461.068,
      lightBoundMs: 54.611,
      figures: [
        {
          dataset: 'aws-2025-07',
          from: 'us-east-1',
          published: { p50: 69.622, p90: 74.634 },
          estimated: false,
        },
        {
          dataset: 'aws-2025-07',
          from: 'eu-west-1',
          published: { p50: 69.736, p90: 72.814 },
          estimated: false,
        },
      ],
    });
  });

  test.each([
    ['us-est-1 eu-west-1', 'no region us-est-1 is known; did you mean us-east-1?'],
    ['us-east-1 xyzzy', 'no region xyzzy is known; see quorate rtt list'],
    ['us-east-1 us-east-1', 'a pair needs two regions'],
    ['us-east-1 eu-west-1 --data aws-2025', 'no data set named aws-2025; did you mean aws-2025-07?'],
    ['us-east-1 eu-west-1 --data ./none.csv', './none.csv cannot be read: there is no such file'],
    ['us-east-1 eu-west-1 --data bad.csv', 'bad.csv is refused'],
  ])('%s is refused with exit 2: %s', async (args, message) => {
    const { out, err, code } = await run(`show ${args}`, { 'bad.csv': fixture('azure-qperf-one-way.csv') });
    expect(err).toContain(message);
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('check', () => {
  test('a bundled set: warnings, exit 0', async () => {
    const { out, code } = await run('check azure-2025-06');
    expect(out).toMatch(/^azure-2025-06: 2,420 pairs of 50 regions, p50, 30 days to 2025-06-29\n/);
    expect(out).toContain('israelcentral → qatarcentral: 154 ms is 8.6 × the light bound of 18 ms');
    expect(out).toMatch(/\n0 errors, 46 warnings\.\n$/);
    expect(code).toBe(0);
  });

  test('old figures are pointed out', async () => {
    expect((await run('check aws-2020-06')).out).toContain('the newest figure is of 2020-06-05, 5 years old');
  });

  test('a good file, from standard input too: nothing found', async () => {
    const named = GOOD.replace('rtt_ms', 'p50');
    expect((await run('check good.csv', { 'good.csv': named })).out).toMatch(/\n0 errors, 0 warnings\.\n$/);
    expect((await run('check -', {}, named)).code).toBe(0);
  });

  test.each([
    ['azure-2024-04-09-misaligned.csv', 'under the'],
    ['azure-qperf-one-way.csv', 'one way, or half a round trip'],
  ])('%s: errors that name the worst cells and count the rest, exit 1', async (file, why) => {
    const { out, code } = await run(`check ${file}`, { [file]: fixture(file) });
    expect(out).toContain(why);
    expect(out).toMatch(/\nerror {4}\d+ figures faster than light in fibre, the worst 10\n/);
    expect(out).toMatch(/ … and \d+ more\n/);
    expect(widest(out)).toBeLessThanOrEqual(100);
    expect(code).toBe(1);
  });

  test('as JSON: every finding, valid although the exit code is 1', async () => {
    const { out, code } = await run('check x.csv --format json', {
      'x.csv': fixture('azure-2024-04-09-misaligned.csv'),
    });
    const { schema, ok, findings } = JSON.parse(out);
    expect([schema, ok, code]).toEqual(['quorate.rtt-check/1', false, 1]);
    expect(findings.filter(({ code: kind }: { code: string }) => kind === 'below-light')).toHaveLength(46);
  });

  test.each([
    ['empty.csv', '', 'the input is empty'],
    ['page.html', '<!DOCTYPE html><html></html>', 'this is a web page'],
    [
      'broken.json',
      '{"schema": "quorate.rtt/1", "name": 3}',
      'must name at least one statistic|must be a list',
    ],
  ])('%s is unreadable: exit 2', async (file, text, why) => {
    const { out, err, code } = await run(`check ${file}`, { [file]: text });
    expect(err).toMatch(new RegExp(why));
    expect([out, code]).toEqual(['', 2]);
  });
});

test('what a terminal would act on never reaches it from a file', async () => {
  const set = (await run(`import good.csv ${IMPORT}`, { 'good.csv': GOOD })).out;
  const evil = set
    .replaceAll('us-west-2', 'us-\\u001b[31mwest')
    .replace('"period": "', '"period": "\\u001b]0;x\\u0007');
  const { out } = await run('check evil.json', { 'evil.json': evil });
  expect(out).toContain('us-\\u{1b}[31mwest');
  expect(out).not.toContain('\u001b');
  expect((await run('check evil.csv', { 'evil.csv': 'from,to,p50\na\u001b[31m,b,1\n' })).err).toContain(
    'binary data',
  );
});

describe('import', () => {
  test('then show: the figures come back', async () => {
    const imported = await run(`import good.csv ${IMPORT} -o mine.json`, { 'good.csv': GOOD });
    expect(imported).toMatchObject({ out: '', code: 0 });
    expect(imported.err).toBe('mine.json: 4 pairs of 3 regions, p50, 2025-08-01\n');
    const shown = await run('show eu-west-1 us-east-1 --data mine.json --format json', {
      'mine.json': imported.files.get('mine.json')!,
    });
    expect(JSON.parse(shown.out).figures).toMatchObject([
      { dataset: 'mine-2025-08', from: 'eu-west-1', to: 'us-east-1', p50: 68.2, published: { p50: 68.2 } },
      { dataset: 'mine-2025-08', from: 'us-east-1', to: 'eu-west-1', p50: 68.4, published: { p50: 68.4 } },
    ]);
  });

  test('prints the data set without -o, the same bytes each time, and it reads back as written', async () => {
    const { out } = await run(`import good.csv ${IMPORT}`, { 'good.csv': GOOD });
    expect(writeDataSet(readDataSet(out))).toBe(out);
    expect((await run(`import - ${IMPORT}`, {}, GOOD)).out).toBe(out);
    expect(readDataSet(out)).toMatchObject({
      name: 'mine-2025-08',
      provider: 'aws',
      source: 'probes',
      date: '2025-08-01',
      statistics: ['p50'],
      licence: 'ours',
    });
  });

  test('a bundled set, written as a table and imported, is that set again', async () => {
    const set = readDataSet(
      (
        await run('import good.csv --name x --source y --date 2025-01-01 --statistic p50', {
          'good.csv': GOOD,
        })
      ).out,
    );
    const table = `from,to,p50\n${set.pairs.map((row) => row.join(',')).join('\n')}\n`;
    const again = await run('import t.csv --name x --source y --date 2025-01-01', { 't.csv': table });
    expect(readDataSet(again.out)).toEqual(set);
  });

  test.each(['azure-2024-04-09-misaligned.csv', 'azure-qperf-one-way.csv'])(
    '%s is refused with exit 2 and nothing written',
    async (file) => {
      const { out, err, code, files } = await run(`import ${file} --name x -o out.json`, {
        [file]: fixture(file),
      });
      expect(err).toMatch(/is refused: \d+ errors, \d+ warnings/);
      expect(err).toContain('figures faster than light in fibre, the worst 10');
      expect([out, code, files.has('out.json')]).toEqual(['', 2, false]);
    },
  );

  test('--one-way doubles figures that are named one way', async () => {
    const file = { 'q.csv': fixture('azure-qperf-one-way.csv') };
    const { out, code } = await run('import q.csv --name x --one-way', file);
    expect(code).toBe(0);
    expect(readDataSet(out).pairs.find(([from]) => from === 'norwayeast')).toEqual([
      'norwayeast',
      'westeurope',
      19.4,
    ]);
  });

  test.each([
    ['good.csv --name x', 'the input does not say its source, date and statistic'],
    ['good.csv --name ../x --source y --date 2025-01-01 --statistic p50', "a data set's name is of a–z"],
    [
      'good.csv --name x --source y --date 1.1.2025 --statistic p50',
      'the date must be one like 2025-07-17, not "1.1.2025"',
    ],
    ['good.csv --name x --source y --date 2025-01-01 --statistic usual', 'no statistic "usual"'],
    ['none.csv --name x', 'none.csv cannot be read: there is no such file'],
    [
      'good.csv --name x --source y --date 2025-01-01 --statistic p50 -o /read-only/x.json',
      'cannot be written: the file system is read-only',
    ],
  ])('%s is refused with exit 2: %s', async (args, message) => {
    const { out, err, code } = await run(`import ${args}`, { 'good.csv': GOOD });
    expect(err).toContain(message);
    expect([out, code]).toEqual(['', 2]);
  });
});

describe('fit', () => {
  const samples = Array.from({ length: 1000 }, (_, i) => 60 - 4 * Math.log(1 - (i + 0.5) / 1000)).join('\n');

  test('samples of an exponential: shape about 1, the worst quantile named', async () => {
    const { out, code } = await run('fit s.txt', { 's.txt': samples });
    expect(out).toMatch(
      /\nrtt: \{ gamma: \{ shift: (59\.9|60)\d*ms, shape: (0\.9|1\.0)\d*, scale: (3\.9|4)\d*ms \} \}\n/,
    );
    expect(out).toMatch(/\nThe worst quantile is p\d+: [\d.]+ ms or [+−]\d\.\d\d % off\.\n$/);
    expect(code).toBe(0);
  });

  test('as JSON', async () => {
    const { out } = await run('fit s.txt --format json', { 's.txt': samples });
    expect(JSON.parse(out)).toMatchObject({
      schema: 'quorate.rtt-fit/1',
      samples: 1000,
      law: { kind: 'gamma' },
    });
  });

  test('too few, or no samples: exit 2', async () => {
    const { err, code } = await run('fit s.txt', { 's.txt': '1\n2\nx\n' });
    expect(err).toContain('3:1 "x" is not a number');
    expect(code).toBe(2);
  });
});

describe('usage', () => {
  test.each(['import x.csv', 'nonsense', 'show us-east-1', 'list --format xml'])(
    '%s is a CommanderError',
    async (args) => {
      const io = memoryIo();
      await expect(rtt(io, args.split(' '))).rejects.toThrow(CommanderError);
      expect(io.err).not.toBe('');
      expect(io.out).toBe('');
    },
  );

  test('help shows examples first', async () => {
    const io = memoryIo();
    await expect(rtt(io, ['--help'])).rejects.toMatchObject({ exitCode: 0 });
    expect(io.out).toMatch(/^Examples:\n {2}quorate rtt list\n/);
    expect(io.out).toContain('Usage: quorate rtt ');
  });
});

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}
