import { describe, expect, test } from 'vitest';
import { readTableText } from '../../src/rtt/read/table-text.js';
import { lines } from './findings-lines.js';

/** "from→to statistic ms" for each figure. */
function figures(text: string): string[] {
  return readTableText(text).cells.map(
    ({ from, to, statistic, ms }) => `${from}→${to} ${statistic ?? '?'} ${Number(ms.toFixed(9))}`,
  );
}

describe('one pair a row', () => {
  test('the header of published sets is read: source, provider, statistic, date', () => {
    const read = readTableText(
      'source,provider,from_region,to_region,percentile_or_stat,rtt_ms,date\n' +
        'probe,aws,us-east-1,eu-west-1,p50,68.1,2025-07-17\nprobe,aws,us-east-1,eu-west-1,p90,71,2025-07-16\n',
    );
    expect(read).toMatchObject({ sources: ['probe'], providers: ['aws'], date: '2025-07-17' });
    expect(read.cells.map(({ statistic, ms }) => [statistic, ms])).toEqual([
      ['p50', 68.1],
      ['p90', 71],
    ]);
  });

  test.each([
    ['from,to,rtt', 'a,b,28.4'],
    ['from,to,rtt', 'a,b,28.4 ms'],
    ['from,to,rtt', 'a,b,0.0284s'],
    ['from,to,rtt', 'a,b,28400us'],
    ['from,to,rtt', 'a,b,28400 µs'],
    ['from,to,rtt_s', 'a,b,0.0284'],
    ['from,to,latency (ms)', 'a,b,28.4'],
    ['Source Region,Destination Region,Latency [ms]', 'a,b,28.4'],
    ['source,target,ms', 'a,b,28.4'],
    ['from;to;rtt', 'a;b;28.4'],
    ['from\tto\trtt', 'a\tb\t28.4'],
    ['# a comment\n\nfrom, to , rtt', ' a , b , 28.4 '],
    ['"from","to","rtt"', '"a","b","28.4"'],
    ['\uFEFFfrom,to,rtt', 'a,b,2.84e1'],
  ])('%j with %j is 28.4 ms', (header, row) => {
    expect(figures(`${header}\n${row}\n`)).toEqual(['a→b ? 28.4']);
    expect(figures(`${header}\r\n${row}`)).toEqual(['a→b ? 28.4']);
  });

  test('line ends of old Macs part rows too', () => {
    expect(figures('from,to,rtt\ra,b,1\rb,a,2\r')).toEqual(['a→b ? 1', 'b→a ? 2']);
  });

  test('one column a statistic, under the names that tools give them, empty where a pair lacks one', () => {
    const text =
      'from,to,min,avg,max,stddev,median,p99_ms,99.9%\na,b,1,2,9,0.5,1.5,8,8.9\nb,a,1,2,9,,1.5,,\n';
    expect(figures(text)).toEqual([
      'a→b min 1',
      'a→b mean 2',
      'a→b max 9',
      'a→b mdev 0.5',
      'a→b p50 1.5',
      'a→b p99 8',
      'a→b p99.9 8.9',
      'b→a min 1',
      'b→a mean 2',
      'b→a max 9',
      'b→a p50 1.5',
    ]);
  });

  test('a column that means nothing is named in a warning, with what it may have meant', () => {
    const { warnings } = readTableText('from,to,rtt_ms,hops,provder\na,b,1,3,x\n');
    expect(lines(warnings)).toEqual([
      'warning: 1:16 the column "hops" is not used',
      'warning: 1:21 the column "provder" is not used; did you mean "provider"?',
    ]);
  });

  test('a date that is none is not taken for one', () => {
    const read = readTableText('from,to,rtt,date\na,b,1,17.7.2025\nb,a,1,2025-02-30\n');
    expect(read.date).toBeUndefined();
    expect(lines(read.warnings)[0]).toContain('2:7 "17.7.2025" is not a date');
  });

  test.each(['one_way_ms', 'owd', 'One-way (ms)', 'qperf_tcp_lat'])(
    'figures under %j are known to be one way',
    (name) => {
      expect(readTableText(`from,to,${name}\na,b,1\n`).cells[0]!.oneWay).toBe(name);
    },
  );
});

describe('a matrix', () => {
  const SQUARE = ',a,b,c\na,0.5,20,52\nb,21,0.5,68\nc,53,69,0.5\n';

  test('rows are from, columns are to', () => {
    expect(figures(SQUARE)).toContain('a→c ? 52');
    expect(figures(SQUARE)).toContain('c→a ? 53');
    expect(figures(SQUARE)).toHaveLength(9);
  });

  test('in TSV, with units, gaps and a corner that says what it is', () => {
    expect(figures('p90\ta\tb\na\t0\t0.02 s\nb\t-\t0\n')).toEqual(['a→a p90 0', 'a→b p90 20', 'b→b p90 0']);
  });

  test('half a matrix, upper or lower, serves both directions', () => {
    const both = ['a→b ? 1', 'a→c ? 2', 'b→a ? 1', 'b→c ? 3', 'c→a ? 2', 'c→b ? 3'];
    expect(figures(',a,b,c\na,,1,2\nb,,,3\nc,,,\n').sort()).toEqual(both);
    expect(figures(',a,b,c\na,,,\nb,1,,\nc,2,3,\n').sort()).toEqual(both);
    expect(figures(',b,c\na,1,2\nb,,3\n').sort()).toEqual(both);
  });

  test('a rectangle of regions that only begin and regions that only end is no half matrix', () => {
    expect(figures(',x,y\na,1,2\nb,3,4\n')).toHaveLength(4);
  });

  test('one direction missing leaves the rest directed', () => {
    expect(figures(',a,b,c\na,,1,2\nb,9,,3\nc,,,\n')).toHaveLength(4);
  });

  test('a figure knows its place in the text', () => {
    const cell = readTableText(SQUARE).cells.find(({ from, to }) => from === 'b' && to === 'c');
    expect(cell?.position?.()).toEqual({ line: 3, column: 10 });
  });
});

describe('Markdown', () => {
  test('a table in a page of text, pairs or matrix, is found', () => {
    const pairs =
      'Measured in May:\n\n| From | To | RTT |\n|:--|---|--:|\n| `a` | **b** | 28.4 ms |\n| b | a | 28 ms |\n\nThe end.\n';
    expect(figures(pairs)).toEqual(['a→b ? 28.4', 'b→a ? 28']);
    expect(figures('| |a|b|\n|---|---|---|\n|a|–|5|\n|b|6|–|\n')).toEqual(['a→b ? 5', 'b→a ? 6']);
  });

  test('a figure knows its place in the text', () => {
    const { cells } = readTableText('| from | to | rtt |\n|---|---|---|\n| a | b | 28 |\n');
    expect(cells[0]!.position?.()).toEqual({ line: 3, column: 11 });
  });
});
