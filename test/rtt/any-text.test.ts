import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDataSet } from '../../src/rtt/data-set.js';
import { RttInputError } from '../../src/rtt/finding.js';
import { MAX_INPUT_CHARACTERS } from '../../src/rtt/read/foreign.js';
import { readTableText } from '../../src/rtt/read/table-text.js';
import { readSamples } from '../../src/rtt/samples.js';
import { tableFromCsv } from '../../src/rtt/table-from-csv.js';
import { thrown } from './findings-lines.js';
import { places } from './places.js';

/** Texts that look enough like tables to reach every corner, beside texts that do not. */
const token = fc.constantFrom(
  ...[
    'from',
    'to',
    'rtt',
    'p50',
    'ms',
    'us-east-1',
    'eu-west-1',
    'a',
    '1',
    '28.4',
    '0',
    '-3',
    '1e9',
    '0.03s',
    'NaN',
  ],
  ...[
    ',',
    ',',
    ',',
    ';',
    '\t',
    '|',
    '|---|---|',
    '"',
    '""',
    '\n',
    '\n',
    '\n',
    '\r\n',
    '\r',
    '#',
    ' ',
    '\uFEFF',
    '\0',
    '{',
    '<',
  ],
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(token, { maxLength: 60 }).map((parts) => parts.join('')),
  fc.array(token, { maxLength: 40 }).map((parts) => `from,to,rtt\n${parts.join('')}`),
  fc.array(token, { maxLength: 40 }).map((parts) => `,a,b\n${parts.join('')}`),
  fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c'), fc.double()), {
      minLength: 1,
    })
    .map((rows) => `from,to,rtt\n${rows.map((row) => row.join(',')).join('\n')}`),
);

function outcome(read: () => unknown): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof RttInputError && error.findings.length > 0) return 'refused';
    throw error;
  }
}

describe('whatever the text', () => {
  test('reading it as a table gives figures or RttInputError, and both happen', () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(text, (given) => {
        seen[outcome(() => readTableText(given))]++;
      }),
      { numRuns: 800 },
    );
    expect(seen.read).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  test('a position that is given lies in the text', () => {
    fc.assert(
      fc.property(text, (given) => {
        try {
          readTableText(given);
        } catch (error) {
          const rows = given.split(/\r\n|\n|\r/);
          for (const { position } of (error as RttInputError).findings) {
            if (position === undefined) continue;
            expect(position.line).toBeGreaterThan(0);
            expect(position.line).toBeLessThanOrEqual(rows.length);
            expect(position.column).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a topology that names it gets a table or an error, never an exception', () => {
    fc.assert(
      fc.property(text, (given) => {
        const { table, findings } = tableFromCsv(given, './x.csv', places);
        expect(table === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 500 },
    );
  });

  test('as a data set or as samples it is refused by RttInputError', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.json()), (given) => {
        expect(outcome(() => readDataSet(given))).toBe('refused');
        outcome(() => readSamples(given));
      }),
      { numRuns: 500 },
    );
  });
});

describe('size', () => {
  test('50 MB are refused unread, with the limit', () => {
    const row = 'us-east-1,eu-west-1,68.1\n';
    const large = `from,to,rtt_ms\n${row.repeat(50_000_000 / row.length)}`;
    expect(large.length).toBeGreaterThan(MAX_INPUT_CHARACTERS);
    expect(thrown(() => readTableText(large))[0]).toMatch(
      /^the input has 50,000,0\d\d characters; at most 16,777,216/,
    );
  });

  test('more than 200,000 lines are refused', () => {
    expect(thrown(() => readTableText(`from,to,rtt\n${'a,b,1\n'.repeat(200_001)}`))[0]).toMatch(
      /more than 200,000 lines/,
    );
  });

  test('a cell of a million digits is no number, and is quoted short', () => {
    const [message] = thrown(() => readTableText(`from,to,rtt\na,b,${'1'.repeat(1_000_000)}x!\n`));
    expect(message!.length).toBeLessThan(100);
  });

  test('an opened quote does not swallow megabytes', () => {
    const rest = 'a,b,1234567890\n'.repeat(100_000);
    expect(thrown(() => readTableText(`from,to,rtt\n"${rest}`))[0]).toMatch(/a row is longer than 1 MiB/);
  });
});
