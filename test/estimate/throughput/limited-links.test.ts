import { describe, expect, it } from 'vitest';
import { limitedLinks } from '../../../src/estimate/throughput/limited-links.js';
import { loaded, topology } from '../../topology/load.js';

describe('limited links between replicas', () => {
  it('are apart where the file has them apart, though they join the same regions and take as much', () => {
    const deployment = loaded(
      topology({
        network:
          '{ rtt: aws-2025-07, links: [{ between: [us-east-1/a, us-east-2], bandwidth: 1MB/s }, { between: [us-east-1/b, us-east-2], bandwidth: 1MB/s }] }',
        replicas:
          '[{ id: a1, at: us-east-1/a, disk: nvme }, { id: a2, at: us-east-1/a }, { id: b1, at: us-east-1/b }, { id: oh1, at: us-east-2/a }]',
        protocol: '{ name: multi-paxos }',
      }),
    );
    const n = 4;
    expect(limitedLinks(deployment)).toEqual([
      { from: 'a1', to: 'oh1', bandwidth: 1e6, pairs: [3, n + 3] },
      { from: 'b1', to: 'oh1', bandwidth: 1e6, pairs: [2 * n + 3] },
      { from: 'oh1', to: 'a1', bandwidth: 1e6, pairs: [3 * n, 3 * n + 1] },
      { from: 'oh1', to: 'b1', bandwidth: 1e6, pairs: [3 * n + 2] },
    ]);
  });

  it('are none where the file limits none', () => {
    expect(limitedLinks(loaded(topology()))).toEqual([]);
  });
});
