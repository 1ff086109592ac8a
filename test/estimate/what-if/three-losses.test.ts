import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from './deployment.js';

/** As etcd 3.6 was measured: three members, one 2 ms away from the leader and one 80 ms; T = 1 s, h = 100 ms. */
const LABORATORY = `version: 1
name: laboratory
network:
  rtt: { sites: [a, b, c], ms: [[0.1, 2, 80], [2, 0.1, 79], [80, 79, 0.1]] }
replicas: [{ id: ra, at: a }, { id: rb, at: b }, { id: rc, at: c }]
clients:
  - { id: writer, at: a, rate: 200/s, reads: 0% }
  - { id: far, at: c, rate: 1/s, reads: 0%, entry: rc }
protocol: { name: raft, leader: ra, quorum: majority, reads: read-index }
timeouts: { heartbeat: 100ms, election: [900ms, 1900ms] }
`;

const laboratory = deploymentOf(LABORATORY);
const protocol = protocolNamed('raft')!;

interface Asked {
  readonly fail?: readonly string[];
  readonly cut?: readonly string[];
  readonly pause?: readonly string[];
  readonly slow?: readonly string[];
}

function read({ fail = [], cut = [], pause = [], slow = [] }: Asked, deployment = laboratory) {
  const { clients, failures } = deployment;
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const changes = { fail, cut, pause, slow, degrade: [] };
  return readDisruption(changes, { replicas, clients, shared: failures.shared });
}

function ask(asked: Asked, deployment = laboratory) {
  const found = read(asked, deployment);
  if ('problems' in found) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  const question = { name: '', description: '', edits: [], notes: [], deployment, protocol };
  const questions = [{ ...question, disruption: found.disruption }];
  const [scenario] = whatIf(deployment, protocol, questions, { seed: 1, each: null }).scenarios;
  const chance = (id: string): number =>
    scenario.loss?.leaders.find(({ leader }) => leader === id)?.probability ?? 0;
  return { ...scenario, chance };
}

function problemsWith(asked: Asked): string[] {
  const found = read(asked);
  return 'problems' in found ? found.problems.map(({ message }) => message) : [];
}

describe('a kill, a cut and a pause of the leader are three losses', () => {
  it('killed, either survivor leads; cut off while writes flow, the near one (27 of 27 in the laboratory)', () => {
    expect(ask({ fail: ['ra'] }).chance('rc')).toBeGreaterThan(0.3);
    expect(ask({ cut: ['ra'] }).chance('rb')).toBeGreaterThan(0.97);
    expect(ask({ fail: ['ra'] }).loss?.kind).toBe('fail');
    expect(ask({ cut: ['ra'] }).loss?.kind).toBe('cut');
  });

  it('who is cut off is there, and not served; who is killed with its place is down', () => {
    const states = (asked: Asked) => ask(asked).clients.map(({ state }) => state);
    expect(states({ cut: ['region:a'] })).toEqual(['stopped', 'served']);
    expect(states({ fail: ['region:a'] })).toEqual(['down', 'served']);
    // A replica alone: its neighbours at the same place are not cut off with it.
    expect(states({ cut: ['ra'] })).toEqual(['served', 'served']);
  });

  it('a cut of a follower stops nothing, but for its own clients', () => {
    const { loss, clients } = ask({ cut: ['region:c'] });
    expect(loss?.outage?.p99).toBe(0);
    expect(loss?.leaders.map(({ leader }) => leader)).toEqual(['ra']);
    expect(clients.map(({ state }) => state)).toEqual(['served', 'stopped']);
  });

  it('a cut of a majority stops writes where the rest is, though nobody is down', () => {
    const { clients, loss, lost } = ask({ cut: ['ra', 'rb', 'rc'] });
    expect(lost).toEqual([]);
    expect(loss?.stops).toBe(true);
    expect(clients.every(({ state }) => state === 'stopped')).toBe(true);
  });

  // Nobody campaigns before T − h = 900 ms, and pre-vote takes the answer of the other follower: 79 ms there and back.
  it('a pause shorter than T − h and a pre-vote changes no leader, and writes stop for as long as it lasts', () => {
    const { loss, chance, clients } = ask({ pause: ['ra=900ms'] });
    expect(loss?.shortest).toBeCloseTo(979, 6);
    expect(chance('ra')).toBe(1);
    expect(loss?.outage?.p50).toBeGreaterThanOrEqual(900);
    expect(loss?.outage?.p50).toBeLessThan(905);
    expect(clients[0].figures['write.p50'].change).toBe(0);
  });

  it('a pause of 1.5 s changes it as often as 1 − (1 − x)², x = (s − (T−h) − 2V)/T: 69 %; one of 3 s always', () => {
    const x = (1500 - 900 - 2 * 79) / 1000;
    // 100 trials: two standard errors.
    expect(Math.abs(1 - ask({ pause: ['ra=1.5s'] }).chance('ra') - (1 - (1 - x) ** 2))).toBeLessThan(0.1);
    const long = ask({ pause: ['ra=3s'] });
    expect(long.chance('ra')).toBe(0);
    // Somebody else answers before it is over, nearly always.
    expect(long.loss?.outage?.p50).toBeLessThan(2500);
    // It is back, so that a quorum is as near as before: nobody is down.
    expect(long.lost).toEqual([]);
  });

  it('a pause of a follower changes nothing, but its own clients wait for it', () => {
    const { loss, clients } = ask({ pause: ['rc=1s'] });
    expect(loss?.outage?.p99).toBe(0);
    expect(loss?.waits).toEqual([{ client: 'far', upTo: 1000 }]);
    expect(loss?.shortest).toBeNull();
    expect(clients.every(({ figures }) => figures['write.p50'].change === 0)).toBe(true);
  });

  it('a permanent pause is a permanent loss', () => {
    const { lost, loss, chance } = ask({ pause: ['ra'] });
    expect(lost).toEqual(['ra']);
    expect(loss?.kind).toBe('pause');
    expect(chance('rb') + chance('rc')).toBeCloseTo(1, 9);
    expect(chance('rc')).toBeGreaterThan(0.3);
  });

  it('every client of the file is listed under each leader, those that are lost as down', () => {
    const { loss } = ask({ fail: ['region:a'] });
    for (const { clients } of loss!.leaders)
      expect(clients.map(({ id, down }) => [id, down])).toEqual([
        ['writer', true],
        ['far', false],
      ]);
    expect(loss!.clients.map(({ down }) => down)).toEqual([true, false]);
  });
});

describe('a slow disk of the leader beside a cut', () => {
  const slowed = deploymentOf(
    LABORATORY.replace('replicas: [', 'replicas: [{ id: rd, at: b }, { id: re, at: c }, ')
      .replace('replicas:', 'disks: { nvme: { fsync: { p50: 2ms, p99: 6ms } } }\nreplicas:')
      .replaceAll(/(\{ id: r\w, at: \w)/g, '$1, disk: nvme'),
  );
  const slow = ['disk:ra=400x'];

  it('costs it its place as it does where those that are cut off are lost: they neither vote nor acknowledge', () => {
    const [cut, lost] = [ask({ cut: ['rc'], slow }, slowed), ask({ fail: ['rc'], slow }, slowed)];
    expect(cut.loss!.stalls).not.toBeNull();
    expect(cut.loss!.stalls).toEqual(lost.loss!.stalls);
    const leaders = ({ loss }: typeof cut) =>
      loss!.leaders.map(({ leader, probability }) => [leader, probability]);
    expect(leaders(cut)).toEqual(leaders(lost));
    expect(cut.chance('rb')).toBeGreaterThan(0);
    expect(cut.notes).toEqual([]);
  });

  it('is said not to be worked out where others still reach whom the leader does not', () => {
    const { loss, notes } = ask({ fail: ['link:ra~rc'], slow }, slowed);
    expect(loss!.stalls).toBeNull();
    expect(notes.join()).toContain('whether stalls of its disk cost ra its leadership is not worked out');
    expect(ask({ fail: ['link:ra~rc'] }, slowed).notes).toEqual([]);
  });
});

describe('cuts and pauses that make no sense are refused', () => {
  it.each<[string, Asked, string]>([
    ['a pause of a link', { pause: ['link:ra~rb=1s'] }, 'a link cannot be paused; cut it (link:ra~rb)'],
    ['a pause of no time', { pause: ['ra=0s'] }, "'0s' is no pause; write how long, as in ra=3s"],
    ['nobody', { cut: ['rd'] }, "no replica is called 'rd'; did you mean 'ra'?"],
    ['two lengths', { pause: ['ra=1s', 'rb=2s'] }, 'pauses in one question last as long as the first'],
    ['both at once', { cut: ['rb'], pause: ['ra=1s'] }, 'a cut and a pause are two questions'],
    ['who is lost', { fail: ['ra'], pause: ['ra=1s'] }, 'ra fails, so a pause makes no difference'],
    ['twice', { cut: ['ra', 'ra'] }, "'ra' stands there twice"],
  ])('%s', (_name, asked, message) => {
    expect(problemsWith(asked)).toContain(message);
  });

  it('but several of each may be asked', () => {
    expect(problemsWith({ cut: ['ra', 'region:c'], fail: ['rb'] })).toEqual([]);
    expect(problemsWith({ pause: ['ra=1s', 'rb=1s'] })).toEqual([]);
  });
});
