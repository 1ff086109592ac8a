import { describe, expect, it } from 'vitest';
import { estimateAsItStands } from '../../../src/estimate/estimate.js';
import { judge } from '../../../src/estimate/objectives/objectives.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { deploymentOf, LINE } from '../what-if/deployment.js';

function judged(objectives: string, blocks: object = {}, circumstances: Parameters<typeof judge>[2] = {}) {
  const deployment = deploymentOf(LINE.replace(/^objectives: .*$/m, `objectives: [${objectives}]`));
  const result = { ...estimateAsItStands(deployment, multiPaxos, { seed: 1 }), ...blocks };
  return judge(deployment.objectives, result, circumstances);
}

// On the line of test/estimate/what-if/deployment.ts: writes 31 ms from a, 131 ms from e; reads 0 and 100 ms.
describe('an objective', () => {
  it.each([
    ['{ clients: ca, metric: write.p99, at-most: 35ms }', 31, true],
    ['{ clients: ce, metric: write.p99, at-most: 35ms }', 131, false],
    ['{ clients: ca, metric: write.mean, at-most: 31ms }', 31, true],
    ['{ clients: ce, metric: read.p999, at-most: 100ms }', 100, true],
    ['{ metric: write.p50, at-most: 131ms }', 131, true],
    ['{ metric: write.p50, at-most: 130ms }', 131, false],
    ['{ metric: write.failure, at-most: 1% }', 0, true],
  ])('%s: %s ms, met: %s', (objective, actual, met) => {
    const [one] = judged(objective);
    expect([one.actual, one.met]).toEqual([actual, met]);
    expect(one.reason).toBeUndefined();
  });

  it('that the estimate has no figure for is not judged, and says why', () => {
    const all =
      '{ metric: write.p95, at-most: 1s }, { metric: availability, at-least: 99% }, { metric: throughput, at-least: 1/s }, { survive: region }';
    for (const { met, actual, reason } of judged(all)) {
      expect([met, actual]).toEqual([null, null]);
      expect(reason).toMatch(/^the estimate /);
    }
  });

  it('of availability is not judged where the file gives no failure figures', () => {
    const [one] = judged('{ metric: availability, at-least: 99% }', { availability: null });
    expect(one).toMatchObject({ met: null, actual: null });
    expect(one.reason).toContain('no failure figures');
  });

  it('of availability, throughput or survival is judged where the estimate has them', () => {
    const blocks = {
      availability: { write: 0.9995, read: 0.9999 },
      throughput: { max: 500 },
      survives: { region: 1, zone: 0 },
    };
    const all =
      '{ metric: availability, at-least: 99.97% }, { metric: availability.read, at-least: 99.97% }, { metric: throughput, at-least: 600/s }, { survive: region }, { survive: zone }';
    expect(judged(all, blocks).map(({ actual, met }) => [actual, met])).toEqual([
      [0.9995, false],
      [0.9999, true],
      [500, false],
      [1, true],
      [0, false],
    ]);
    const down = judged(all, blocks, { cut: true });
    expect(down.map(({ met }) => met)).toEqual([null, null, false, null, null]);
  });

  it('availability of a client is as that client sees it, and of the service where none is named', () => {
    const clients = [{ id: 'ca', write: 0.9, read: 0.95 }];
    const found = judged(
      '{ clients: ca, metric: availability, at-least: 91% }, { clients: ca, metric: availability.read, at-least: 91% }, { metric: availability, at-least: 91% }',
      { availability: { write: 0.99, read: 0.99, clients } },
    );
    expect(found.map(({ actual, met }) => [actual, met])).toEqual([
      [0.9, false],
      [0.95, true],
      [0.99, true],
    ]);
  });

  it('of a client that is down itself is not judged', () => {
    const [one] = judged(
      '{ clients: ca, metric: write.p99, at-most: 1ms }',
      {},
      { clientsDown: new Map([['ca', 'region a']]) },
    );
    expect(one).toMatchObject({ met: null, reason: 'ca is down with region a' });
  });
});
