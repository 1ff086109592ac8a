import { describe, expect, it } from 'vitest';
import { baselineOf, keyOf, readBaseline } from '../../src/review/baseline.js';
import { quorate } from '../cli/quorate.js';
import { example, reviewed, run } from './examples.js';

const BAD = example('QR034-bad.yaml');

describe('baselines', () => {
  it('what is written is accepted: the next review finds nothing new and passes', async () => {
    const first = await run(BAD, '--write-baseline', 'b.json');
    expect(first.code).toBe(0);
    const written = first.files.get('b.json') ?? '';
    expect(JSON.parse(written).findings.length).toBeGreaterThan(1);
    const again = await quorate(['review', './t.yaml', '-q', '-f', 'json', '--baseline', 'b.json'], {
      './t.yaml': BAD,
      'b.json': written,
    });
    const { findings, accepted, stale } = JSON.parse(again.out);
    expect({ code: again.code, findings, stale }).toEqual({ code: 0, findings: [], stale: [] });
    expect(accepted).toBe(JSON.parse(written).findings.length);
  });

  it('a new finding is told, and one that is gone', async () => {
    const { files } = await run(BAD, '--write-baseline', 'b.json');
    const changed = BAD.replace('leader: va1', 'leader: or1');
    const { out, code } = await quorate(['review', 't.yaml', '-q', '-f', 'json', '--baseline', 'b.json'], {
      't.yaml': changed,
      'b.json': files.get('b.json') ?? '',
    });
    const { findings, stale } = JSON.parse(out);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('QR013');
    expect(stale.map(({ rule }: { rule: string }) => rule)).toContain('QR011');
    expect(code).toBe(1);
  });

  it('a key has neither lines nor places in lists: comments, empty lines and another order leave it', async () => {
    const keys = async (text: string): Promise<string[]> => (await reviewed(text)).findings.map(keyOf).sort();
    const before = await keys(BAD);
    expect(before.length).toBeGreaterThan(1);
    const moved = BAD.replace('replicas:\n', '\n\n# moved\nreplicas:\n');
    expect(await keys(moved)).toEqual(before);
    const lines = BAD.split('\n');
    const [va, or] = ['id: va1', 'id: or1'].map((id) => lines.findIndex((line) => line.includes(id)));
    [lines[va], lines[or]] = [lines[or], lines[va]];
    expect(await keys(lines.join('\n'))).toEqual(before);
    for (const name of ['QR030-bad.yaml', 'QR033-bad.yaml', 'QR006-bad.yaml'])
      for (const key of await keys(example(name))) expect(key).not.toMatch(/\.\d+\b(?!%|ms)/);
  });

  it('is sorted, has each key once, and never accepts errors of the input', async () => {
    const broken = await reviewed(example('QR000-bad.yaml'));
    expect(broken.findings.length).toBe(1);
    expect(baselineOf(broken.findings).findings).toEqual([]);
    const { findings } = await reviewed(BAD);
    const keys = baselineOf([...findings, ...findings].reverse()).findings.map(keyOf);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it.each([
    ['{', /it is not JSON/],
    ['null', /it needs "schema"/],
    ['{"schema":"quorate.baseline/1"}', /a list "findings"/],
    ['{"schema":"quorate.baseline/1","findings":[{"rule":"QR001"}]}', /entry 1 .* no rule, file and path/],
  ])('%s is told what is wrong with it, with exit code 2', async (text, why) => {
    expect(readBaseline(text)).toMatch(why);
    const { code, out, err } = await quorate(['review', 't.yaml', '--baseline', 'b.json'], {
      't.yaml': BAD,
      'b.json': text,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
  });

  it('a baseline that is not there is bad usage, and so are both options at once', async () => {
    expect(await run(BAD, '--baseline', 'none.json')).toMatchObject({ code: 2, out: '' });
    expect(await run(BAD, '--baseline', 'b.json', '--write-baseline', 'b.json')).toMatchObject({
      code: 2,
      out: '',
    });
  });
});
