import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { spillOver } from '../../../src/estimate/spill-over/spill-over.js';
import { documentText } from '../../../src/report/document/terminal.js';
import { spillOverDocument } from '../../../src/report/explain/spill-over.js';
import { smallDeployment } from '../../simulation/small-deployment.js';

const regions = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'ap-southeast-1'];

function text(factor: number, columns = 100): string {
  const deployment = smallDeployment({
    replicas: regions,
    clients: regions,
    reads: 0.9,
    rate: 500,
    oneWay: (from, to) => constant(12 * Math.abs(regions.indexOf(from) - regions.indexOf(to))),
  });
  return documentText(
    spillOverDocument(spillOver(deployment, { spike: { client: 'client-0', factor }, capacity: 900 })),
    columns,
  );
}

describe('the report of a spike', () => {
  it('has a row for each failure, marks who is asked for too much, and fits 100 columns', () => {
    const lines = text(4).split('\n');
    expect(lines.find((line) => line.includes('the spike begins'))).toMatch(
      /0 s +the spike begins +\* 1,800 +450/,
    );
    expect(lines.filter((line) => / [a-e] fails /.test(line))).toHaveLength(5);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  it('sets the cure beside it: all is served of 3,600 reads with room for 4,500', () => {
    expect(text(4, 1000)).toContain('then serves 0 % of the reads; replicas that take what they can');
    expect(text(4, 1000)).toContain('spill only the excess serve 100 %.');
    expect(text(4)).toContain('a 50 %, b 25 %, c 25 %');
  });

  it('says that nothing helps where all together are short, and that nothing is needed where nobody fails', () => {
    expect(text(9.5, 1000)).toContain('short of 1,575 reads a second: no routing serves them all.');
    expect(text(1.5)).toContain('No replica is overwhelmed');
    expect(text(4, 1000)).not.toContain('short of');
  });
});
