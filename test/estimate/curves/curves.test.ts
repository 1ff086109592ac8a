import { describe, expect, test } from 'vitest';
import { aboutOf } from '../../../src/estimate/curves/about.js';
import { availabilityBySize } from '../../../src/estimate/curves/availability-by-size.js';
import { latencyCurvesOf } from '../../../src/estimate/curves/latency-curves.js';
import { rttMatrixOf } from '../../../src/estimate/curves/rtt-matrix.js';
import { spaceTimeOf } from '../../../src/estimate/curves/space-time.js';
import { estimate } from '../../../src/estimate/estimate.js';
import { simulateDeployment } from '../../../src/estimate/simulation/simulated.js';
import { situationOf } from '../../chart/topologies.js';
import { apart, failing, fleetAt } from '../availability/fleets.js';

const about = { name: 'x', protocol: 'Raft', source: 'RTTs' };

describe('latency curves', () => {
  test('agree with the figures of estimate, and rise', async () => {
    const { situation, evaluator } = await situationOf('three-regions');
    const figures = estimate(situation.deployment, situation.protocol, { seed: 1 });
    for (const operation of ['write', 'read'] as const) {
      const { clients } = latencyCurvesOf(situation, operation, evaluator);
      expect(clients.map(({ id }) => id)).toEqual(['east', 'west']);
      for (const [i, { p50, p99, points }] of clients.entries()) {
        expect(p50).toBeCloseTo(figures.clients[i][operation].p50!, 9);
        expect(p99).toBeCloseTo(figures.clients[i][operation].p99!, 9);
        for (const [k, { ms, share }] of points.entries()) {
          if (k === 0) continue;
          expect(ms).toBeGreaterThanOrEqual(points[k - 1].ms);
          expect(share).toBeGreaterThan(points[k - 1].share);
        }
        expect(points[points.length - 1].share).toBeCloseTo(0.99999, 9);
      }
    }
  });

  test('end where operations never finish, and are empty where none does', async () => {
    const { situation, evaluator } = await situationOf('payments-ledger');
    const down = new Set(['va1', 'oh1', 'or1']);
    const { clients } = latencyCurvesOf({ ...situation, leader: 'ie1', down }, 'write', evaluator);
    expect(clients.length).toBe(2);
    for (const { points, p50 } of clients) {
      expect(points).toEqual([]);
      expect(p50).toBeNull();
    }
  });
});

test('the RTT matrix has the medians of the network, and none from a replica to itself', async () => {
  const { situation } = await situationOf('payments-ledger');
  const { columns, rows } = rttMatrixOf(situation);
  expect(columns).toEqual(['va1', 'oh1', 'or1', 'ie1', 'de1']);
  expect(rows.map(({ id }) => id)).toEqual([...columns, 'web-us', 'web-eu']);
  expect(rows[0].cells[0]).toBeNull();
  // The file's own overrides.
  expect(rows[0].cells[3]).toBeCloseTo(68, 6);
  expect(rows[5].cells.every((ms) => ms !== null && ms > 0)).toBe(true);
});

describe('availability by number of replicas', () => {
  test('machines that fail with .1 each for itself: .1, .028, .00856 either way (binomial)', () => {
    const { points } = availabilityBySize(apart(5, 0.1), about, [1, 3, 5]);
    for (const correlated of [false, true]) {
      const found = points.filter((point) => point.correlated === correlated);
      for (const [i, loss] of [0.1, 0.028, 0.00856].entries())
        expect(found[i].unavailability).toBeCloseTo(loss, 9);
    }
  });

  test('replicas of one region are as available as the region, however many they are', () => {
    const fleet = fleetAt(['r/a', 'r/b', 'r/c'], { region: failing(0.01) });
    const { points } = availabilityBySize(fleet, about, [3, 9]);
    const at = (replicas: number, correlated: boolean) =>
      points.find((point) => point.replicas === replicas && point.correlated === correlated)!.unavailability;
    expect(at(3, true)).toBeCloseTo(0.01, 9);
    expect(at(9, true)).toBeCloseTo(0.01, 9);
    // Each for itself: 3p² − 2p³.
    expect(at(3, false)).toBeCloseTo(2.98e-4, 9);
  });

  test('a shared set that names a replica says nothing of replicas laid out anew', () => {
    const shared = [{ name: 'rack power', members: ['r1'], ...failing(0.2) }];
    const fleet = fleetAt(['a', 'b', 'c'], { machine: failing(0.1), shared });
    const { points } = availabilityBySize(fleet, about, [3]);
    for (const { unavailability } of points) expect(unavailability).toBeCloseTo(0.028, 9);
  });
});

describe('space and time', () => {
  test.each(['payments-ledger', 'nine-hierarchical', 'seven-around-the-globe'])(
    '%s: what the answer waited for is one unbroken chain from the client back to the client',
    async (name) => {
      const { situation } = await situationOf(name);
      const { deployment, protocol, leader } = situation;
      for (const { id } of deployment.clients) {
        const { trace } = simulateDeployment(deployment, protocol, {
          seed: 7,
          arrivals: { kind: 'spaced' },
          load: 'spaced',
          operations: 20,
          faults: [],
          faultTexts: [],
          trace: { client: id, operation: 2, kind: 'write' },
        });
        const data = spaceTimeOf(trace!, aboutOf(deployment, protocol, leader));
        const chain = data.messages.filter(({ critical }) => critical).sort((a, b) => a.sent - b.sent);
        expect(data.lanes[0]).toBe(id);
        expect(chain[0].from).toBe(id);
        expect(chain[0].sent).toBe(0);
        expect(chain[chain.length - 1].to).toBe(id);
        expect(chain[chain.length - 1].received).toBeCloseTo(data.answered!, 9);
        for (const [k, message] of chain.entries()) {
          if (k === 0) continue;
          expect(message.from).toBe(chain[k - 1].to);
          expect(message.sent).toBeGreaterThanOrEqual(chain[k - 1].received!);
        }
        expect(data.messages.length).toBeGreaterThan(chain.length);
        expect(data.diskWrites.some(({ critical }) => critical)).toBe(true);
        expect(data.commits.length).toBeGreaterThan(0);
      }
    },
  );

  test('a command that is never answered waited for nothing', () => {
    const events = [
      { at: 0, place: 'c', what: 'send' as const, id: 1, peer: 'a', message: 'request' },
      { at: 3, place: 'a', what: 'lost' as const, id: 1, peer: 'c', message: 'request' },
    ];
    const data = spaceTimeOf(
      { client: 'c', operation: 1, kind: 'write', start: 0, latency: null, events },
      about,
    );
    expect(data.messages).toEqual([
      { from: 'c', to: 'a', type: 'request', sent: 0, received: null, critical: false },
    ]);
    expect(data.answered).toBeNull();
    expect(data.marks).toEqual([{ place: 'a', at: 3, what: 'lost' }]);
  });
});
