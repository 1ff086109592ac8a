import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.js';
import { memoryIo } from './memory-io.js';
import { quorate, SMALL } from './quorate.js';

const FAILURES = `${SMALL}failures: { machine: { mtbf: 120d, mttr: 30m } }\n`;
const PROTOCOLS = ['--protocols', 'multi-paxos,epaxos,two-phase-commit'];

function compare(text: string, ...args: string[]) {
  return quorate(['compare', '-', ...args], {}, text);
}

describe('quorate compare --chart', () => {
  it.each(['alternatives', 'pareto'])('%s is an SVG with every alternative in it', async (chart) => {
    const { code, out, err } = await compare(FAILURES, ...PROTOCOLS, '--chart', chart, '-q');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^<svg[^>]* role="img"/);
    for (const name of ['multi-paxos', 'epaxos', 'two-phase-commit']) expect(out).toContain(`>${name}<`);
    const again = await compare(FAILURES, ...PROTOCOLS, '--chart', chart, '-q');
    expect(again.out).toBe(out);
  });

  it('is a vega-lite object that can be taken away, and a PNG, each in its file', async () => {
    const formats = ['-f', 'vega-lite=p.json', '-f', 'png=p.png', '-q'];
    const io = memoryIo({}, FAILURES);
    expect(await main(['compare', '-', ...PROTOCOLS, '--chart', 'pareto', ...formats], io)).toBe(0);
    expect(io.out).toBe('');
    expect(JSON.parse(io.files.get('p.json') ?? '')).toMatchObject({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    });
    expect([...(io.bytes.get('p.png') ?? []).slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it('is a PNG on standard output byte for byte, but not on a terminal', async () => {
    const run = async (toTerminal: boolean) => {
      const io = memoryIo({}, FAILURES);
      const written: (string | Uint8Array)[] = [];
      Object.assign(io, { toTerminal, stdout: (content: string | Uint8Array) => written.push(content) });
      const code = await main(['compare', '-', ...PROTOCOLS, '--chart', 'pareto', '-f', 'png', '-q'], io);
      return { code, written, err: io.err };
    };
    const piped = await run(false);
    expect(piped.code).toBe(0);
    expect([...(piped.written[0] as Uint8Array).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    const shown = await run(true);
    expect(shown).toEqual({
      code: 2,
      written: [],
      err: 'quorate: a PNG is nothing for a terminal; give it a file (--format png=pareto.png)\n',
    });
  });

  it('says which alternatives it leaves out: those that cannot be had', async () => {
    const { code, out, err } = await compare(FAILURES, '--replicas', '3,5', '--chart', 'alternatives');
    expect(code).toBe(0);
    expect(err).toContain('not in the chart, for want of figures: 5 replicas');
    expect(out).toContain('>3 replicas<');
  });

  it.each([
    [['--chart', 'pie'], "argument 'pie' is invalid"],
    [['--chart', 'pareto', '-f', 'json'], '--format json is not one of svg, png, vega-lite'],
    [['-f', 'svg=a.svg'], '--format svg is of a chart; say which: --chart alternatives or --chart pareto'],
    [['--chart', 'pareto', '-f', 'svg=/read-only/a.svg'], 'cannot write /read-only/a.svg'],
  ])('refuses %j and says what is allowed', async (args, sentence) => {
    const { code, out, err } = await compare(FAILURES, ...PROTOCOLS, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('has no pareto where nothing is known of failures, and says what would help', async () => {
    const { code, err } = await compare(SMALL, ...PROTOCOLS, '--chart', 'pareto', '-q');
    expect(code).toBe(2);
    expect(err).toContain('no alternative has both latency and availability');
  });
});
