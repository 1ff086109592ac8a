import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/topology/deployment.js';
import { complaints, loaded, topology } from './load.js';
import { madeUpRtt } from './resources.js';

const place = (text: string): string[] => text.split('/');

/** Median RTT (ms, two decimals) and kind of source of the link between two places. */
function link(deployment: Deployment, from: string, to: string): [number, string] {
  const { rtt, source } = deployment.network.link(place(from), place(to));
  return [Number(rtt.quantile(0.5).toFixed(2)), source.kind];
}

describe('the figures of a data set', () => {
  const deployment = loaded(topology());

  it('serve between regions, in the direction in which they were measured', () => {
    const there = deployment.network.link(['us-east-1', 'a'], ['eu-west-1', 'a']);
    const back = deployment.network.link(['eu-west-1', 'a'], ['us-east-1', 'a']);
    expect(there.rtt.start).toBeCloseTo(madeUpRtt('us-east-1', 'eu-west-1'), 9);
    expect(back.rtt.start).toBeCloseTo(madeUpRtt('eu-west-1', 'us-east-1'), 9);
    expect(there.rtt.start).not.toBe(back.rtt.start);
    expect(there.source).toEqual({ kind: 'data-set', text: 'aws-2025-07, made up' });
  });

  it('one way is half of the round trip: half the shift, half the shape of a gamma', () => {
    const { oneWay, rtt } = deployment.network.link(['us-east-1', 'a'], ['eu-west-1', 'a']);
    expect(rtt.law).toMatchObject({ kind: 'gamma', shape: 2 });
    expect(oneWay.law).toMatchObject({ kind: 'gamma', shape: 1, shift: rtt.start / 2 });
  });

  it('the same zone is within a zone, another zone or an unknown one is between zones', () => {
    expect(link(deployment, 'us-east-1/a', 'us-east-1/a')).toEqual([0.27, 'data-set']);
    expect(link(deployment, 'us-east-1/a/r1', 'us-east-1/a/r2')).toEqual([0.27, 'data-set']);
    expect(link(deployment, 'us-east-1/a', 'us-east-1/b')).toEqual([0.56, 'data-set']);
    expect(link(deployment, 'us-east-1/a', 'us-east-1')).toEqual([0.56, 'data-set']);
    expect(link(deployment, 'us-east-1', 'us-east-1')).toEqual([0.56, 'data-set']);
  });

  it('two regions with zones of one name are not one zone', () => {
    expect(link(deployment, 'us-east-1/a', 'us-east-2/a')[0]).toBeGreaterThan(5);
  });

  it('a link asked for twice is one object', () => {
    const { network } = deployment;
    expect(network.link(['us-east-1'], ['eu-west-1'])).toBe(network.link(['us-east-1'], ['eu-west-1']));
  });

  it('places that the data set does not know have no link', () => {
    expect(() => deployment.network.link(['us-east-1'], ['moon'])).toThrow(
      new RangeError('no RTT is known between us-east-1 and moon'),
    );
    expect(() => deployment.network.link(['moon'], ['moon'])).toThrow(RangeError);
  });

  it('are named with their date', () => {
    expect(deployment.network.dataset).toEqual({
      name: 'aws-2025-07',
      date: '2025-07-17',
      title: 'made-up figures in the place of aws-2025-07',
    });
  });
});

describe('within-zone and between-zones of the file', () => {
  it("beat the data set's and are named by their lines", () => {
    const deployment = loaded(
      topology({ network: '\n  rtt: aws-2025-07\n  within-zone: 0.3ms\n  between-zones: 0.8ms' }),
    );
    expect(link(deployment, 'us-east-1/a', 'us-east-1/a')).toEqual([0.3, 'file']);
    expect(link(deployment, 'us-east-1/a', 'us-east-1/b')).toEqual([0.8, 'file']);
    const { source, oneWay } = deployment.network.link(['us-east-1', 'a'], ['us-east-1', 'a']);
    expect(source.text).toBe('within-zone at topology.yaml:5');
    expect(oneWay.mean).toBe(0.15);
  });
});

describe('overrides', () => {
  const network = (overrides: string): Deployment =>
    loaded(topology({ network: `\n  rtt: aws-2025-07\n  within-zone: 0.3ms\n  overrides:\n${overrides}` }));

  it('beat the data set in both directions, wherever in the two regions', () => {
    const deployment = network('    - { between: [us-east-1, eu-west-1], rtt: { p50: 68ms, p99: 75ms } }\n');
    expect(link(deployment, 'us-east-1/a', 'eu-west-1')).toEqual([68, 'override']);
    expect(link(deployment, 'eu-west-1/c/r', 'us-east-1/b')).toEqual([68, 'override']);
    expect(link(deployment, 'us-east-2/a', 'eu-west-1')[1]).toBe('data-set');
    expect(deployment.network.link(['us-east-1'], ['eu-west-1']).source.text).toBe(
      'override at topology.yaml:7',
    );
  });

  it('the more specific wins, whichever comes first', () => {
    const lines = [
      '    - { between: [us-east-1, eu-west-1], rtt: 68ms }\n',
      '    - { between: [us-east-1/a, eu-west-1], rtt: 67ms }\n',
      '    - { between: [us-east-1/a, eu-west-1/a], rtt: 66ms }\n',
    ];
    for (const order of [lines, [...lines].reverse()]) {
      const deployment = network(order.join(''));
      expect(link(deployment, 'us-east-1/a', 'eu-west-1/a')[0]).toBe(66);
      expect(link(deployment, 'eu-west-1/b', 'us-east-1/a')[0]).toBe(67);
      expect(link(deployment, 'us-east-1/b', 'eu-west-1/a')[0]).toBe(68);
    }
  });

  it('of two equally specific ones the later wins', () => {
    const deployment = network(
      '    - { between: [us-east-1/a, eu-west-1], rtt: 67ms }\n    - { between: [us-east-1, eu-west-1/a], rtt: 66ms }\n',
    );
    expect(link(deployment, 'us-east-1/a', 'eu-west-1/a')[0]).toBe(66);
  });

  it('between two zones of a region beat between-zones, and leave its other zones alone', () => {
    const deployment = network('    - { between: [us-east-1/a, us-east-1/b], rtt: 1.5ms }\n');
    expect(link(deployment, 'us-east-1/b', 'us-east-1/a')).toEqual([1.5, 'override']);
    expect(link(deployment, 'us-east-1/a', 'us-east-1/c')[1]).toBe('data-set');
    expect(link(deployment, 'us-east-1/a', 'us-east-1/a')).toEqual([0.3, 'file']);
  });

  it('make up for what a data set does not know', () => {
    const replicas = '[{ id: a, at: ap-east-1/a }, { id: b, at: sa-east-1/a }, { id: c, at: us-east-1/a }]';
    const parts = { replicas, disks: undefined, protocol: '{ name: multi-paxos }' };
    expect(complaints(topology(parts))).toEqual([
      'aws-2025-07 has no RTT between ap-east-1 and sa-east-1 [add an override: { between: [ap-east-1, sa-east-1], rtt: … }]',
    ]);
    const network = '{ rtt: aws-2025-07, overrides: [{ between: [ap-east-1, sa-east-1], rtt: 300ms }] }';
    expect(link(loaded(topology({ ...parts, network })), 'sa-east-1/a', 'ap-east-1/a')).toEqual([
      300,
      'override',
    ]);
  });
});

describe('an inline matrix', () => {
  const parts = {
    replicas: '[{ id: a, at: CA }, { id: b, at: OR/x }, { id: c, at: OH }]',
    clients: '[{ id: web, at: CA/z }]',
    protocol: '{ name: multi-paxos, leader: a }',
    disks: undefined,
  };
  const rtt = '{ sites: [CA, OR, OH], ms: [[0.5, 20, 52], [22, 0.6, 68], [52, 68, 0.7]] }';
  const deployment = loaded(topology({ ...parts, network: `{ rtt: ${rtt} }` }));

  it('gives half of cell (a, b) as the way from a to b, and the sum of the two ways as the round trip', () => {
    const there = deployment.network.link(['CA'], ['OR']);
    const back = deployment.network.link(['OR'], ['CA']);
    expect([there.oneWay.mean, back.oneWay.mean]).toEqual([10, 11]);
    expect([there.rtt.mean, back.rtt.mean]).toEqual([21, 21]);
    expect(there.rtt.law.kind).toBe('points');
  });

  it('gives the diagonal inside a site, whatever the zones', () => {
    expect(link(deployment, 'OR/x', 'OR/x')).toEqual([0.6, 'inline']);
    expect(link(deployment, 'OR/x', 'OR/y')).toEqual([0.6, 'inline']);
    expect(link(deployment, 'OH', 'OH/x')).toEqual([0.7, 'inline']);
  });

  it('yields to within-zone and between-zones of the file', () => {
    const both = loaded(
      topology({ ...parts, network: `{ rtt: ${rtt}, within-zone: 0.1ms, between-zones: 0.2ms }` }),
    );
    expect(link(both, 'OR/x', 'OR/x')).toEqual([0.1, 'file']);
    expect(link(both, 'OR/x', 'OR/y')).toEqual([0.2, 'file']);
  });

  it('has no data set, and takes nothing for granted about links', () => {
    expect(deployment.network.dataset).toBeUndefined();
    expect(deployment.assumptions.filter((text) => text.includes('RTT') || text.includes('zone'))).toEqual(
      [],
    );
  });

  it('every matrix is read back exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 3, maxLength: 3 }), {
          minLength: 3,
          maxLength: 3,
        }),
        (quarters) => {
          const cells = quarters.map((row) => row.map((quarter) => quarter / 4));
          const text = `{ rtt: { sites: [CA, OR, OH], ms: ${JSON.stringify(cells)} } }`;
          const { network } = loaded(topology({ ...parts, network: text }));
          const sites = ['CA', 'OR', 'OH'];
          for (const [i, from] of sites.entries())
            for (const [j, to] of sites.entries())
              expect(network.link([from], [to]).oneWay.mean).toBe(cells[i]![j]! / 2);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('assumptions about links', () => {
  const of = (parts: Parameters<typeof topology>[0]): readonly string[] =>
    loaded(topology(parts)).assumptions;

  it("name the data set's own figures inside regions where they are used", () => {
    const replicas =
      '[{ id: va1, at: us-east-1/a }, { id: va2, at: us-east-1/a }, { id: va3, at: us-east-1/b }]';
    const clients = '[{ id: web, at: us-east-1/a }]';
    expect(of({ replicas, clients, disks: undefined })).toEqual([
      'A durable write costs nothing: no replica names a disk.',
      'Within-zone RTT 0.27 ms (comes with aws-2025-07).',
      'Between-zones RTT 0.56 ms (comes with aws-2025-07).',
    ]);
    expect(of({ clients: '[]' })).toEqual([]);
  });

  it('say that a place without a zone is taken to lie in another zone', () => {
    expect(of({})).toContain('In us-east-1, endpoints without a zone are assumed to be in a separate zone.');
  });

  it('name estimated pairs, once, with what was assumed of them', () => {
    const replicas = '[{ id: a, at: me-south-1/a }, { id: b, at: us-east-1/a }, { id: c, at: eu-west-1/a }]';
    const assumptions = of({
      replicas,
      protocol: '{ name: multi-paxos, processing: 1us }',
      clients: '[]',
      disks: undefined,
    });
    expect(assumptions.slice(1)).toEqual([
      'RTTs estimated from distance, not measured: eu-west-1 – me-south-1 and me-south-1 – us-east-1.',
      'aws-2025-07: the spread is that of pairs as far apart.',
    ]);
    const source = loaded(
      topology({ replicas, clients: '[]', disks: undefined, protocol: '{ name: multi-paxos }' }),
    ).network.link(['me-south-1'], ['us-east-1']).source;
    expect(source).toEqual({ kind: 'estimated', text: 'estimated from distance (5,570 km × 1.91)' });
  });

  it('say which pairs were measured in one direction only', () => {
    const clients = '[{ id: web, at: af-south-1 }]';
    expect(of({ clients })).toContain(
      'RTTs measured in one direction only, taken for both: af-south-1 – eu-west-1, af-south-1 – us-east-1 and af-south-1 – us-east-2.',
    );
  });

  it('concern only links that are used: not those between clients', () => {
    const clients = '[{ id: web, at: me-south-1 }, { id: app, at: me-south-1 }]';
    const network =
      '{ rtt: aws-2025-07, overrides: [{ between: [me-south-1, us-east-1], rtt: 1ms }, { between: [me-south-1, us-east-2], rtt: 1ms }, { between: [me-south-1, eu-west-1], rtt: 1ms }] }';
    expect(of({ clients, network })).toEqual([]);
  });
});
