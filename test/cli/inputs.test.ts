import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeIo } from '../../cli/io.js';
import { main } from '../../cli/main.js';
import { SMALL } from './quorate.js';

// On real files, since links are what this is about; in this process, since that is quick.
let folder = '';
let outside = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-inputs-'));
  outside = mkdtempSync(join(tmpdir(), 'quorate-outside-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): void => writeFileSync(at(name), text);
const got = (name: string): string => readFileSync(at(name), 'utf8');

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = {
    ...nodeIo(),
    stdout: (content: string | Uint8Array) => {
      out += content;
    },
    stderr: (text: string) => {
      err += text;
    },
  };
  return { code: await main(args, io), out, err };
}

const CSV = 'from,to,p50\na,b,10\na,c,20\nb,c,30\n';
const WITH_FILE = SMALL.replace(
  /network:.*/,
  'network: { rtt: ./mine.csv, within-zone: 0.2ms, between-zones: 0.5ms }',
);

describe('no output takes the place of what the command reads', () => {
  it.each([
    'report @a.yaml -q -o @a.yaml',
    'report @a.yaml -q --chart map -f svg=@a.yaml',
    'estimate @a.yaml -q -f json=@a.yaml',
    'estimate @b.yaml @a.yaml -q -f text -f json=@a.yaml',
    'explain @a.yaml -q -f markdown=@a.yaml',
    'explain throughput @a.yaml -q -f json=@a.yaml',
    'simulate @a.yaml -q -n 20 -f json=@a.yaml',
    'what-if @a.yaml -q --fail rb -f json=@a.yaml',
    'compare @a.yaml -q --protocols raft -f json=@a.yaml',
    'compare @a.yaml -q --protocols raft --chart alternatives -f svg=@a.yaml',
    'diff @saved.json @a.yaml -q -f json=@saved.json',
    'review @a.yaml -q --write-baseline @a.yaml',
    'review @a.yaml -q -f sarif=@a.yaml',
    'rtt import @mine.csv --name x --source s --date 2026-01-01 --licence l --provider p -o @mine.csv',
    'estimate @file.yaml -q -f json=@mine.csv',
    // By other names of the same file.
    'estimate @a.yaml -q -f json=@./sub/../a.yaml',
    'estimate @a.yaml -q -f json=@soft.yaml',
    'estimate @soft.yaml -q -f json=@a.yaml',
    'estimate @a.yaml -q -f json=@hard.yaml',
  ])('%s', async (line) => {
    mkdirSync(at('sub'));
    put('a.yaml', SMALL);
    put('b.yaml', SMALL.replace('name: small', 'name: other'));
    put('mine.csv', CSV);
    put('file.yaml', WITH_FILE);
    symlinkSync(at('a.yaml'), at('soft.yaml'));
    linkSync(at('a.yaml'), at('hard.yaml'));
    if (line.includes('saved.json'))
      expect((await run('estimate', at('a.yaml'), '-q', '-f', `json=${at('saved.json')}`)).code).toBe(0);
    const before = new Map(readdirSync(folder).map((name) => [name, contentOf(name)]));
    const { code, out, err } = await run(...line.replaceAll('@', `${folder}/`).split(' '));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^quorate.*(cannot write|cannot be written).*(this command reads)/m);
    expect(new Map(readdirSync(folder).map((name) => [name, contentOf(name)]))).toEqual(before);
  });

  const contentOf = (name: string): string => (name === 'sub' ? readdirSync(at(name)).join() : got(name));

  it('and where one of several would, none is written', async () => {
    put('a.yaml', SMALL);
    const { code } = await run(
      'estimate',
      at('a.yaml'),
      '-q',
      '-f',
      `json=${at('new.json')}`,
      '-f',
      `markdown=${at('a.yaml')}`,
    );
    expect({ code, written: existsSync(at('new.json')), text: got('a.yaml') }).toEqual({
      code: 2,
      written: false,
      text: SMALL,
    });
  });

  it('but a file that is there and was not read is replaced', async () => {
    put('a.yaml', SMALL);
    put('old.json', 'old');
    const { code } = await run('estimate', at('a.yaml'), '-q', '-f', `json=${at('old.json')}`);
    expect({ code, schema: JSON.parse(got('old.json')).schema }).toEqual({
      code: 0,
      schema: 'quorate.estimate/1',
    });
  });
});

describe('a topology names files of its own folder only', () => {
  const SECRET = 'hunter2';
  const named = (way: string): string => WITH_FILE.replace('./mine.csv', JSON.stringify(way));
  const sampled = (way: string): string =>
    SMALL.replace(/$/, `disks: { d: { fsync: { empirical: ${JSON.stringify(way)} } } }\n`);

  it.each([
    ['rtt', 'an absolute path', () => named(join(outside, 'x.csv'))],
    ['rtt', 'a way up', () => named(`../${outside.split('/').at(-1)}/x.csv`)],
    ['rtt', 'a way down and up', () => named(`./sub/../../${outside.split('/').at(-1)}/x.csv`)],
    ['rtt', 'a link to a file', () => named('./link.csv')],
    ['rtt', 'a file in a linked folder', () => named('./linked/x.csv')],
    ['empirical', 'an absolute path', () => sampled(join(outside, 'x.csv'))],
    ['empirical', 'a way up', () => sampled(`../${outside.split('/').at(-1)}/x.csv`)],
    ['empirical', 'a link to a file', () => sampled('./link.csv')],
  ])('%s: not by %s', async (_, __, text) => {
    writeFileSync(join(outside, 'x.csv'), `${SECRET}\n${SECRET}2\n${SECRET}3\n`);
    mkdirSync(at('sub'));
    symlinkSync(join(outside, 'x.csv'), at('link.csv'));
    symlinkSync(outside, at('linked'));
    put('a.yaml', text());
    const { code, out, err } = await run('estimate', at('a.yaml'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/a\.yaml:\d+:\d+/);
    expect(err).toContain("it lies outside the topology's folder");
    expect(err).not.toContain(SECRET);
  });

  it('those it may name are read, be it below, by a link inside, or from a folder that is itself a link', async () => {
    mkdirSync(at('sub'));
    put('sub/mine.csv', CSV);
    symlinkSync('sub/mine.csv', at('link.csv'));
    symlinkSync(folder, join(outside, 'here'));
    put('a.yaml', named('./sub/mine.csv'));
    put('b.yaml', named('link.csv'));
    put('c.yaml', named('./sub/../sub/mine.csv'));
    for (const file of [at('a.yaml'), at('b.yaml'), at('c.yaml'), join(outside, 'here/a.yaml')])
      expect(await run('estimate', file, '-q', '-f', 'json')).toMatchObject({ code: 0, err: '' });
  });
});
