import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.js';
import { CHART_NAMES } from '../../src/chart/charts.js';
import { PLAIN } from '../report/page/samples.js';
import { schemas } from '../result/schemas.js';
import { type MemoryIo, memoryIo } from './memory-io.js';

async function run(
  args: readonly string[],
  files: Record<string, string> = {},
  stdin = '',
): Promise<MemoryIo> {
  const io = memoryIo({ 'plain.yaml': PLAIN, ...files }, stdin);
  io.folders.add('there');
  io.code = await main(['report', ...args], io);
  return io;
}

const [page, saved] = await Promise.all([run(['plain.yaml', '-q']), run(['plain.yaml', '-q', '-f', 'json'])]);

describe('quorate report', () => {
  it('prints one HTML page with every chart that the topology can have, and nothing else', () => {
    expect({ code: page.code, err: page.err }).toEqual({ code: 0, err: '' });
    expect(page.out.startsWith('<!doctype html>')).toBe(true);
    const charts = [...page.out.matchAll(/<figure id="chart-([\w-]+)">/g)].map(([, name]) => name);
    // No coordinates, no map; and alternatives are not what a page about one topology has.
    expect(charts.sort()).toEqual(CHART_NAMES.filter((name) => !['map', 'pareto'].includes(name)).sort());
    expect(page.out.match(/<svg [^>]*role="img"/g)).toHaveLength(2 * charts.length);
  });

  it('is at most a megabyte, and refers to nothing outside', () => {
    expect(Buffer.byteLength(page.out)).toBeLessThan(1_000_000);
    const markup = page.out.replace(/<script[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/(?:src|href)="(?!#)/);
    expect(markup).not.toMatch(/url\((?!#)|@import/);
  });

  it('gives the same bytes from the topology and, made another time, from the report saved as JSON', async () => {
    const later = await run(['report.json', '-q'], { 'report.json': saved.out });
    expect({ code: later.code, err: later.err }).toEqual({ code: 0, err: '' });
    expect(later.out).toBe(page.out);
    const json = await run(['report.json', '-q', '-f', 'json'], { 'report.json': saved.out });
    expect(json.out).toBe(saved.out);
  });

  it('gives JSON that its schema accepts', () => {
    const validate = new Ajv({ strict: false }).compile(schemas.report);
    expect(validate(JSON.parse(saved.out)) ? [] : validate.errors).toEqual([]);
  });

  it('shows the figures of a saved estimate, without charts, and says so', async () => {
    const io = memoryIo({ 'plain.yaml': PLAIN });
    await main(['estimate', 'plain.yaml', '-q', '-f', 'json'], io);
    const estimate = JSON.parse(io.out) as { clients: { write: { p50: number } }[] };
    const from = await run(['estimate.json'], { 'estimate.json': io.out });
    expect({ code: from.code, err: from.err }).toEqual({ code: 0, err: '' });
    expect(from.out).not.toContain('<figure');
    expect(from.out).toContain('Made from a saved result of quorate estimate.');
    expect(from.out).toContain(`${estimate.clients[1].write.p50.toFixed(1)} ms`);
  });

  it('writes to the file that -o or the format names, and Markdown with its pictures to a folder', async () => {
    const one = await run(['report.json', '-o', 'out.html'], { 'report.json': saved.out });
    expect({ out: one.out, same: one.files.get('out.html') === page.out }).toEqual({ out: '', same: true });
    const two = await run(['report.json', '-f', 'html=a.html', '-f', 'json=b.json'], {
      'report.json': saved.out,
    });
    expect(two.files.get('a.html')).toBe(page.out);
    expect(two.files.get('b.json')).toBe(saved.out);
    const several = await run(['report.json', '-f', 'markdown', '-f', 'html', '-o', 'new/'], {
      'report.json': saved.out,
    });
    const markdown = several.files.get('new/report.md') ?? '';
    const pictures = [...markdown.matchAll(/!\[[^\]]+\]\(([\w-]+\.svg)\)/g)].map(([, name]) => name);
    expect(pictures).toHaveLength(8);
    for (const name of pictures) expect(several.files.get(`new/${name}`)).toMatch(/^<svg /);
    expect(several.files.get('new/report.html')).toBe(page.out);
    expect([...several.folders]).toContain('new');
    // A folder that is there needs no stroke at its end.
    const there = await run(['report.json', '-f', 'json', '-o', 'there'], { 'report.json': saved.out });
    expect(there.files.get('there/report.json')).toBe(saved.out);
  });

  it('prints Markdown without pictures', async () => {
    const { out } = await run(['report.json', '-f', 'markdown'], { 'report.json': saved.out });
    expect(out.startsWith('# plain\n')).toBe(true);
    expect(out).not.toContain('![');
  });

  it('tells the command line that makes it again', async () => {
    const { out } = await run(["it's.yaml", '-q', '-f', 'json', '--seed', '7', '--protocol', 'raft'], {
      "it's.yaml": PLAIN,
    });
    expect(JSON.parse(out).command).toBe("quorate report 'it'\\''s.yaml' --protocol raft --seed 7");
    expect(JSON.parse(out).estimate.protocol.name).toBe('raft');
  });

  it('reads standard input', async () => {
    const { code, out } = await run(['-', '-q', '--chart', 'rtt-heat-map'], {}, PLAIN);
    expect({ code, of: out.includes('plain · Multi-Paxos') }).toEqual({ code: 0, of: true });
  });

  it('keeps hostile names what they are: text', async () => {
    const hostile = PLAIN.replace('name: plain', 'name: "<script>alert(1)</script>"').replace(
      'Three sites.',
      '"]]></svg><img src=x onerror=alert(2)>|`x`"',
    );
    const made = await run(['a.yaml', '-q', '-f', 'json'], { 'a.yaml': hostile });
    const { code, out } = await run(['a.json', '-q'], { 'a.json': made.out });
    expect(code).toBe(0);
    expect(out).not.toMatch(/<script>alert|<img/);
    expect(out).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const markdown = (await run(['a.json', '-f', 'markdown'], { 'a.json': made.out })).out;
    expect(markdown).not.toMatch(/<script|<img|<\/svg/);
  });
});

describe('quorate report --chart', () => {
  it('gives one chart as SVG, PNG and vega-lite', async () => {
    const { code, out, files, bytes } = await run([
      'plain.yaml',
      '-q',
      '--chart',
      'rtt-heat-map',
      '-f',
      'svg',
      '-f',
      'png=heat.png',
      '-f',
      'vega-lite=heat.json',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^<svg [^>]*role="img"/);
    expect([...(bytes.get('heat.png')?.subarray(0, 4) ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(JSON.parse(files.get('heat.json') ?? '').$schema).toMatch(/vega-lite/);
  });

  it('draws the chart that a saved report holds, to the same bytes', async () => {
    const wanted = ['--chart', 'latency-cdf', '-f', 'svg'];
    const fresh = await run(['plain.yaml', '-q', ...wanted]);
    const later = await run(['report.json', ...wanted], { 'report.json': saved.out });
    expect(later.out).toBe(fresh.out);
  });

  it.each([
    ['map', 'plain.yaml has no chart map: nobody told where a, b and c are'],
    ['pareto', 'plain.yaml has no chart pareto: it compares alternatives, and a report is of one topology'],
  ])('says why there is no %s', async (name, sentence) => {
    const { code, out, err } = await run(['plain.yaml', '-q', '--chart', name]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });
});

describe('what quorate report refuses', () => {
  const report = saved.out;
  const estimate = (schema: string): string => JSON.stringify({ schema });

  it.each<[string, string[], Record<string, string>, string]>([
    [
      'an unknown chart',
      ['plain.yaml', '--chart', 'mapp'],
      {},
      "--chart: no chart is called 'mapp'; did you mean 'map'?",
    ],
    [
      'a format that a chart has not',
      ['plain.yaml', '--chart', 'map', '-f', 'html'],
      {},
      'is not one of svg, png, vega-lite',
    ],
    [
      'a picture of no chart',
      ['plain.yaml', '-f', 'svg'],
      {},
      '--format svg is of one chart (--chart NAME: map, ',
    ],
    [
      'a PNG on standard output',
      ['plain.yaml', '--chart', 'rtt-heat-map', '-f', 'png'],
      {},
      'a PNG is not for standard output',
    ],
    [
      'a path that cannot be written',
      ['r.json', '-o', '/read-only/x.html'],
      { 'r.json': report },
      'cannot write /read-only/x.html: the file system is read-only',
    ],
    [
      'a folder that cannot be made',
      ['r.json', '-o', '/read-only/x/'],
      { 'r.json': report },
      'cannot make the folder /read-only/x: the file system is read-only',
    ],
    [
      'two documents in one file',
      ['r.json', '-f', 'html', '-f', 'json', '-o', 'x'],
      { 'r.json': report },
      '-o x is one file and cannot hold html and json; a folder can (-o x/)',
    ],
    [
      'an -o with nothing to hold',
      ['r.json', '-f', 'html=y.html', '-o', 'x'],
      { 'r.json': report },
      '-o x is left with nothing to hold',
    ],
    ['a file that is not there', ['nowhere.yaml'], {}, 'cannot read nowhere.yaml: no such file or directory'],
    [
      'a later version',
      ['a.json'],
      { 'a.json': estimate('quorate.estimate/2') },
      'a.json cannot be reported on: it is of schema quorate.estimate/2, and this version of quorate reads quorate.report/1 and quorate.estimate/1; make it again with this version',
    ],
    [
      'another result',
      ['a.json'],
      { 'a.json': estimate('quorate.diff/1') },
      'it is a result of quorate diff (quorate.diff/1), and this version of quorate reads',
    ],
    [
      'another schema',
      ['a.json'],
      { 'a.json': estimate('https://example.org') },
      'it is no result of quorate: its schema is "https://example.org"',
    ],
    ['several results', ['a.json'], { 'a.json': '[{}, {}]' }, 'it holds 2 results, of several topologies'],
    [
      'a result that was cut off',
      ['a.json'],
      { 'a.json': report.slice(0, 2000) },
      'a.json cannot be reported on: it is a saved result, but no JSON',
    ],
    [
      'a result with a hole',
      ['a.json'],
      { 'a.json': report.replace('"clients": [', '"customers": [') },
      'it is no sound quorate.report/1: estimate.clients is missing',
    ],
    [
      'another protocol for a saved result',
      ['r.json', '--protocol', 'raft'],
      { 'r.json': report },
      'r.json is a saved result; --protocol needs a topology file',
    ],
  ])('%s', async (_, args, files, sentence) => {
    const { code, out, err, files: written } = await run([...args, '-q'], files);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect([...written.keys()].sort()).toEqual(['plain.yaml', ...Object.keys(files)].sort());
  });

  it('a saved chart whose figures do not go together', async () => {
    const about = { name: 'x', protocol: 'y', source: 'z' };
    const place = { region: 'r', city: 'c', lat: 1, lon: 2, replicas: [], clients: [] };
    const links = [{ from: 0, to: 9, kind: 'quorum', share: 1, rtt: 1 }];
    const map = { name: 'map', data: { about, places: [place], links, unplaced: [] } };
    const broken = JSON.stringify({ ...JSON.parse(report), charts: [map] });
    const { code, err } = await run(['a.json', '--chart', 'map'], { 'a.json': broken });
    expect(code).toBe(2);
    expect(err).toContain('a.json cannot be drawn, for its figures do not go together: ');
  });

  it('a page on a terminal, where nobody would read its source', async () => {
    const io = Object.assign(memoryIo({ 'plain.yaml': PLAIN }), { toTerminal: true });
    expect(await main(['report', 'plain.yaml'], io)).toBe(2);
    expect(io.err).toContain('give it a file (quorate report plain.yaml -o report.html)');
  });
});
