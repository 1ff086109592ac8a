import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rtt } from '../../cli/commands/rtt.js';
import { readDataSet } from '../../src/rtt/data-set.js';
import { RttInputError } from '../../src/rtt/finding.js';
import { readFigures } from '../../src/rtt/read-figures.js';
import { isoDateOf } from '../../src/rtt/tools/json.js';
import { quantileOf } from '../../src/rtt/tools/measurement.js';
import { memoryIo } from '../cli/memory-io.js';
import { lines, thrown } from './findings-lines.js';
import { fixture } from './places.js';

const REGIONS = new Map([
  ['10.1.0.4', 'eu-west-1'],
  ['db.eu-west-1.example', 'eu-west-1'],
]);
const ENDS = { from: 'us-east-1', regions: REGIONS };

/** "from→to statistic ms" for each figure. */
function figures(name: string, ends: Parameters<typeof readFigures>[1] = ENDS): string[] {
  return readFigures(fixture(name), ends).cells.map(
    ({ from, to, statistic, ms }) => `${from}→${to} ${statistic} ${Number(ms.toFixed(6))}`,
  );
}

describe('ping', () => {
  test('Linux: the summary of each run; whoever did not answer is left out with a warning', () => {
    expect(figures('ping-linux.txt')).toEqual([
      'us-east-1→eu-west-1 min 68.211',
      'us-east-1→eu-west-1 mean 68.913',
      'us-east-1→eu-west-1 max 70.104',
      'us-east-1→eu-west-1 mdev 0.858',
    ]);
    expect(lines(readFigures(fixture('ping-linux.txt'), ENDS).warnings)).toEqual([
      'warning: 10.2.0.4 did not answer: left out',
    ]);
  });

  test('macOS, also ping6', () => {
    expect(figures('ping-macos.txt')).toContain('us-east-1→eu-west-1 mdev 0.744');
    expect(figures('ping-macos.txt')).toContain('us-east-1→2001:db8::2 mean 12.5');
  });

  test('busybox, whose summary has no deviation', () => {
    expect(figures('ping-busybox.txt')).toEqual([
      'us-east-1→eu-west-1 min 68.12',
      'us-east-1→eu-west-1 mean 68.53',
      'us-east-1→eu-west-1 max 68.94',
    ]);
  });

  test('from 20 replies on, their percentiles; a duplicate is no reply', () => {
    const replies = Array.from(
      { length: 21 },
      (_, i) => `64 bytes from 10.1.0.4: icmp_seq=${i} ttl=52 time=${60 + i} ms\n`,
    );
    const text = `PING 10.1.0.4 (10.1.0.4) 56(84) bytes of data.\n${replies.join('')}64 bytes: time=900 ms (DUP!)\n`;
    expect(readFigures(text, ENDS).cells.map(({ statistic, ms }) => [statistic, ms])).toEqual([
      ['min', 60],
      ['p50', 70],
      ['p90', 78],
    ]);
  });

  test('does not say where it ran: --from is asked for', () => {
    expect(thrown(() => readFigures(fixture('ping-busybox.txt')))).toEqual([
      'the input (ping) does not say where it was measured [give --from REGION]',
    ]);
  });

  test('without any reply there is nothing to import', () => {
    const text = 'PING 10.1.0.4 (10.1.0.4) 56(84) bytes of data.\n\n--- 10.1.0.4 ping statistics ---\n';
    expect(thrown(() => readFigures(text, ENDS))).toEqual([
      'nothing answered: there is no figure in the input',
    ]);
  });
});

describe('other tools', () => {
  test('fping -C -q: lost ones are left out', () => {
    const found = figures('fping.txt');
    expect(found).toContain('us-east-1→eu-west-1 min 68.2');
    expect(found).toContain('us-east-1→eu-west-1 mean 68.75');
    expect(found).toContain('us-east-1→10.2.0.4 max 142.2');
    expect(found.join()).not.toContain('10.3.0.4');
  });

  test('fping -c -q: the summaries', () => {
    const text =
      '10.1.0.4 : xmt/rcv/%loss = 5/5/0%, min/avg/max = 68.2/68.8/70.1\n10.3.0.4 : xmt/rcv/%loss = 5/0/100%\n';
    expect(readFigures(text, ENDS).cells.map(({ ms }) => ms)).toEqual([68.2, 68.8, 70.1]);
  });

  test('mtr --json: the last hop, where it is the target', () => {
    expect(figures('mtr.json', { regions: new Map([...REGIONS, ['va1', 'us-east-1']]) })).toEqual([
      'us-east-1→eu-west-1 min 68.11',
      'us-east-1→eu-west-1 mean 68.52',
      'us-east-1→eu-west-1 max 70.02',
      'us-east-1→eu-west-1 mdev 0.55',
    ]);
  });

  test('mtr that stopped short of the target is refused', () => {
    const text = fixture('mtr.json').replace('"host": "10.1.0.4"', '"host": "10.9.9.9"');
    expect(thrown(() => readFigures(text, ENDS))[0]).toMatch(
      /^mtr did not reach 10\.1\.0\.4: the last hop is 10\.9\.9\.9 \[run mtr -n/,
    );
  });

  test('RIPE Atlas: by probe over all its results, −1 and * are no replies, a summary where that is all', () => {
    expect(
      figures('atlas.json', {
        regions: new Map([
          ['6012', 'us-east-1'],
          ['db.example', 'eu-west-1'],
        ]),
      }),
    ).toEqual([
      'us-east-1→eu-west-1 min 68.117402',
      'us-east-1→eu-west-1 mean 68.28',
      'us-east-1→eu-west-1 max 68.612',
      'us-east-1→eu-west-1 mdev 0.176313',
      '165→eu-west-1 min 19.938',
      '165→eu-west-1 mean 20.126',
      '165→eu-west-1 max 20.3',
    ]);
    const { date, warnings } = readFigures(fixture('atlas.json'));
    expect(date).toBe('2025-07-18');
    expect(lines(warnings)).toEqual(['warning: db.example did not answer 6658: left out']);
  });

  test('RIPE Atlas, one result a line', () => {
    const results = JSON.parse(fixture('atlas.json')) as unknown[];
    const text = results.map((one) => JSON.stringify(one)).join('\n');
    expect(readFigures(text).cells).toEqual(readFigures(fixture('atlas.json')).cells);
  });

  test("Prometheus, etcd's peer round trips: the mean where sum and count are there, else the buckets", () => {
    // Buckets: 980 of 1000 in 51.2…102.4 ms; histogram_quantile is linear there: 51.2 + 51.2 × 500/980.
    expect(figures('prometheus-etcd.json')).toEqual([
      '10.0.0.4:2379→8e9e05c52164694d p50 77.322449',
      '10.0.0.4:2379→8e9e05c52164694d p90 98.220408',
      '10.0.0.4:2379→8e9e05c52164694d p99 153.6',
      '10.0.0.4:2379→91bc3c398fb3c146 mean 142.5',
    ]);
    const { date, warnings } = readFigures(fixture('prometheus-etcd.json'));
    expect([date, warnings.length]).toEqual(['2025-07-17', 1]);
  });

  test('Prometheus, a range of blackbox probes: seconds, as samples; NaN is none', () => {
    expect(figures('prometheus-blackbox.json', { regions: REGIONS })).toEqual([
      'us-east-1→eu-west-1 min 68.2',
      'us-east-1→eu-west-1 mean 68.9',
      'us-east-1→eu-west-1 max 70.1',
      'us-east-1→eu-west-1 mdev 0.852447',
    ]);
  });

  test('Prometheus, an error', () => {
    expect(thrown(() => readFigures('{"status":"error","data":{"resultType":"vector"}}'))[0]).toContain(
      'answered "error"',
    );
  });

  test('goldpinger: calls that worked', () => {
    expect(figures('goldpinger.json', {})).toEqual([
      'goldpinger-a→goldpinger-a mean 1',
      'goldpinger-a→goldpinger-b mean 70',
    ]);
  });

  test.each(['qperf.txt', 'sockperf.txt'])(
    '%s is half of a round trip: refused, or doubled when told',
    async (name) => {
      const run = async (more: string) => {
        const io = memoryIo({ [name]: fixture(name) });
        const args = `import ${name} --name x --source us --date 2025-07-17 --from us-east-1 --to eu-west-1${more}`;
        await rtt(io, args.split(' '));
        return io;
      };
      const refused = await run('');
      expect(refused.err).toContain('one way, or half a round trip');
      expect([refused.out, refused.code]).toEqual(['', 2]);
      const doubled = await run(' --one-way');
      expect(Number(readDataSet(doubled.out).pairs[0]![2])).toBeCloseTo(68.4, 1);
    },
  );
});

describe('by the command', () => {
  test('ping becomes a data set, hosts named as regions', async () => {
    const io = memoryIo({}, fixture('ping-linux.txt'));
    const args =
      'import - --name one --source ping --date 2025-08-01 --from us-east-1 --region db.eu-west-1.example=eu-west-1';
    await rtt(io, args.split(' '));
    expect(io.code).toBe(0);
    expect(io.err).toContain('10.2.0.4 did not answer: left out');
    expect(readDataSet(io.out)).toMatchObject({
      provider: 'aws',
      statistics: ['min', 'mean', 'max', 'mdev'],
      pairs: [['us-east-1', 'eu-west-1', 68.211, 68.913, 70.104, 0.858]],
    });
  });

  test('a mapping that is none, and a data set given again, are refused', async () => {
    const io = memoryIo({
      'a.txt': fixture('ping-linux.txt'),
      'set.json': '{\n  "schema": "quorate.rtt/1"\n}',
    });
    await rtt(io, 'import a.txt --name x --region eu-west-1'.split(' '));
    expect([io.code, io.err]).toEqual([2, 'quorate rtt: --region takes HOST=REGION, not "eu-west-1"\n']);
    await rtt(io, 'import set.json --name x'.split(' '));
    expect(io.err).toContain('this is a data set already');
  });
});

describe('whatever the JSON', () => {
  test('reading it gives figures or RttInputError, and both happen', () => {
    const samples = [
      'mtr.json',
      'atlas.json',
      'prometheus-etcd.json',
      'prometheus-blackbox.json',
      'goldpinger.json',
    ].map(fixture);
    const junk = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.string(),
      fc.constant([]),
      fc.constant({}),
      fc.double(),
    );
    /** A fixture with one value anywhere in it replaced. */
    const spoiled = fc.tuple(fc.constantFrom(...samples), fc.nat(), junk).map(([text, at, value]) => {
      let seen = 0;
      const count = text.split(/[:,[]/).length;
      return JSON.stringify(JSON.parse(text), (_, given: unknown) => (seen++ === at % count ? value : given));
    });
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(fc.json(), spoiled), (text) => {
        try {
          readFigures(text ?? 'null', ENDS);
          seen.read++;
        } catch (error) {
          expect(error).toBeInstanceOf(RttInputError);
          seen.refused++;
        }
      }),
      { numRuns: 600 },
    );
    expect(seen.read).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  test('that it is of no known form, or none at all, is said', () => {
    expect(thrown(() => readFigures('{"a": 1}'))[0]).toContain(
      'this JSON is of no form that is known [known are CSV',
    );
    expect(thrown(() => readFigures('{"a": 1'))[0]).toContain('this begins like JSON and is none');
  });
});

test('a Unix time is the date that the platform says', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 7_000_000_000 }), (seconds) => {
      expect(isoDateOf(seconds)).toBe(new Date(seconds * 1000).toISOString().slice(0, 10));
    }),
  );
});

test('a quantile of samples lies between its neighbours, and the ends are the ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, p) => {
        const sorted = Float64Array.from(values).sort();
        expect(quantileOf(sorted, 0)).toBe(sorted[0]);
        expect(quantileOf(sorted, 1)).toBe(sorted[sorted.length - 1]);
        const at = quantileOf(sorted, p);
        expect(at).toBeGreaterThanOrEqual(sorted[0]!);
        expect(at).toBeLessThanOrEqual(sorted[sorted.length - 1]! * (1 + 1e-12));
      },
    ),
  );
});
