import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { ScenarioResult } from '../../../src/result/what-if.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf, LINE } from './deployment.js';

function ask(
  text: string,
  changes: { fail?: string[]; slow?: string[]; degrade?: string[] },
): ScenarioResult {
  const deployment = deploymentOf(text);
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const { clients, failures } = deployment;
  const asked = { fail: [], slow: [], degrade: [], ...changes };
  const read = readDisruption(asked, { replicas, clients, shared: failures.shared });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const protocol = protocolNamed(deployment.protocol.name)!;
  const { disruption } = read;
  const question = { name: '', description: '', edits: [], notes: [], deployment, protocol, disruption };
  return whatIf(deployment, protocol, [question], { seed: 1, each: null }).scenarios[0];
}

/** Machines that are down 1 % of the time; nothing else fails. */
const FAILING = LINE.replace(
  'shared: [{ name: storm, members: [a, rb], mtbf: 20y, mttr: 12h }]',
  'machine: { mtbf: 99h, mttr: 1h }',
).replace('{ survive: region }]', '{ survive: region }, { metric: availability, at-least: 99.99% }]');

/** P(at least k of n are down), each with probability p. */
function lost(n: number, k: number, p: number): number {
  const choose = (m: number, j: number): number => (j === 0 ? 1 : (choose(m - 1, j - 1) * m) / j);
  let sum = 0;
  for (let j = k; j <= n; j++) sum += choose(n, j) * p ** j * (1 - p) ** (n - j);
  return sum;
}

describe('what is left of the service, what fails being down permanently', () => {
  // Of four that are left, three are needed: two or more down. Before: three or more of five.
  it('quorums are lost more easily: as the binomial says', () => {
    const { after, service } = ask(FAILING, { fail: ['re'] });
    expect(after?.availability?.quorumLossProbability).toBeCloseTo(lost(4, 2, 0.01), 12);
    const { before, after: now } = service['availability.write'];
    expect(before).toBeLessThan(1 - lost(5, 3, 0.01));
    expect(now).toBeLessThan(1 - lost(4, 2, 0.01));
    expect(service['downtime.write'].after).toBeCloseTo((1 - (now ?? 0)) * 365 * 86_400, 3);
  });

  it('fewer may be lost than before, and failover is that of the next leader', () => {
    const { service, lost: down, after } = ask(FAILING, { fail: ['region:a'] });
    expect(down).toEqual(['ra']);
    expect(service['survives.machine']).toMatchObject({ before: 2, after: 1 });
    expect(service['survives.region']).toMatchObject({ before: 2, after: 1 });
    expect(service.failover.after).toBeGreaterThan(1000);
    expect(after?.failover?.lost).toBe(after?.protocol.leader);
  });

  it('objectives about a year flip with it, and those that hold do not', () => {
    const flips = ask(FAILING, { fail: ['re'] }).objectives;
    expect(flips.map(({ objective, before, after }) => [objective, before, after])).toEqual([
      ['availability at least 99.99%', 'met', 'missed'],
    ]);
    const both = ask(FAILING, { fail: ['rd', 're'] }).objectives.map(({ objective }) => objective);
    expect(both).toEqual(['any one region may be lost', 'availability at least 99.99%']);
  });

  // The disk of 1 ms takes one write at a time: 1000/s, at every replica; the one that is lost bounds nothing.
  it('capacity is that of those who are left', () => {
    expect(ask(FAILING, { slow: ['disk:re=4x'] }).service.throughput).toMatchObject({
      before: 1000,
      after: 250,
    });
    expect(
      ask(FAILING, { slow: ['disk:ra=4x'], fail: ['re'] }).after?.throughput?.limits.map(
        ({ replica }) => replica,
      ),
    ).not.toContain('re');
    const slow = FAILING.replace('{ id: re, at: e/1, disk: ssd }', '{ id: re, at: e/1, disk: tape }').replace(
      'disks: {',
      'disks: { tape: { fsync: 10ms },',
    );
    expect(ask(slow, { fail: ['re'] }).service.throughput).toMatchObject({ before: 100, after: 1000 });
  });

  it('three of five down: nothing is borne, nothing is available, nobody takes over', () => {
    const { service, clients } = ask(FAILING, { fail: ['ra', 'rb', 'rc'] });
    expect(clients.every(({ state }) => state === 'stopped')).toBe(true);
    expect(service.throughput.after).toBe(0);
    expect(service['availability.write'].after).toBe(0);
    expect(service['survives.machine'].after).toBe(0);
    expect(service.failover.after).toBeNull();
  });

  it.each([
    'multi-paxos, leader: ra',
    'mencius',
    'epaxos',
    'pacifica, leader: ra',
    'primary-backup, leader: ra',
    'two-phase-commit, leader: ra',
  ])('all of them down under %s is an answer, not a crash', (protocol) => {
    const text = FAILING.replace('multi-paxos, leader: ra', protocol).replace(', reads: leader-lease', '');
    const { clients, service, after } = ask(text, { fail: ['ra', 'rb', 'rc', 'rd', 're'] });
    expect(clients.every(({ state }) => state === 'stopped')).toBe(true);
    expect(service.throughput.after).toBe(0);
    expect(service['availability.write'].after).toBe(0);
    expect(after?.protocol.leader).toBeNull();
  });

  it('where links are cut nothing is said of a year, and its objectives are not judged', () => {
    const { service, after, objectives } = ask(FAILING, { fail: ['link:ra~rc'] });
    expect(service).toEqual({});
    expect(after?.availability).toBeUndefined();
    expect(objectives.map(({ objective }) => objective)).toEqual(['write.p99 of ca at most 35ms']);
  });
});

// Client ca goes by way of a proxy at d, 60 ms away, to the leader at a, 60 ms more: 120 + 30 + 1.
const PROXIED = FAILING.replace('{ id: ca, at: a, rate: 90/s }', '{ id: ca, at: a, rate: 90/s, proxy: d }');
const p50 = (result: ScenarioResult, id: string): number | null =>
  result.clients.find((client) => client.id === id)!.figures['write.p50'].after;

describe('a client with a proxy', () => {
  it('is cut off where the proxy is lost, by region and by shared failure, and its region is not', () => {
    const { clients, after, lost: down } = ask(PROXIED, { fail: ['region:d'] });
    expect(down).toEqual(['rd']);
    expect(clients[0]).toMatchObject({ id: 'ca', state: 'stopped', downWith: null, cutOffWith: 'region d' });
    expect(clients[1]).toMatchObject({ state: 'served', cutOffWith: null });
    const cut = after?.availability?.clients[0].downtimePerYear;
    expect(cut?.clientCutOff).toBeGreaterThan(0.99 * 365 * 86_400);
    const stormy = PROXIED.replace(
      'machine: {',
      'shared: [{ name: storm, members: [d], mtbf: 9y, mttr: 1h }]\n  machine: {',
    );
    expect(ask(stormy, { fail: ['shared:storm'] }).clients[0].cutOffWith).toBe('storm');
  });

  it('is down, not cut off, where it is lost with its proxy', () => {
    const text = PROXIED.replace('proxy: d', 'proxy: a');
    expect(ask(text, { fail: ['region:a'] }).clients[0]).toMatchObject({ state: 'down', cutOffWith: null });
  });

  it('that stands where no replica is can be lost all the same', () => {
    const text = PROXIED.replace('{ id: rd, at: d/1, disk: ssd }', '{ id: rd, at: c/2, disk: ssd }');
    const { clients, lost: down } = ask(text, { fail: ['region:d'] });
    expect(down).toEqual([]);
    expect(clients[0].state).toBe('stopped');
  });

  it('goes by the links of its proxy: those between the two ends alone are none of its', () => {
    expect(p50(ask(PROXIED, {}), 'ca')).toBe(151);
    expect(p50(ask(PROXIED, { degrade: ['rtt:a~d=+10ms'] }), 'ca')).toBe(171); // ca – proxy, proxy – ra
    expect(p50(ask(PROXIED, { degrade: ['rtt:ca~d=+10ms'] }), 'ca')).toBe(161);
    expect(p50(ask(PROXIED, { degrade: ['rtt:ca~ra=+10ms'] }), 'ca')).toBe(161); // proxy – ra, for ca's sake
  });

  it('is cut off by a cut on either leg, and by none elsewhere', () => {
    const state = (fail: string[]) => ask(PROXIED, { fail }).clients[0].state;
    expect(state(['link:ca~d'])).toBe('stopped');
    expect(state(['link:ca~b'])).toBe('served');
    expect(ask(PROXIED, { fail: ['link:d~ra'] }).after?.clients[0].entry).not.toBe('ra');
  });

  it('finds the nearest replica from where its proxy is', () => {
    const text = PROXIED.replace('proxy: d', 'proxy: d, entry: nearest');
    expect(ask(text, {}).after?.clients[0].entry).toBe('rd');
  });
});
