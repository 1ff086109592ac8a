import { expect } from 'vitest';
import { claim, type Expectations, type FieldCase } from './case.js';

/** Estimate, what-if and the quorums agree that writes stop, or go on, without these. */
function agreed(field: FieldCase, lost: string, stops: boolean): void {
  const loss = field.loss(lost);
  expect(loss.stops).toBe(stops);
  expect(field.goesOn(loss.members)).toBe(!stops);
  const { clients, loss: told } = field.whatIf({ fail: [...loss.members] });
  expect(told?.stops).toBe(stops);
  for (const { state } of clients) expect(state).toBe(stops ? 'stopped' : 'served');
}

const survives = (level: 'machine' | 'zone' | 'region', count: number) =>
  claim(`any ${count} of its ${level}s may be lost, no more`, (field) => {
    expect(field.estimate.survives[level]).toBe(count);
  });

const stopsWithout = (...names: string[]) =>
  claim(`writes stop without ${names.join(' or ')}, told by all alike`, (field) => {
    for (const name of names) agreed(field, name, true);
  });

const goesOnWithout = (...names: string[]) =>
  claim(`writes go on without ${names.join(' or ')}, told by all alike`, (field) => {
    for (const name of names) agreed(field, name, false);
  });

const objective = (met: boolean) =>
  claim(`its objective is ${met ? 'met' : 'missed'}`, (field) => {
    expect(field.estimate.objectives.map((one) => one.met)).toEqual([met]);
  });

const finds = (code: string) => claim(`${code} is found`, (field) => expect(field.codes).toContain(code));
const silent = (code: string) =>
  claim(`${code} is silent`, (field) => expect(field.codes).not.toContain(code));

/** Cases about what is survived, and that all say so. */
export const SURVIVAL: Expectations = {
  'sync-standby-lost': {
    claims: [survives('machine', 0), stopsWithout('pg1', 'pg2'), objective(false), finds('QR033')],
  },
  'operator-contradiction': {
    claims: [
      survives('machine', 0),
      stopsWithout('primary', 'sync1'),
      goesOnWithout('async-west'),
      claim('review says what estimate says, in QR008', (field) => {
        const told = field.findings.find(({ rule }) => rule === 'QR008');
        expect(told?.message).toMatch(/without any one of primary and sync1 they stop/);
      }),
      claim('the availability is that of two machines that must both be up', (field) => {
        // 180 days between failures, one hour of repair, both needed, beside zones and regions: at most this.
        const both = (180 * 24) ** 2 / (180 * 24 + 1) ** 2;
        expect(field.estimate.availability?.write).toBeLessThan(both);
        expect(field.estimate.availability?.write).toBeGreaterThan(0.999);
      }),
      objective(false),
      claim('RTO is told, and that a repair is needed', (field) => {
        expect(field.loss('sync1').recovery).toEqual({ rto: null, rpo: { writes: 0, ms: 0 } });
      }),
    ],
  },
  'two-sites-no-loss': {
    claims: [
      survives('region', 0),
      stopsWithout('dcb'),
      objective(false),
      claim('losing either site loses no acknowledged write', (field) => {
        for (const site of ['dca', 'dcb'])
          expect(field.loss(site).recovery.rpo).toEqual({ writes: 0, ms: 0 });
      }),
      claim('one standby of the other site may be lost', (field) => {
        agreed(field, 'b1', false);
        expect(field.goesOn(['b1', 'b2'])).toBe(true);
        expect(field.goesOn(['b1', 'b2', 'b3'])).toBe(false);
      }),
    ],
  },
  'any-1-loses-writes': {
    claims: [
      survives('region', 1),
      claim('losing site dca loses acknowledged writes, losing dcb none', (field) => {
        expect(field.loss('dca').recovery.rpo.writes).toBeGreaterThan(0);
        expect(field.loss('dca').recovery.rpo.ms).toBeGreaterThan(0);
        expect(field.loss('dcb').recovery.rpo).toEqual({ writes: 0, ms: 0 });
      }),
      claim('the operator takes the time that the file gives', (field) => {
        expect(field.loss('a1').recovery.rto).toEqual({ p50: 40_000, p99: 40_000, by: 'operator' });
      }),
    ],
    toCome: 'a finding of review on the acknowledged writes that go with a site: a rule',
  },
  'any-1-of-3': {
    claims: [
      survives('machine', 1),
      goesOnWithout('pg1', 'pg2', 'pg3'),
      claim('two machines lost stop writes, in what-if too', (field) => {
        expect(field.goesOn(['pg2', 'pg3'])).toBe(false);
        expect(field.whatIf({ fail: ['pg2', 'pg3'] }).clients[0].state).toBe('stopped');
        expect(field.whatIf({ fail: ['pg1', 'pg3'] }).clients[0].state).toBe('stopped');
      }),
      objective(true),
      silent('QR008'),
    ],
  },
  'three-copies-two-regions': {
    claims: [
      survives('region', 0),
      survives('machine', 1),
      claim('the region of two stops writes, the other does not', (field) => {
        expect(field.loss('us-east-1').stops).toBe(true);
        agreed(field, 'w1', false);
      }),
      finds('QR004'),
    ],
  },
  'three-plus-two-sites': {
    claims: [
      survives('region', 0),
      claim('without A those at B time out, without B those at A go on', (field) => {
        const gone = new Map(
          field.whatIf({ fail: ['region:A'] }).clients.map(({ id, state }) => [id, state]),
        );
        expect(gone.get('users-b')).toBe('stopped');
        const left = new Map(
          field.whatIf({ fail: ['region:B'] }).clients.map(({ id, state }) => [id, state]),
        );
        expect(left.get('users-a')).toBe('served');
      }),
      finds('QR004'),
    ],
  },
  'two-groups-both-needed': {
    claims: [survives('machine', 1), survives('region', 0), objective(false), finds('QR004')],
  },
  'two-participants-one-observer': {
    claims: [
      survives('machine', 0),
      stopsWithout('z1', 'z2'),
      goesOnWithout('obs'),
      claim('without a voter its clients still read at the observer', (field) => {
        const eu = field.loss('z1').clients.find(({ id }) => id === 'eu')!;
        expect(eu.write.p50).toBeNull();
        expect(eu.read.p50).toBeLessThan(1);
      }),
    ],
  },
  'min-in-sync-four-of-six': {
    claims: [survives('region', 0), stopsWithout('dc1', 'dc2'), objective(false), finds('QR004')],
    toCome: 'a smallest set in sync of another size than a majority: membership managers',
  },
  'in-sync-set': {
    claims: [
      survives('machine', 1),
      claim('a lost follower holds writes up until it is out of the set, for its lease', (field) => {
        const { outage, stops } = field.loss('b3');
        expect(stops).toBe(false);
        expect(outage?.p50).toBeGreaterThan(29_000);
        expect(outage?.p99).toBeLessThan(31_000);
      }),
      claim('those pauses are part of the year’s downtime', (field) => {
        const { deployment } = field.topology;
        const perYear = (365 * 24 * 3600) / ((120 * 24 + 0.5) * 3600);
        const pauses = (deployment.replicas.length * perYear * 30_000) / 1000;
        expect(field.estimate.availability!.downtimePerYear.total).toBeGreaterThan(0.9 * pauses);
      }),
    ],
    toCome: 'two lost refuse writes (min.insync.replicas) without stopping reads: membership managers',
  },
  'each-quorum': {
    claims: [
      survives('region', 0),
      claim('no region may be lost for writes, told by all alike', (field) => {
        for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1'])
          expect(field.loss(region).stops).toBe(true);
        expect(field.goesOn(['jp1', 'jp2'])).toBe(false);
        expect(field.goesOn(['jp1', 'us1', 'eu1'])).toBe(true);
      }),
      objective(false),
    ],
    toCome: 'reads of one region’s majority, a millisecond away: partial quorums (Cassandra’s levels)',
  },
};
