import { describe, expect, it } from 'vitest';
import { quorate, SMALL } from './quorate.js';

/** Every character of C0 (but line feed), DEL, C1, and those that turn the direction of writing. */
const EVIL = [
  ...Array.from({ length: 32 }, (_, i) => i).filter((code) => code !== 10),
  ...Array.from({ length: 33 }, (_, i) => 127 + i),
  0x61c,
  0x200e,
  0x200f,
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
]
  .map((code) => String.fromCharCode(code))
  .join('');

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const TEXT = `x\u001b[31mred\u001b]0;pwn\u0007${EVIL}`;
/** Written with YAML's escapes, the only way in which a file may have them. */
const quoted = `"${TEXT.replace(/[^ -~]|["\\]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
const FILES = {
  'evil.yaml': SMALL.replace('name: small', `name: ${quoted}\ndescription: ${quoted}`),
  'other.yaml': SMALL,
};

describe('a file’s control characters reach nothing that a command writes', () => {
  it.each([
    'estimate evil.yaml -f text -f json=j -f markdown=m',
    'explain evil.yaml -f text -f json=j -f markdown=m',
    'explain throughput evil.yaml -f text -f json=j -f markdown=m',
    'explain failover evil.yaml -f text -f json=j -f markdown=m',
    'what-if evil.yaml --fail rb -f text -f json=j -f markdown=m',
    'simulate evil.yaml -n 20 -f text -f json=j',
    'simulate evil.yaml -n 20 --trace',
    'compare evil.yaml other.yaml -f text -f json=j -f markdown=m',
    'compare evil.yaml other.yaml --chart alternatives -f svg=s -f vega-lite=v',
    'diff other.yaml evil.yaml -f text -f json=j -f markdown=m',
    'review evil.yaml -f text -f json=j -f markdown=m -f github=g -f sarif=s',
    'report evil.yaml -f markdown=m -f json=j -f html=h',
    'report evil.yaml --chart latency-cdf -f svg=s -f vega-lite=v',
  ])('%s', async (line) => {
    const { out, err, files } = await quorate(line.split(' '), FILES);
    const written = [...files].filter(([name]) => !Object.hasOwn(FILES, name));
    expect(written.length).toBe(line.split('=').length - 1);
    for (const [name, text] of [['out', out], ['err', err], ...written] as const) {
      // The page's own script is ours, and carries what it may.
      const ours = text.replace(/<script>.*?<\/script>/s, '');
      expect({ name, found: ACTS.exec(ours)?.[0].charCodeAt(0).toString(16) }).toEqual({
        name,
        found: undefined,
      });
    }
    expect([out, ...written.map(([, text]) => text)].some((text) => text.includes('red'))).toBe(true);
  });

  it('nor what they or their arguments are called, in messages about them', async () => {
    for (const args of [
      ['estimate', TEXT],
      ['estimate', 'other.yaml', '-f', TEXT],
      ['simulate', 'other.yaml', '--fault', TEXT],
    ]) {
      const { code, err } = await quorate(args, FILES);
      expect(code).toBe(2);
      expect(err).not.toMatch(ACTS);
      expect(err).toContain('\\u{1b}[31mred');
    }
  });
});
