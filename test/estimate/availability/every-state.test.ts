import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../src/estimate/availability/availability.js';
import { componentsOf } from '../../../src/estimate/availability/components.js';
import { exactLaw } from '../../../src/estimate/availability/loss-law.js';
import { all, threshold } from '../../../src/quorum/shapes.js';
import { arbitrarySystem } from '../../quorum/arbitrary-systems.js';
import { everyState, type State, summed, thingsOf } from './every-state.js';
import { arbitraryFleet, DAY, failing, fleetAt, HOUR, idsOf, lossOf } from './fleets.js';

const N = 4;
const cases = fc.tuple(arbitraryFleet(N), arbitrarySystem(N), arbitrarySystem(N));
const runs = { numRuns: 60 };

describe('against the sum over all states of small deployments', () => {
  test('the loss of quorums is the sum over the states without one', () => {
    fc.assert(
      fc.property(cases, ([fleet, write, read]) => {
        const got = availabilityOf(fleet, { write: [write, read], read: [read] });
        const lost = summed(fleet, ({ up }) => !write.contains(up) || !read.contains(up));
        expect(got.method).toBe('exact');
        expect(got.write.quorumLossProbability).toBeCloseTo(lost, 12);
        expect(got.read.quorumLossProbability).toBeCloseTo(
          summed(fleet, ({ up }) => !read.contains(up)),
          12,
        );
      }),
      runs,
    );
  });

  test("a client's loss is that given that nothing is down that takes the client down", () => {
    let differ = 0;
    fc.assert(
      fc.property(cases, ([fleet, system]) => {
        const { write, clients } = availabilityOf(fleet, { write: [system], read: [system] });
        for (const [index, client] of fleet.clients.entries()) {
          const lost = summed(
            fleet,
            ({ up }) => !system.contains(up),
            (state) => state.clientUp(client.at),
          );
          const seen = clients[index].write.quorumLossProbability;
          expect(seen).toBeCloseTo(lost, 12);
          expect(seen).toBeLessThanOrEqual(write.quorumLossProbability + 1e-12);
          if (seen < write.quorumLossProbability - 1e-9) differ++;
        }
      }),
      runs,
    );
    expect(differ).toBeGreaterThan(0);
  });

  test('a client with replicas of its own is cut off where the service goes on without them', () => {
    let sometimes = 0;
    fc.assert(
      fc.property(cases, ([fleet, system]) => {
        const [client] = fleet.clients;
        const servedBy = new Map([[client.id, ['r2', 'r3']]]);
        const { clients } = availabilityOf(fleet, { write: [system], read: [system] }, { servedBy });
        const cut = summed(
          fleet,
          ({ up }) => system.contains(up) && (up & 0b110) === 0,
          (state) => state.clientUp(client.at),
        );
        expect(clients[0].write.downtimePerYear.cutOff / (365 * 86400)).toBeCloseTo(cut, 12);
        expect(clients[1].write.downtimePerYear.cutOff).toBe(0);
        if (cut > 0) sometimes++;
      }),
      runs,
    );
    expect(sometimes).toBeGreaterThan(0);
  });

  test('what a domain contributes is what goes when it never fails, largest first, nothing left out', () => {
    fc.assert(
      fc.property(cases, ([fleet, system]) => {
        const { contributions, write } = availabilityOf(fleet, { write: [system], read: [system] });
        for (const { kind, name, share, secondsPerYear } of contributions) {
          const perfect = summed(
            fleet,
            ({ up }) => !system.contains(up),
            (state) => !state.isDown(`${kind} ${name}`),
          );
          const gone = write.quorumLossProbability - perfect;
          expect(secondsPerYear / (365 * 86400)).toBeCloseTo(gone, 12);
          expect(share * write.quorumLossProbability).toBeCloseTo(gone, 12);
        }
        const sorted = contributions.map(({ secondsPerYear }) => secondsPerYear);
        expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
        const covering = thingsOf(fleet).filter(({ takes }) =>
          fleet.replicas.some(({ id, at }) => takes(at.join('/'), id)),
        );
        expect(contributions.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
          covering.map(({ name }) => name).sort(),
        );
      }),
      runs,
    );
  });

  test('maintenance adds what quorums lose while each machine in turn is away', () => {
    fc.assert(
      fc.property(cases, ([fleet, system]) => {
        const kept = { ...fleet, maintenance: { every: 30 * DAY, lasts: 2 * HOUR } };
        const { write } = availabilityOf(kept, { write: [system], read: [system] });
        let more = 0;
        for (const state of everyState(fleet))
          for (const { index } of fleet.replicas)
            if (system.contains(state.up) && !system.contains(state.up & ~(1 << index)))
              more += state.probability;
        expect(write.downtimePerYear.maintenance / (365 * 86400)).toBeCloseTo((more * 2) / 720, 12);
      }),
      runs,
    );
  });

  test('where nobody takes over, the leader is needed as well, and its part stands under failover', () => {
    fc.assert(
      fc.property(cases, ([fleet, system]) => {
        const needs = { write: [system], read: [system], leader: 'r3', readsNeedLeader: false };
        const { write, read } = availabilityOf(fleet, needs);
        const waits = summed(fleet, ({ up }) => system.contains(up) && (up & 0b100) === 0);
        expect(write.downtimePerYear.failover / (365 * 86400)).toBeCloseTo(waits, 12);
        expect(read.downtimePerYear.failover).toBe(0);
        expect(read.quorumLossProbability).toBe(write.quorumLossProbability);
      }),
      runs,
    );
  });
});

test('a client may be cut off from a leader that nobody replaces: the parts count each state once', () => {
  let cut = 0;
  fc.assert(
    fc.property(cases, ([fleet, system]) => {
      const [client] = fleet.clients;
      const servedBy = new Map([[client.id, ['r2', 'r3']]]);
      const { clients } = availabilityOf(
        fleet,
        { write: [system], read: [system], leader: 'r1' },
        { servedBy },
      );
      const { cutOff, total } = clients[0].write.downtimePerYear;
      const given = (state: State) => state.clientUp(client.at);
      const led = ({ up }: State) => system.contains(up) && (up & 1) === 1;
      const off = summed(fleet, (state) => led(state) && (state.up & 0b110) === 0, given);
      expect(cutOff / (365 * 86400)).toBeCloseTo(off, 12);
      const out = summed(fleet, (state) => !led(state) || (state.up & 0b110) === 0, given);
      expect(total / (365 * 86400)).toBeCloseTo(out, 12);
      if (off > 0) cut++;
    }),
    runs,
  );
  expect(cut).toBeGreaterThan(0);
});

describe('laws', () => {
  test('a region that is called like a replica is not that machine: a client there is not taken for up with it', () => {
    const fleet = fleetAt(['r1', 'b', 'c'], { machine: failing(0.1) }, ['r1']);
    const needs = { write: [all(idsOf(fleet))], read: [all(idsOf(fleet))] };
    expect(availabilityOf(fleet, needs).clients[0].write.quorumLossProbability).toBeCloseTo(1 - 0.729, 14);
  });

  test('a loss that was asked for earlier still answers for its own condition', () => {
    const fleet = fleetAt(['a', 'a', 'b'], { machine: failing(0.1), region: failing(0.2) });
    const law = exactLaw(fleet, componentsOf(fleet), [threshold(idsOf(fleet), 2)], 1000);
    const first = law.given([]);
    const before = first.whenAway();
    law.given([0, 1, 2, 3, 4]);
    expect(first.whenAway()).toEqual(before);
    // Two of three without r3: both in region a, .8 × .9².
    expect(before[2]).toBeCloseTo(1 - 0.8 * 0.81, 14);
  });

  test('the loss never falls when something fails longer or something more can fail, and sometimes rises', () => {
    let rises = 0;
    fc.assert(
      fc.property(cases, fc.constantFrom('machine', 'rack', 'zone', 'region'), ([fleet, system], level) => {
        const before = lossOf(fleet, system);
        const figures = fleet.failures[level];
        const longer = figures ? { ...figures, mttr: 2 * figures.mttr } : { mtbf: 99, mttr: 1 };
        const after = lossOf({ ...fleet, failures: { ...fleet.failures, [level]: longer } }, system);
        const storm = { name: 'storm', members: ['g0', 'r4'], mtbf: 9, mttr: 1 };
        const shared = [...fleet.failures.shared, storm];
        const stormy = lossOf({ ...fleet, failures: { ...fleet.failures, shared } }, system);
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
        expect(stormy).toBeGreaterThanOrEqual(before - 1e-12);
        if (after > before && stormy > before) rises++;
      }),
      { numRuns: 100 },
    );
    expect(rises).toBeGreaterThan(0);
  });

  test('renaming the levels of machines that stand alone changes nothing: a zone of one fails like its machine', () => {
    fc.assert(
      fc.property(arbitrarySystem(N), (system) => {
        const places = ['a/a', 'b/b', 'c/c', 'd/d'];
        const figures = { mtbf: 9, mttr: 1 };
        const asMachine = lossOf(fleetAt(places, { machine: figures }), system);
        expect(lossOf(fleetAt(places, { zone: figures }), system)).toBeCloseTo(asMachine, 14);
        expect(lossOf(fleetAt(places, { region: figures }), system)).toBeCloseTo(asMachine, 14);
      }),
      { numRuns: 30 },
    );
  });

  test('a shared set whose members name one replica twice, by place and by id, takes it once', () => {
    const shared = [{ name: 's', members: ['a', 'a/x', 'r1'], mtbf: 9, mttr: 1 }];
    const fleet = fleetAt(['a/x', 'b/y'], { shared });
    const { contributions } = availabilityOf(fleet, {
      write: [all(idsOf(fleet))],
      read: [all(idsOf(fleet))],
    });
    expect(contributions).toHaveLength(1);
    expect(contributions[0]).toMatchObject({ kind: 'shared', name: 's', share: 1 });
  });
});
