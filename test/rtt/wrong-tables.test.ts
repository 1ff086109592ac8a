import { describe, expect, test } from 'vitest';
import { readTableText } from '../../src/rtt/read/table-text.js';
import { thrown } from './findings-lines.js';

/** Wrong tables, and everything that is said about them: line:column message [hint]. */
const WRONG: readonly { readonly name: string; readonly text: string; readonly says: readonly string[] }[] = [
  {
    name: 'a row with too few cells',
    text: 'from,to,rtt_ms\nus-east-1,eu-west-1,68\nus-east-1,eu-west-2\n',
    says: ['3:20 the row has 2 cells, the header 3'],
  },
  {
    name: 'a row with too many cells',
    text: 'from,to,rtt_ms\nus-east-1,eu-west-1,68,x\n',
    says: ['2:24 the row has 4 cells, the header 3'],
  },
  {
    name: 'a figure that is no number',
    text: 'from,to,rtt_ms\nus-east-1,eu-west-1,fast\n',
    says: ['2:21 "fast" is not a number'],
  },
  {
    name: 'NaN',
    text: 'from,to,rtt_ms\nus-east-1,eu-west-1,NaN\n',
    says: ['2:21 "NaN" is not a number'],
  },
  {
    name: 'a lost measurement without a figure',
    text: 'from,to,rtt_ms\nus-east-1,eu-west-1,\n',
    says: ['2:21 the figure is missing'],
  },
  {
    name: 'a region left out',
    text: 'from,to,rtt_ms\nus-east-1,,68\n',
    says: ['2:11 the region under "to" is missing'],
  },
  {
    name: 'a mistyped header',
    text: 'form,to,rtt_ms\nus-east-1,eu-west-1,68\n',
    says: [
      '1:1 neither pairs (no column for the first region) nor a matrix: "form", "to", "rtt_ms" [did you mean "from"?]',
    ],
  },
  {
    name: 'headers that say nothing',
    text: 'alpha,beta,gamma\nus-east-1,eu-west-1,sixty\n',
    says: [
      '1:1 neither pairs (no columns for two regions) nor a matrix: "alpha", "beta", "gamma" [begin with a header such as from,to,rtt_ms, or with the regions of a matrix]',
    ],
  },
  {
    name: 'no header',
    text: 'us-east-1,eu-west-1,68\neu-west-1,us-east-1,69\n',
    says: [
      '1:21 the first row holds "68", a figure: there is no header [begin with a header such as from,to,rtt_ms, or with the regions of a matrix]',
    ],
  },
  {
    name: 'no column of figures',
    text: 'from,to,loss\nus-east-1,eu-west-1,0\n',
    says: [
      '1:1 no column of figures among "from", "to", "loss" [name it rtt_ms, or after its statistic: p50_ms, p99_ms, mean_ms]',
      'warning: 1:9 the column "loss" is not used',
    ],
  },
  {
    name: 'two columns of one meaning',
    text: 'from,src,to,rtt_ms\na,a,b,1\n',
    says: ['1:6 two columns mean the same: "from" and "src"'],
  },
  {
    name: 'the same column twice',
    text: 'from,to,p50,median\na,b,1,1\n',
    says: ['1:13 two columns mean the same: "p50" and "median"'],
  },
  {
    name: 'a region twice in the header of a matrix',
    text: ',a,b,a\na,0,1,2\nb,1,0,2\n',
    says: ['1:6 the region "a" heads two columns'],
  },
  {
    name: 'a region twice in the rows of a matrix',
    text: ',a,b\na,0,1\na,1,0\n',
    says: ['3:1 the region "a" begins two rows'],
  },
  {
    name: 'a matrix without row labels',
    text: 'a,b,c\n0,1,2\n1,0,3\n2,3,0\n',
    says: [
      '2:1 the row begins with "0", a figure, not with a region',
      '3:1 the row begins with "1", a figure, not with a region',
      '4:1 the row begins with "2", a figure, not with a region',
    ],
  },
  {
    name: 'a matrix of ragged rows',
    text: ',a,b,c\na,0,1\nb,1,0,2,9\n',
    says: [
      '2:6 the row has 3 cells, the header 4',
      '3:9 the row has 5 cells, the header 4 [decimals need a point, as in 28.4: a comma begins the next cell]',
    ],
  },
  {
    name: 'an empty file',
    text: '',
    says: ['the input is empty [a CSV with a header such as from,to,rtt_ms is expected]'],
  },
  {
    name: 'only blank lines',
    text: '\n \n\t\n',
    says: ['the input is empty [a CSV with a header such as from,to,rtt_ms is expected]'],
  },
  {
    name: 'only comments',
    text: '# nothing\n# here\n',
    says: ['there are only comments, and no table'],
  },
  {
    name: 'only a header',
    text: 'from,to,rtt_ms\n',
    says: ['1:1 there is a header and no figure below it'],
  },
  {
    name: 'binary',
    text: 'from,to\u0000\u0001\u0002rtt\n',
    says: ['1:1 this is binary data, or not UTF-8 text'],
  },
  {
    name: 'a spreadsheet',
    text: 'PK\u0003\u0004\u0014\u0000\u0006',
    says: ['1:1 this is a zip archive or a spreadsheet, not text [save the sheet as CSV]'],
  },
  {
    name: 'not UTF-8',
    text: `${'\uFFFD'.repeat(20)},a,b\n`,
    says: ['1:1 this is binary data, or not UTF-8 text'],
  },
  {
    name: 'a web page',
    text: '<!DOCTYPE html>\n<html><body>404</body></html>\n',
    says: [
      '1:1 this is a web page (or XML), not a table of figures [download the data itself, not the page that shows it]',
    ],
  },
  {
    name: 'a decimal comma in quotes',
    text: 'from,to,rtt_ms\na,b,"28,4"\n',
    says: ['2:5 "28,4" has a comma: write decimals with a point, as in 28.4'],
  },
  {
    name: 'a decimal comma between semicolons',
    text: 'from;to;rtt_ms\na;b;28,4\n',
    says: ['2:5 "28,4" has a comma: write decimals with a point, as in 28.4'],
  },
  {
    name: 'a decimal comma that splits a cell',
    text: 'from,to,rtt_ms\na,b,28,4\n',
    says: [
      '2:8 the row has 4 cells, the header 3 [decimals need a point, as in 28.4: a comma begins the next cell]',
    ],
  },
  {
    name: 'grouped digits',
    text: 'from,to,rtt_ms\na,b,"1,234.5"\n',
    says: ['2:5 "1,234.5" groups its digits: write 1234.5 for 1,234.5'],
  },
  {
    name: 'units on some figures only',
    text: 'from,to,rtt\na,b,28.4 ms\nb,a,28.5\n',
    says: ['3:5 no unit here, while figures above carry one: write it on all of them, or on none (ms)'],
  },
  {
    name: 'units on the later figures only',
    text: ',a,b\na,0,28\nb,0.028s,0\n',
    says: ['3:3 a unit here, while figures above carry none: write it on all of them, or on none (ms)'],
  },
  {
    name: 'a unit that contradicts the header',
    text: 'from,to,rtt_ms\na,b,0.028s\n',
    says: ['2:5 the unit in the cell contradicts the unit in the header'],
  },
  {
    name: 'a unit that is none of time',
    text: 'from,to,rtt\na,b,28 km\n',
    says: ['2:5 "km" is no unit of time: ms, s, us or none (ms) are allowed'],
  },
  {
    name: 'a statistic that is none',
    text: 'from,to,stat,rtt_ms\na,b,p50,28\na,b,typical,30\n',
    says: ['3:5 "typical" is no statistic: min, p50, p90, p99, …, mean, max and mdev are known'],
  },
  {
    name: 'statistics in rows and columns',
    text: 'from,to,stat,p50,p90\na,b,p50,28,30\n',
    says: ['1:18 "stat" names a statistic for each row, yet there are 2 columns of figures'],
  },
  {
    name: 'a quote never closed',
    text: 'from,to,rtt_ms\n"a,b,28\nb,a,28\n',
    says: ['3:1 a quote is opened here or above and never closed'],
  },
  {
    name: 'a quote inside a cell',
    text: 'from,to,rtt_ms\na,"b"x,28\n',
    says: ['2:1 a quote stands inside a cell: double it, and quote the whole cell'],
  },
  {
    name: 'prose',
    text: 'the quick brown fox\njumps over\n',
    says: [
      '1:1 a single column, "the quick brown fox" [begin with a header such as from,to,rtt_ms, or with the regions of a matrix; a comma, semicolon or tab parts the cells]',
    ],
  },
  {
    name: 'JSON',
    text: '{"from": "a",\n "to": "b"}\n',
    says: ['1:1 this is JSON, not a table'],
  },
  {
    name: 'a Markdown table with a word for a figure',
    text: '| from | to | rtt |\n|---|---|---|\n| a | b | 28 |\n| a | c | soon |\n',
    says: ['4:11 "soon" is not a number'],
  },
  {
    name: 'a cell after a quoted line break',
    text: 'from,to,note,rtt_ms\na,b,"two\nlines",oops\n',
    says: ['3:8 "oops" is not a number', 'warning: 1:9 the column "note" is not used'],
  },
  {
    name: 'several faults at once',
    text: 'from,to,rtt_ms\na,b\na,,3\na,c,x\n',
    says: [
      '2:4 the row has 2 cells, the header 3',
      '3:3 the region under "to" is missing',
      '4:5 "x" is not a number',
    ],
  },
];

describe('a wrong table is refused with the place and the reason', () => {
  for (const { name, text, says } of WRONG) {
    test(name, () => {
      expect(thrown(() => readTableText(text))).toEqual(says);
    });
  }
});

test('after a hundred faults the rest is not listed', () => {
  const text = `from,to,rtt_ms\n${'a,b,x\n'.repeat(5000)}`;
  expect(thrown(() => readTableText(text))).toHaveLength(100);
});
