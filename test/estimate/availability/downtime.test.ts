import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../src/estimate/availability/availability.js';
import { majority, threshold } from '../../../src/quorum/shapes.js';
import { apart, DAY, fleetAt, HOUR, idsOf, majorityOf } from './fleets.js';

const YEAR = 365 * 86400;

/** Topology of the documentation: 120 d/30 min machines, 8 y/4 h regions, a storm over two of them. */
const figures = {
  machine: { mtbf: 120 * DAY, mttr: HOUR / 2 },
  region: { mtbf: 8 * 365 * DAY, mttr: 4 * HOUR },
  shared: [{ name: 'storm', members: ['us-east', 'us-north'], mtbf: 20 * 365 * DAY, mttr: 12 * HOUR }],
};
const places = ['us-east', 'us-north', 'us-west', 'eu-west', 'eu-mid'];
const ledger = fleetAt(places, figures, ['us-east', 'eu-west', 'asia']);
const system = majorityOf(ledger);
const led = { write: [system], read: [system], leader: 'r1' };

describe('failover', () => {
  test("takes the mean time at each loss of the leader's machine, region and shared sets: rates add", () => {
    const { write } = availabilityOf(ledger, led, { failoverMean: 3000 });
    const losses = 365 / 120 + 1 / 8 + 1 / 20;
    const seconds = losses * 3 * (1 - write.quorumLossProbability);
    expect(write.downtimePerYear.failover).toBeCloseTo(seconds, 9);
  });

  test('a client in the region of the leader sees only the losses that leave the client up', () => {
    const { clients } = availabilityOf(ledger, led, { failoverMean: 3000 });
    const [beside, across] = clients.map(({ write }) => write.downtimePerYear.failover);
    expect(beside).toBeCloseTo((365 / 120) * 3, 4);
    expect(across).toBeCloseTo((365 / 120 + 1 / 8 + 1 / 20) * 3, 4);
  });

  test('a client where no replica is sees what the service sees', () => {
    const { clients, write, read } = availabilityOf(ledger, led, { failoverMean: 3000 });
    expect(clients[2]).toEqual({ id: 'c3', write, read });
  });

  test('is no matter to reads that go past the leader, nor where nobody leads', () => {
    const { read, write } = availabilityOf(
      ledger,
      { ...led, readsNeedLeader: false },
      { failoverMean: 3000 },
    );
    expect(read.downtimePerYear.failover).toBe(0);
    expect(write.downtimePerYear.failover).toBeGreaterThan(0);
    const none = availabilityOf(ledger, { write: [system], read: [system] }, { failoverMean: 3000 });
    expect(none.write.downtimePerYear.failover).toBe(0);
  });

  test('longer failovers never give less downtime', () => {
    const totals = [0, 1, 1000, 60_000, HOUR, 1000 * DAY].map(
      (failoverMean) => availabilityOf(ledger, led, { failoverMean }).write.downtimePerYear.total,
    );
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    expect(totals[5]).toBe(YEAR);
  });
});

describe('the parts of the downtime', () => {
  test('add up to the total, and the total to the availability, in seconds of 365 days', () => {
    const kept = { ...ledger, maintenance: { every: 30 * DAY, lasts: HOUR / 3 } };
    const servedBy = new Map([['c1', ['r1']]]);
    const { write, clients } = availabilityOf(kept, led, { failoverMean: 3000, servedBy });
    for (const { availability, downtimePerYear } of [write, clients[0].write]) {
      const { quorumLoss, failover, maintenance, cutOff, total } = downtimePerYear;
      expect(quorumLoss + failover + maintenance + cutOff).toBeCloseTo(total, 9);
      expect((1 - availability) * YEAR).toBeCloseTo(total, 6);
      for (const part of [quorumLoss, failover, maintenance]) expect(part).toBeGreaterThan(0);
    }
    expect(clients[0].write.downtimePerYear.cutOff).toBeGreaterThan(0);
  });

  test('of one machine alone are its own unavailability: mttr/(mtbf + mttr) of the year', () => {
    const fleet = fleetAt(['a'], { machine: { mtbf: 99 * HOUR, mttr: HOUR } });
    const one = majority(['r1']);
    const { write } = availabilityOf(fleet, { write: [one], read: [one] });
    expect(write.downtimePerYear.total).toBeCloseTo(YEAR / 100, 6);
    expect(write.availability).toBeCloseTo(0.99, 14);
  });

  test('without failure figures nothing is down, and the result says so', () => {
    const fleet = fleetAt(places);
    const { write, contributions, assumptions, method } = availabilityOf(fleet, led, { failoverMean: 3000 });
    expect(write.availability).toBe(1);
    expect(contributions).toEqual([]);
    expect(method).toBe('exact');
    expect(assumptions[0]).toContain('no failure figures');
  });

  test('primary and one backup with an operator: any copy serves, so both must be down; consensus of two needs both up', () => {
    const fleet = apart(2, 0.1);
    const any = threshold(idsOf(fleet), 1);
    const operated = availabilityOf(
      fleet,
      { write: [any], read: [any], leader: 'r1' },
      { failoverMean: HOUR / 4 },
    );
    expect(operated.write.quorumLossProbability).toBeCloseTo(0.01, 14);
    const both = majorityOf(fleet);
    const needsBoth = availabilityOf(fleet, { write: [both], read: [both] });
    expect(needsBoth.write.quorumLossProbability).toBeCloseTo(0.19, 14);
    // Each of the losses of the primary, one in nine hours of being up, takes a quarter of an hour.
    expect(operated.write.downtimePerYear.failover / YEAR).toBeCloseTo((0.99 * 0.25) / 9, 12);
  });
});

describe('maintenance', () => {
  const maintenance = { every: 30 * DAY, lasts: HOUR };

  test('costs the leader’s handover once a period, and what three of five lose while four are left', () => {
    const fleet = { ...apart(5, 0.1), maintenance };
    const needs = { write: [majorityOf(fleet)], read: [majorityOf(fleet)], leader: 'r1' };
    const { write } = availabilityOf(fleet, needs, { failoverMean: 3000, handoverMean: 200 });
    // P(three of four up): 1 − (.9⁴ + 4·.1·.9³) = .0523 against .00856.
    const share = (200 + 5 * HOUR * (0.0523 - 0.00856)) / (30 * DAY);
    expect(write.downtimePerYear.maintenance / YEAR).toBeCloseTo(share, 12);
  });

  test('takes a handover as long as a failover where none is given', () => {
    const fleet = { ...fleetAt(places), maintenance };
    const of = (options: object) => availabilityOf(fleet, led, options).write.downtimePerYear.maintenance;
    expect(of({ failoverMean: 3000 })).toBeCloseTo((3 * 365) / 30, 9);
    expect(of({ failoverMean: 3000, handoverMean: 0 })).toBe(0);
  });

  test('of a leader that nobody stands in for is an outage as long as the work, unless it can hand over as planned', () => {
    const fleet = { ...fleetAt(places), maintenance };
    const waits = availabilityOf(fleet, led).write.downtimePerYear.maintenance;
    expect(waits).toBeCloseTo((3600 * 365) / 30, 6);
    const planned = availabilityOf(fleet, led, { handoverMean: 500 }).write.downtimePerYear.maintenance;
    expect(planned).toBeCloseTo((0.5 * 365) / 30, 9);
    const only = availabilityOf(fleet, { ...led, leaderOnly: true }, { failoverMean: 1, handoverMean: 500 });
    expect(only.write.downtimePerYear.maintenance).toBeCloseTo(waits, 6);
  });

  test('leaves nothing to spare with three replicas, all the time that one is away, and never with five', () => {
    const three = { ...fleetAt(['a', 'b', 'c']), maintenance };
    const needs = (fleet: typeof three) => ({ write: [majorityOf(fleet)], read: [majorityOf(fleet)] });
    expect(availabilityOf(three, needs(three)).maintenanceWindow).toEqual({
      share: 3 / 720,
      machines: ['r1', 'r2', 'r3'],
      smallest: ['r1', 'r2'],
    });
    const five = { ...fleetAt(places), maintenance };
    expect(availabilityOf(five, needs(five)).maintenanceWindow).toEqual({
      share: 0,
      machines: [],
      smallest: null,
    });
  });

  test('names a machine whose work alone stops writes before any pair, and only for quorums that want all', () => {
    const fleet = { ...fleetAt(['a', 'b', 'c']), maintenance };
    const ids = idsOf(fleet);
    const pair = { write: [majority(ids)], read: [majority(ids)], leader: 'r2', leaderOnly: true };
    expect(availabilityOf(fleet, pair).maintenanceWindow?.smallest).toEqual(['r2']);
  });

  test('is null where none is planned', () => {
    expect(availabilityOf(ledger, led).maintenanceWindow).toBeNull();
  });
});
