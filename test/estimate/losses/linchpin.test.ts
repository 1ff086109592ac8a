import { describe, expect, it } from 'vitest';
import { linchpinOf } from '../../../src/estimate/losses/linchpin.js';
import { linchpinSentence } from '../../../src/report/linchpin-words.js';
import type { Loss, LossClient } from '../../../src/result/losses.js';

/** The loss of va1, after which a near replica leads with that chance, and a far one else; p50 over all is what a mixture of two points has. */
function lossOf(near: number): Loss {
  const under = (p50: number): LossClient[] => [
    { id: 'us', down: false, write: { p50, p99: p50 }, read: { p50, p99: p50 } },
  ];
  return {
    kind: 'replica',
    name: 'va1',
    members: ['va1'],
    stops: false,
    readsStop: false,
    never: 0,
    leaders: [
      { leader: 'va2', probability: near, clients: under(80) },
      { leader: 'jp1', probability: 1 - near, clients: under(300) },
    ],
    clients: under(near >= 0.5 ? 80 : 300),
    outage: null,
    recovery: { rto: null, rpo: { writes: 0, ms: 0 } },
    unfinished: null,
    later: [],
  };
}

describe('the price of a loss', () => {
  const found = (near: number) => linchpinOf([lossOf(near)], [{ id: 'us', p50: 60 }]);

  it('hardly hangs on whether a near leader has a little more than half of the chances or a little less', () => {
    // 0.51 × 80 + 0.49 × 300 = 187.8; 0.49 × 80 + 0.51 × 300 = 192.2. The median of the mixture is 80 or 300.
    expect(found(0.51)?.after).toBeCloseTo(187.8, 9);
    expect(found(0.49)?.after).toBeCloseTo(192.2, 9);
    expect([lossOf(0.51), lossOf(0.49)].map(({ clients }) => clients[0].write.p50)).toEqual([80, 300]);
  });

  it('is told with the least and the most, where that differs', () => {
    expect(found(0.5)?.range).toEqual({ low: 80, high: 300 });
    expect(linchpinSentence(found(0.5)!)).toContain('on average over who may lead next, 80.0 to 300.0 ms');
    expect(linchpinSentence(found(1) && { ...found(1)!, range: { low: 80, high: 81 } })).not.toContain(
      'average',
    );
  });
});
