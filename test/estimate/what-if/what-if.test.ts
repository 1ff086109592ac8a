import { describe, expect, it } from 'vitest';
import { domainsOf } from '../../../src/estimate/what-if/domains.js';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { ScenarioResult } from '../../../src/result/what-if.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf, LINE } from './deployment.js';

interface Asked {
  readonly fail?: readonly string[];
  readonly slow?: readonly string[];
  readonly degrade?: readonly string[];
  readonly text?: string;
}

function questionOf({ fail = [], slow = [], degrade = [], text = LINE }: Asked, name = '') {
  const deployment = deploymentOf(text);
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const { clients, failures } = deployment;
  const read = readDisruption({ fail, slow, degrade }, { replicas, clients, shared: failures.shared });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const protocol = protocolNamed(deployment.protocol.name)!;
  return { name, description: '', edits: [], notes: [], deployment, protocol, disruption: read.disruption };
}

function ask(asked: Asked): ScenarioResult {
  const question = questionOf(asked);
  const { deployment, protocol } = question;
  return whatIf(deployment, protocol, [question], { seed: 1, each: null }).scenarios[0];
}

/** p50 of a client's writes before and after. */
function writes(asked: Asked, id: string): [number | null, number | null] {
  const figure = ask(asked).clients.find((client) => client.id === id)!.figures['write.p50'];
  return [figure.before, figure.after];
}

// Multi-Paxos, parallel: c→L, then the third fastest of L: 1 ms, i: rt(L,i) + 1 ms, then L→c.
describe('what if, by hand, on a line of five sites', () => {
  it('nothing at all: nothing changes (30 + 1 ms from a; 100 more from e)', () => {
    expect(writes({}, 'ca')).toEqual([31, 31]);
    expect(writes({}, 'ce')).toEqual([131, 131]);
  });

  it('a member of the quorum is lost: the next one takes its place (30 → 60 ms)', () => {
    expect(writes({ fail: ['rc'] }, 'ca')).toEqual([31, 61]);
  });

  it('a replica outside the quorum is lost: nothing changes', () => {
    expect(writes({ fail: ['re'] }, 'ca')).toEqual([31, 31]);
  });

  it('the leader is lost: any of the others may lead, and each is told with its figures', () => {
    const { loss, after } = ask({ fail: ['ra'] });
    const leaders = loss!.leaders;
    expect(leaders.map(({ leader }) => leader).sort()).toEqual(['rb', 'rc', 'rd', 're']);
    expect(leaders.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(after?.protocol.leaders).toEqual(
      leaders.map(({ leader, probability }) => ({ leader, probability })),
    );
    const under = leaders.find(({ leader }) => leader === 'rc')!;
    expect(under.clients.map(({ write }) => write.p50)).toEqual([61, 101]); // 30 + 30 + 1; 70 + 30 + 1
    // Over all of them, each as often as it leads: the median is that of the mixture.
    const sorted = leaders
      .map(({ probability, clients }) => ({ probability, p50: clients[0].write.p50! }))
      .sort((a, b) => a.p50 - b.p50);
    let below = 0;
    const median = sorted.find(({ probability }) => {
      below += probability;
      return below >= 0.5 - 1e-9;
    })!;
    expect(writes({ fail: ['ra'] }, 'ca')[1]).toBe(median.p50);
  });

  it('a region is lost: its client is down with it, and whoever may lead is told for those who are left', () => {
    const { clients, loss } = ask({ fail: ['region:a'] });
    expect(clients.map(({ id, state, downWith }) => [id, state, downWith])).toEqual([
      ['ca', 'down', 'region a'],
      ['ce', 'served', null],
    ]);
    expect(clients[0].figures['write.p50']).toEqual({ before: 31, after: null, change: null, percent: null });
    // rd: 40 + max(30, …) third of {0, 30, 40, 50} + 1 = 81; re: 0 + 70 + 1 = 71.
    const under = (id: string) => loss!.leaders.find(({ leader }) => leader === id)!.clients;
    // ca is lost with its place, and listed as such.
    expect(under('re').map(({ id, down }) => [id, down])).toEqual([
      ['ca', true],
      ['ce', false],
    ]);
    expect(under('re')[1].write.p50).toBe(71);
    expect(under('rd')[1].write.p50).toBe(81);
  });

  it('a zone is lost: the client, which names none, is still there', () => {
    expect(ask({ fail: ['zone:a/1'] }).clients[0].state).toBe('served');
  });

  it('a shared failure takes its members, by place and by id, and who stands in the place', () => {
    const { clients, loss } = ask({ fail: ['shared:storm'] });
    expect(clients[0].state).toBe('down');
    const p50 = loss!.leaders.map(({ leader, clients: under }) => [leader, under[1].write.p50]);
    expect(p50).toContainEqual(['re', 71]); // 0 + 70 + 1
    expect(p50).toContainEqual(['rd', 81]); // 40 + 40 + 1
  });

  it('three of five are lost: writes stop, and nobody leads', () => {
    const { clients, after } = ask({ fail: ['ra', 'rb', 'rc'] });
    expect(clients.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(after?.protocol.leader).toBeNull();
  });

  it('a slow disk in the quorum holds it up; elsewhere it does not', () => {
    expect(writes({ slow: ['disk:rc=10x'] }, 'ca')).toEqual([31, 40]);
    expect(writes({ slow: ['disk:re=10x'] }, 'ca')).toEqual([31, 31]);
    expect(writes({ slow: ['disk:*=3x'] }, 'ca')).toEqual([31, 33]);
    expect(writes({ slow: ['disk:ssd=3x'] }, 'ca')).toEqual([31, 33]);
  });

  it('a longer way counts both ways, between those it names and nobody else', () => {
    expect(writes({ degrade: ['rtt:ra~rc=+8ms'] }, 'ca')).toEqual([31, 39]);
    expect(writes({ degrade: ['rtt:rc~ra=1.2x'] }, 'ca')).toEqual([31, 37]);
    // Only the client at e is farther from ra, though re stands at the same place.
    expect(writes({ degrade: ['rtt:ce~ra=+50ms'] }, 'ce')).toEqual([131, 181]);
    expect(writes({ degrade: ['rtt:re~ra=+50ms'] }, 'ce')).toEqual([131, 131]);
    // Both, one after the other: (30 + 6) · 2.
    expect(writes({ degrade: ['rtt:a~c=+6ms', 'rtt:ra~rc=2x'] }, 'ca')).toEqual([31, 61]);
  });

  it('a cut link is a path that does not exist: the quorum forms without it', () => {
    expect(writes({ fail: ['link:ra~rc'] }, 'ca')).toEqual([31, 61]);
    expect(ask({ fail: ['link:ra~rc'] }).after?.protocol.leader).toBe('ra');
  });

  it('a leader cut off from every quorum is replaced by one that reaches a quorum', () => {
    const cut = { fail: ['link:ra~rb', 'link:ra~rc', 'link:ra~rd'] };
    const { after } = ask(cut);
    // Whoever reaches a quorum without ra, and not ra.
    expect(after?.protocol.leader).not.toBeNull();
    expect(after?.protocol.leader).not.toBe('ra');
    expect(writes(cut, 'ca')[1]).toBeGreaterThanOrEqual(61); // 30 + 30 + 1 under rc, the best of them
  });

  it('a client cut off from the leader goes by way of another replica', () => {
    const { after } = ask({ fail: ['link:ca~ra'] });
    expect(after?.clients[0].entry).toBe('rb');
    expect(after?.protocol.leader).toBe('ra');
    // 10 to rb and back, 10 on to ra and back, 30 + 1.
    expect(after?.clients[0].write.p50).toBe(51);
  });

  it('a client cut off from every replica is served by nobody, and the others as before', () => {
    const { clients } = ask({ fail: ['link:ce~a', 'link:ce~b', 'link:ce~c', 'link:ce~d', 'link:ce~re'] });
    expect(clients.map(({ state }) => state)).toEqual(['served', 'stopped']);
  });

  it('every link of the leader cut is not its loss: who is cut off is up, and serves nobody; others lead', () => {
    const cut = ['b', 'c', 'd', 'e'].map((site) => `link:a~${site}`);
    const isolated = ask({ fail: cut }).after!;
    const lost = ask({ fail: ['region:a'] });
    const may = lost.loss!.leaders.map(({ leader }) => leader);
    expect(may).toContain(isolated.protocol.leader);
    expect(isolated.clients[0].write.failure).toBe(1); // alone with ra
    expect(isolated.clients[1].write.failure).toBe(0);
  });

  it('the leader that nobody names goes on leading while others fail', () => {
    const text = LINE.replace('leader: ra, ', '');
    expect(ask({ text }).after?.protocol.leader).toBe('rb'); // 39 ms on average; ra would give 41
    // As above, rc would be better without ra; but rb is up and leads.
    expect(ask({ text, fail: ['ra'] }).after?.protocol.leader).toBe('rb');
  });

  it('without a leader, the entry is the nearest replica that reaches a quorum', () => {
    const text = LINE.replace('multi-paxos, leader: ra', 'mencius').replace(', reads: leader-lease', '');
    const alone = ['rb', 'rc', 'rd'].map((id) => `link:ra~${id}`);
    expect(ask({ text }).after?.clients[0].entry).toBe('ra');
    expect(ask({ text, fail: alone }).after?.clients[0].entry).toBe('rb');
  });
});

describe('objectives', () => {
  it('flip where the verdict changes, and only there', () => {
    expect(ask({ fail: ['rc'] }).objectives).toEqual([
      {
        objective: 'write.p99 of ca at most 35ms',
        before: 'met',
        after: 'missed',
        actualBefore: 31,
        actualAfter: 61,
      },
    ]);
    expect(ask({ fail: ['re'] }).objectives).toEqual([]);
  });

  it('of a client that is down itself do not flip', () => {
    expect(ask({ fail: ['region:a'] }).objectives).toEqual([]);
  });
});

describe('each domain in turn', () => {
  const { deployment, protocol } = questionOf({});
  const result = whatIf(
    deployment,
    protocol,
    domainsOf(deployment, 'replica').map(({ name, fail }) => questionOf({ fail: [fail] }, name)),
    { seed: 1, each: 'replica' },
  );

  it('is one scenario each, in file order', () => {
    expect(result.scenarios.map(({ name }) => name)).toEqual(['ra', 'rb', 'rc', 'rd', 're']);
    expect(domainsOf(deployment, 'zone').map(({ fail }) => fail)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((s) => `zone:${s}/1`),
    );
    expect(domainsOf(deployment, 'rack')).toEqual([]);
  });

  it('names the worst: for ca the losses of rb and rc give 61 ms, and that of ra what those that may lead give', () => {
    const after = result.scenarios.map(({ clients }) => clients[0].figures['write.p50'].after);
    expect(after.slice(1)).toEqual([61, 61, 31, 31]);
    // Under rb, rc, rd and re: 20 + 40 + 1 at the least.
    const [lost] = result.scenarios;
    const under = lost.loss!.leaders.map(({ clients }) => clients[0].write.p50!);
    expect(after[0]).toBeGreaterThanOrEqual(Math.min(...under));
    expect(after[0]).toBeLessThanOrEqual(Math.max(...under));
    expect(result.worst[0]).toBe('ra');
  });

  it('says what the estimate says of its linchpin', () => {
    const { linchpin } = result.before;
    expect([linchpin?.name, ...(linchpin?.alike ?? [])].sort()).toEqual([...result.worst].sort());
  });
});
