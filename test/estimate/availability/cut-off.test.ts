import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../src/estimate/availability/availability.js';
import { majority } from '../../../src/quorum/shapes.js';
import { DAY, failing, fleetAt, HOUR, majorityOf } from './fleets.js';

const YEAR = 365 * 86_400;

/** The fleet with a proxy for its first client. */
function withProxy(proxy: string, failures: Parameters<typeof fleetAt>[1], client = 'far') {
  const fleet = fleetAt(['a', 'b', 'c'], failures, [client]);
  return { ...fleet, clients: [{ ...fleet.clients[0], proxy: proxy.split('/') }] };
}

function cutOffOf(fleet: ReturnType<typeof fleetAt>, options: object = {}): number {
  const system = majorityOf(fleet);
  const { clients } = availabilityOf(fleet, { write: [system], read: [system] }, options);
  return clients[0].write.downtimePerYear.cutOff / YEAR;
}

describe('a client that waits for a replica that is lost', () => {
  const machine = { mtbf: 73 * DAY, mttr: HOUR };
  const fleet = fleetAt(['a', 'b', 'c'], { machine }, ['far', 'far']);
  const system = majorityOf(fleet);
  const needs = { write: [system], read: [system], leader: 'r1' };
  const options = { failoverMean: 1000, perceivedMean: 4500, patience: 4000 };
  const asks = new Map([
    ['c1', { write: 'r1', read: 'r1' }],
    ['c2', { write: 'r2', read: 'r2' }],
  ]);

  // Five losses of a machine a year.
  test('is cut off for its patience at each loss of a replica that does not lead: 5 · 4 s', () => {
    const [, second] = availabilityOf(fleet, needs, { ...options, asks }).clients;
    const up = 1 - second.write.quorumLossProbability;
    expect(second.write.downtimePerYear.cutOff).toBeCloseTo(5 * 4 * up, 9);
    expect(second.read.downtimePerYear.cutOff).toBeCloseTo(5 * 4 * up, 9);
  });

  test('at a loss of the leader only for what its patience outlasts the failover: 5 · (4.5 − 1) s', () => {
    const [first] = availabilityOf(fleet, needs, { ...options, asks }).clients;
    const up = 1 - first.write.quorumLossProbability;
    const { failover, cutOff, total, quorumLoss } = first.write.downtimePerYear;
    expect(cutOff).toBeCloseTo(5 * 3.5 * up, 9);
    expect(failover).toBeCloseTo(5 * 1 * up, 9);
    expect(total).toBeCloseTo(quorumLoss + failover + cutOff, 9);
  });

  test('is told before planned work, and what nobody names waits for nobody', () => {
    const none = availabilityOf(fleet, needs, options).clients;
    expect(none.map(({ write }) => write.downtimePerYear.cutOff)).toEqual([0, 0]);
  });

  test('that nobody replaces is waited for by all alike: nothing is added', () => {
    const stuck = availabilityOf(fleet, needs, { patience: 4000, asks }).clients;
    expect(stuck[0].write.downtimePerYear.cutOff).toBe(0);
    expect(stuck[1].write.downtimePerYear.cutOff).toBeGreaterThan(0);
  });

  test('in the same region sees no outage when the region takes both away', () => {
    const region = { mtbf: 365 * DAY, mttr: HOUR };
    const beside = fleetAt(['a', 'b', 'c'], { region }, ['a', 'b']);
    const [own, other] = availabilityOf(beside, needs, {
      ...options,
      asks: new Map([
        ['c1', { write: 'r1', read: 'r1' }],
        ['c2', { write: 'r1', read: 'r1' }],
      ]),
    }).clients;
    expect(own.write.downtimePerYear.cutOff).toBe(0);
    expect(other.write.downtimePerYear.cutOff).toBeGreaterThan(3);
  });
});

describe('a proxy is a single point', () => {
  test('where no replica is: its region’s unavailability while the service goes on', () => {
    const p = 0.01;
    const loss = 3 * p * p * (1 - p) + p ** 3;
    expect(cutOffOf(withProxy('d', { region: failing(p) }))).toBeCloseTo(p * (1 - loss), 12);
  });

  test('beside a replica: the region down, and both others up', () => {
    const p = 0.1;
    expect(cutOffOf(withProxy('a', { region: failing(p) }))).toBeCloseTo(p * (1 - p) ** 2, 12);
  });

  test('zone and region add up: p_region + p_zone − both, the service being there', () => {
    const fleet = withProxy('d/1', { region: failing(0.1), zone: failing(0.2) });
    const own = 1 - 0.9 * 0.8;
    const q = 0.1; // Replicas' paths name no zone.
    const loss = 3 * q * q * (1 - q) + q ** 3;
    expect(cutOffOf(fleet)).toBeCloseTo(own * (1 - loss), 12);
  });

  test('of a client that stands in the same region: no outage that the client is there to see', () => {
    expect(cutOffOf(withProxy('d', { region: failing(0.1) }, 'd'))).toBe(0);
    expect(cutOffOf(withProxy('d/1', { region: failing(0.1), zone: failing(0.1) }, 'd'))).toBeGreaterThan(
      0.05,
    );
  });

  test('that a shared failure takes away, with replicas and without', () => {
    const storm = { name: 'storm', members: ['d'], ...failing(0.05) };
    expect(cutOffOf(withProxy('d', { shared: [storm] }))).toBeCloseTo(0.05, 12);
    const wide = { ...storm, members: ['a', 'd'] };
    // It takes one of three replicas: the service goes on.
    expect(cutOffOf(withProxy('d', { shared: [wide] }))).toBeCloseTo(0.05, 12);
    const all = { ...storm, members: ['a', 'b', 'd'] };
    expect(cutOffOf(withProxy('d', { shared: [all] }))).toBeCloseTo(0, 12);
  });

  test('does not fail with a machine, and the result says what was taken for granted', () => {
    const fleet = withProxy('d', { machine: failing(0.1) });
    expect(cutOffOf(fleet)).toBe(0);
    const system = majorityOf(fleet);
    const { assumptions } = availabilityOf(fleet, { write: [system], read: [system] });
    expect(assumptions.join(' ')).toContain('c1 has no way but the proxy');
  });
});

describe('what is left while some are down permanently', () => {
  const p = 0.01;
  const fleet = fleetAt(['a', 'b', 'c'], { machine: failing(p) }, ['far']);
  const system = majority(['r1', 'r2', 'r3']);
  const needs = { write: [system], read: [system] };

  test('two of three: both are needed, and nothing may be lost', () => {
    const found = availabilityOf(fleet, needs, { down: new Set(['r1']) });
    expect(found.write.quorumLossProbability).toBeCloseTo(1 - (1 - p) ** 2, 12);
    expect(found.survives.machine).toMatchObject({ any: 0, smallest: ['r2'] });
    expect(found.contributions.filter(({ share }) => share > 0).map(({ name }) => name)).toEqual([
      'r2',
      'r3',
    ]);
  });

  test('one of three: nothing goes on, nobody is to blame, and nothing throws', () => {
    const found = availabilityOf({ ...fleet, maintenance: { every: DAY, lasts: HOUR } }, needs, {
      down: new Set(['r1', 'r2']),
    });
    expect(found.write).toMatchObject({ availability: 0, quorumLossProbability: 1 });
    expect([found.survives.machine?.any, found.fatalShared, found.maintenanceWindow]).toEqual([0, [], null]);
  });

  test('a client without any way is cut off all year, but for what the service is not there anyhow', () => {
    const { clients } = availabilityOf(fleet, needs, { cutOff: new Set(['c1']) });
    expect(clients[0].write.availability).toBeCloseTo(0, 12);
    const { cutOff, quorumLoss } = clients[0].write.downtimePerYear;
    expect(cutOff + quorumLoss).toBeCloseTo(YEAR, 3);
  });

  test('an unknown replica is refused', () => {
    expect(() => availabilityOf(fleet, needs, { down: new Set(['r9']) })).toThrow(/'r9' is no replica/);
    expect(() => availabilityOf(fleet, needs, { patience: -1 })).toThrow(/patience/);
  });
});
