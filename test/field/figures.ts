import { expect } from 'vitest';
import { claim, type Expectations, type FieldCase } from './case.js';

function figures(field: FieldCase, client = field.topology.deployment.clients[0].id) {
  return field.now.clients.find(({ id }) => id === client)!;
}

/** Model and machines agree within this share of each, where nothing fails. */
const simulated = (share: number, operations: number) =>
  claim(`the machines take what the model says, within ${share * 100} %`, (field) => {
    for (const { write, model, notCompared } of field.simulate([], operations).clients) {
      expect(notCompared).toBeNull();
      for (const figure of ['p50', 'p90'] as const) {
        const [low, high] = write.confidence[figure];
        const said = model!.write[figure]!;
        const inside = low !== null && high !== null && said >= low && said <= high;
        expect(
          inside || Math.abs(write[figure]! / said - 1) < share,
          `${figure}: ${write[figure]} ${said}`,
        ).toBe(true);
      }
    }
  });

const writes = (p50: number, because: string) =>
  claim(`writes take ${p50} ms: ${because}`, (field) => {
    expect(figures(field).write.p50! / p50).toBeCloseTo(1, 2);
  });

/** Cases about what operations take. */
export const FIGURES: Expectations = {
  'leaders-spread-over-regions': {
    claims: [
      claim('a third of the reads take 2 ms, a third 30, a third 60', (field) => {
        const { read } = figures(field);
        expect([read.p50, read.p99]).toEqual([30, 60]);
        expect(read.mean).toBeCloseTo((2 + 30 + 60) / 3, 6);
      }),
      claim('a third of the writes take 32 ms, a third 60, a third 100', (field) => {
        // From the leader to the nearest other and back: 30 (e), 30 (c), 40 (w).
        const { write } = figures(field);
        expect([write.p50, write.p99]).toEqual([60, 100]);
        expect(write.mean).toBeCloseTo((32 + 60 + 100) / 3, 6);
      }),
      claim('a simulation of one group says so and is not held against all', (field) => {
        const [{ model, notCompared }] = field.simulate([], 50).clients;
        expect(notCompared).toBe('The run is of one group, led by e; the model is of groups led by e, c, w.');
        expect(model?.write.p50).toBe(60);
      }),
    ],
  },
  'spread-leaders-objectives': {
    claims: [
      claim('both objectives are missed, in estimate and in review', (field) => {
        expect(field.estimate.objectives.map(({ met, actual }) => [met, actual])).toEqual([
          [false, 100],
          [false, 60],
        ]);
        expect(field.findings.filter(({ rule }) => rule === 'QR033')).toHaveLength(2);
      }),
    ],
  },
  'shards-led-from-afar': {
    claims: [
      writes(320, 'there and back to the leaders, 160 ms, and 160 ms more to their nearest follower'),
      claim('a simulation is of a group that is led from there', (field) => {
        const [{ write, model, notCompared }] = field.simulate([], 50).clients;
        expect(notCompared).toBeNull();
        expect(write.p50! / 320).toBeCloseTo(1, 2);
        expect(model!.write.p50! / 320).toBeCloseTo(1, 2);
      }),
    ],
  },
  'follower-reads': {
    claims: [
      claim('reads take 2 ms everywhere', (field) => {
        expect(field.now.clients.map(({ read }) => read.p50)).toEqual([2, 2, 2]);
      }),
      claim('without the west its reads take 40 ms, the others’ stay', (field) => {
        expect(field.loss('w').clients.map(({ read }) => read.p50)).toEqual([2, 2, 40]);
      }),
    ],
  },
  'quorum-of-reads': {
    claims: [
      claim('the loss of a site stops writes, three of four being needed', (field) => {
        expect(field.estimate.survives).toMatchObject({ machine: 1, region: 0 });
      }),
    ],
    toCome: 'linearizable reads that ask a read quorum of their own: partial quorums',
  },
  'fifteen-in-three-groups': {
    claims: [
      writes(31.3, '30 ms to Japan, 1 ms to write, 0.3 ms to the leader'),
      claim('the third answer from Japan decides, Singapore never', (field) => {
        const { decidedBy } = figures(field);
        expect(decidedBy[0]).toMatchObject({ replica: 'j3', decides: 1 });
        expect(decidedBy.filter(({ inQuorum }) => inQuorum > 0).map(({ replica }) => replica)).toEqual(
          expect.arrayContaining(['k1', 'k2', 'k3', 'j1', 'j2', 'j3']),
        );
        // k4 and k5 have answered as well before Japan does, but three of a group are enough: six in all.
        expect(decidedBy.reduce((sum, { inQuorum }) => sum + inQuorum, 0)).toBeCloseTo(6, 9);
        expect(decidedBy.some(({ replica }) => replica.startsWith('s'))).toBe(false);
      }),
      claim('six lost the wrong way stop writes, ten lost the right way do not', (field) => {
        expect(field.goesOn(['k1', 'k2', 'k3', 'j1', 'j2', 'j3'])).toBe(false);
        expect(field.goesOn(['s1', 's2', 's3', 's4', 's5', 'k1', 'k2', 'j1', 'j2'])).toBe(true);
      }),
    ],
  },
  'fan-in': { claims: [simulated(0.02, 1500)] },
  'fan-in-nine': {
    claims: [
      claim('writes take 4 ms and one in a hundred 7.2, for answers queue at the leader', (field) => {
        // Simulated for the source: p50 4.04, p99 7.2.
        expect(figures(field, 'c0').write.p50).toBeCloseTo(4.04, 1);
        expect(figures(field, 'c0').write.p99).toBeCloseTo(7.2, 0);
      }),
    ],
  },
  'loss-mencius': {
    claims: [
      claim('more than half of the writes take exactly 61.4 ms, as 400,000 draws of the law say', (field) => {
        expect(figures(field).write.p50).toBeCloseTo(61.4, 6);
      }),
    ],
  },
  'loss-multi-paxos': {
    claims: [writes(61.4, '60 ms to the farthest, 1 ms, 0.4 ms'), simulated(0.01, 1500)],
  },
  'loss-two-phase-commit': {
    claims: [
      claim(
        'nine writes in ten take what they take without loss: nothing waits behind heartbeats',
        (field) => {
          const { write } = figures(field);
          expect(write.p90! - write.p50!).toBeLessThan(1);
          expect(write.p90).toBeCloseTo(62.4, 6);
        },
      ),
    ],
  },
  'group-commit-crash': {
    claims: [
      claim('throughput is told, with what limits it: the leader’s processor', (field) => {
        const { max, bottleneck } = field.estimate.throughput;
        expect(max).toBeGreaterThan(1000);
        expect(bottleneck).toEqual({ replica: 'r0', resource: 'processor' });
      }),
    ],
  },
  'pull-replication': {
    claims: [writes(1000, 'one round trip, as if members were sent what is new')],
    toCome: 'secondaries that fetch, and the 2000 ms that were measured: systems',
  },
  'galera-three-continents': {
    claims: [writes(275.9, '270.5 ms to Japan, 5.1 ms to write, 0.3 ms to the node')],
    toCome: 'certification at each node, any node as entry, and the measured 294.8 ms: systems',
  },
  'galera-two-regions': {
    claims: [writes(319.3, '316 ms there and back, 3 ms to write, 0.3 ms to the node')],
    toCome:
      'writes that go on without a node that the others evict, and the measured 360 ms: membership managers',
  },
  'galera-two-sites': {
    claims: [writes(100.5, '100 ms there and back, 0.5 ms to the node')],
    toCome: 'any node as entry, and the measured 108 ms: systems',
  },
  'reads-local-and-consistent': {
    claims: [
      claim('reads are local everywhere and said to be no linearizable ones', (field) => {
        for (const { read } of field.now.clients) expect(read.p50).toBeLessThan(1);
        expect(field.now.protocol.reads).toBe('local');
        expect(field.codes).toContain('QR045');
      }),
    ],
    toCome: 'writes that wait out the uncertainty of clocks: a read mode of its own',
  },
  'roles-of-another-system': {
    claims: [
      claim('what the file does say is right: two logs, both needed', (field) => {
        expect(field.estimate.survives.machine).toBe(0);
      }),
    ],
    toCome: 'proxies, logs, satellites and storage servers as roles: systems',
  },
  'slow-third-node': {
    claims: [
      claim('everybody waits for the far node: 100.8 ms, and 1.1 without it', (field) => {
        expect(figures(field).write.p50).toBeCloseTo(100.8, 6);
        expect(field.loss('m3').clients[0].write.p50).toBeCloseTo(1.1, 6);
      }),
    ],
    toCome: 'QR016 on three replicas: a rule',
  },
};
