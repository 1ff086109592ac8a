import { describe, expect, it } from 'vitest';
import type { ReviewFinding } from '../../src/result/review.js';
import { contextOf, example, reviewed } from './examples.js';

/** Findings of one rule in a topology of sites: what is said, and what is advised. */
async function found(text: string, rule: string): Promise<readonly ReviewFinding[]> {
  return (await reviewed(text)).findings.filter((finding) => finding.rule === rule);
}

const SITES = `version: 1
name: sites
network: { rtt: { sites: [a, b, c], ms: [[0.5, 12, 40], [12, 0.5, 40], [40, 40, 0.5]] } }
disks: { ssd: { fsync: 1ms } }
`;

/** Replicas a1, a2, …: as many at each site as are given. */
const replicas = (...counts: readonly number[]): string =>
  `replicas:\n${counts
    .flatMap((count, site) =>
      Array.from({ length: count }, (_, i) => {
        const at = 'abc'[site];
        return `  - { id: ${at}${i + 1}, at: ${at}/${i + 1}, disk: ssd }\n`;
      }),
    )
    .join('')}`;

const APP = 'clients: [ { id: app, at: a/1, rate: 200/s } ]\n';

describe('QR007: a replica without a vote', () => {
  const observed = (observer: string, clients = ''): string =>
    `${SITES}replicas:
  - { id: a1, at: a/1, disk: ssd }
  - { id: b1, at: b/1, disk: ssd }
  - { id: obs, at: c/1, disk: ssd${observer} }
clients: [ { id: app, at: a/1, rate: 10/s }${clients} ]
protocol: { name: multi-paxos, leader: a1, reads: local, quorum: { weights: { obs: 0 } } }
`;

  it('is nothing to remove where a client reads there, or where the file declares it', async () => {
    const reader = ', { id: far, at: c/1, rate: 500/s, reads: 90%, entry: obs }';
    expect(await found(observed('', reader), 'QR007')).toEqual([]);
    expect(
      await found(observed(', role: learner').replace(', quorum: { weights: { obs: 0 } }', ''), 'QR007'),
    ).toEqual([]);
  });

  it('is told to be declared where neither is so, and never to be removed', async () => {
    const [one, ...others] = await found(observed(''), 'QR007');
    expect(others).toEqual([]);
    expect(one.message).toMatch(/^No quorum counts on obs .* no client uses it/);
    expect(one.fix).toMatch(/role: learner for obs/);
    expect(one.fix).not.toMatch(/remove/i);
  });
});

describe('QR008 and QR020: observers are no spare replicas', () => {
  const observed = (quorum: string, observer = '', voters = [1, 1]): string =>
    `${SITES}${replicas(...voters)}  - { id: obs, at: c/9, disk: ssd${observer} }
${APP}protocol: { name: multi-paxos, leader: a1${quorum} }
`;
  const WEIGHTS = ', quorum: { weights: { obs: 0 } }';

  it('two voters and an observer: 1 of 2 voters is up, and quorum: majority would give the observer a vote', async () => {
    const [one] = await found(observed(WEIGHTS), 'QR008');
    expect(one.message).toMatch(
      /without any one of a1 and b1 they stop, though 1 of 2 voters is up \(obs, up as well, has no vote\)/,
    );
    expect(one.fix).toMatch(
      /^Add a third voter.*quorum: majority alone obs would become a voter; role: learner/,
    );
    const plain = await contextOf(observed(', quorum: majority'));
    expect(plain.context.replicas.find(({ id }) => id === 'obs')?.role).toBe('voter');
    const kept = await contextOf(observed(', quorum: majority', ', role: learner'));
    expect(kept.context.replicas.find(({ id }) => id === 'obs')?.role).toBe('learner');
  });

  it('where the file declares it a learner, no quorum makes it a voter; where all vote, replicas are counted', async () => {
    const [learner] = await found(observed('', ', role: learner'), 'QR008');
    expect(learner.fix).not.toMatch(/would become/);
    const [three] = await found(observed(', quorum: all'), 'QR008');
    expect(three.message).toMatch(/though 2 of 3 replicas are up\./);
  });

  it('the voters are in 2 regions, not in 3 with the observer; voters in one region are not spread', async () => {
    const [one] = await found(observed('', ', role: learner', [1, 2]), 'QR020');
    expect(one.message).toMatch(/the 3 voters are in 2 regions: .* in 3 zones of a it would be/);
    expect(await found(observed('', ', role: learner', [3]), 'QR020')).toEqual([]);
  });
});

describe('QR004: what writes need', () => {
  it('PacificA with three replicas at either site needs the majority that may change its members, not all 6', async () => {
    const text = `${SITES}${replicas(3, 3)}${APP}protocol: { name: pacifica, leader: a1 }\n`;
    const messages = (await found(text, 'QR004')).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toMatch(/writes need majority \(4 of 6\)\.$/);
    const { context } = await contextOf(text);
    expect(context.estimate.survives).toMatchObject({ machine: 2, region: 0 });
  });

  it('with one that may lead alone names it: the quorum of the others is not what stops writes', async () => {
    const text = `${SITES}${replicas(2, 1, 2).replaceAll(/(b1|c\d|a2)(, at[^}]*) }/g, '$1$2, leads: never }')}${APP}protocol: { name: raft, leader: a1 }\n`;
    const [one] = await found(text, 'QR004');
    expect(one.message).toMatch(
      /region a holds a1 and a2: .* writes need majority \(3 of 5\), with a1, the only one that may lead\.$/,
    );
    expect((await found(text, 'QR044'))[0].message).toMatch(/until it is back, for no other may lead/);
  });
});

describe('QR008 and QR044: the same as the estimate', () => {
  const pair = (quorum: string, sites: readonly number[]): string =>
    `${SITES}${replicas(...sites)}${APP}protocol: { name: primary-backup, leader: a1, quorum: ${quorum} }
timeouts: { operator: 40s }
failures: { machine: { mtbf: 120d, mttr: 30m } }
`;

  it.each([
    ['all', [2], 'all 2', 0],
    ['{ expression: "a1 & 1 of (b1, b2, b3)" }', [3, 3], 'a1 & 1 of (b1, b2, b3)', 0],
  ])('quorum %s: no promotion helps, and no machine may be lost', async (quorum, sites, need, survived) => {
    const text = pair(quorum, sites);
    const { context } = await contextOf(text);
    expect(context.estimate.survives.machine).toBe(survived);
    expect(context.losses.find(({ name }) => name === 'a1')?.stops).toBe(true);
    expect((await found(text, 'QR008'))[0].message).toContain(`Writes need ${need}: `);
    const [one] = await found(text, 'QR044');
    expect(one.message).toContain(`until it is back (promoting another does not help: writes need ${need})`);
    expect(one.message).toContain('30m each');
  });

  it('any two: an operator promotes another within 40 s, and QR008 has nothing to say', async () => {
    const text = pair('{ threshold: 2 }', [3, 3]);
    const { context } = await contextOf(text);
    expect(context.losses.find(({ name }) => name === 'a1')?.recovery.rto).toMatchObject({
      p50: 40_000,
      by: 'operator',
    });
    expect(await found(text, 'QR008')).toEqual([]);
    expect((await found(text, 'QR044'))[0].message).toMatch(
      /until an operator promotes another: .* 40s each/,
    );
  });
});

describe('QR018: acknowledged writes that a loss takes along', () => {
  const backup = (quorum: string, leader: string): string =>
    `${SITES}${replicas(3, 3)}${APP}protocol: { name: primary-backup, leader: ${leader}, quorum: ${quorum} }
timeouts: { operator: 40s }
`;

  // Sent after the primary's write of 1 ms, there after half of 12 ms; acknowledged after 1 + 0.25 + 1 + 0.25 ms by the standby
  // beside it: 7 − 2.5 ms.
  it('any 1 standby: the site of the primary forgets what is acknowledged and on its way, 4.5 ms of 200 writes/s', async () => {
    const text = backup('{ threshold: 2 }', 'a1');
    const [one] = await found(text, 'QR018');
    expect(one.message).toMatch(
      /^The region a takes a1, a2 and a3, .* 4.5 ms of writes, about 0\.9 acknowledged writes at 200 writes\/s \(RPO\)\.$/,
    );
    const { context } = await contextOf(text);
    expect(context.losses.find(({ name }) => name === 'a')?.recovery.rpo).toEqual({ writes: 0.9, ms: 4.5 });
    const mended = /expression: "[^"]+"/.exec(one.fix)?.[0];
    expect(await found(backup(`{ ${mended} }`, 'a1'), 'QR018')).toEqual([]);
  });

  it('asynchronous: names the primary, wherever it stands in the file', async () => {
    const [one] = await found(backup('{ threshold: 1 }', 'b2'), 'QR018');
    expect(one.message).toMatch(/^b2 answers when it alone has a write\./);
  });

  it('says the same where the file names no operator: somebody will promote another', async () => {
    const text = backup('{ threshold: 1 }', 'b2').replace(/timeouts.*\n/, '');
    expect((await found(text, 'QR018'))[0].message).toMatch(
      /^b2 answers when it alone has a write\..* is lost: on average/,
    );
  });
});

describe('QR016: three that take turns, one of them far', () => {
  it('is found, and nobody is told to run with two', async () => {
    const text = `${SITES}${replicas(2, 0, 1)}${APP.replace('rate', 'entry: a1, rate')}protocol: { name: mencius }\n`;
    const [one, ...others] = await found(text, 'QR016');
    expect(others).toEqual([]);
    expect(one.message).toMatch(/^c1 serves no client/);
    expect(one.fix).not.toMatch(/Remove/);
  });
});

describe('QR051: a far replica may lead', () => {
  const group = (protocol: string, far = '', objective = ''): string =>
    `${SITES}${replicas(3, 0, 2).replaceAll(/(c\d, at[^}]*) }/g, `$1${far} }`)}${APP}protocol: { name: ${protocol}, leader: a2 }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
${objective}`;

  it.each(['raft', 'multi-paxos'])(
    '%s: names them, the chance and the price as `losses` has them, the leader not first',
    async (protocol) => {
      const text = group(protocol);
      const [one] = await found(text, 'QR051');
      expect(one.message).toMatch(/^When a2 is lost, c[12] or c[12] leads next with a probability of/);
      const { context } = await contextOf(text);
      const far = context.losses
        .find(({ name }) => name === 'a2')
        ?.leaders.filter(({ leader }) => leader?.startsWith('c'));
      const chance = far?.reduce((sum, { probability }) => sum + probability, 0) ?? 0;
      const told = Number(/probability of ([\d.]+) %/.exec(one.message)?.[1]);
      expect(told).toBeCloseTo(chance * 100, 1);
    },
  );

  it('is silent where they never lead', async () => {
    expect(await found(group('raft', ', leads: never'), 'QR051')).toEqual([]);
  });

  it('says which objective a far leader misses that the best one meets', async () => {
    const objective = (ms: number): string =>
      `objectives: [ { clients: app, metric: write.p99, at-most: ${ms}ms } ]\n`;
    const [flips] = await found(group('raft', '', objective(60)), 'QR051');
    expect(flips.message).toMatch(/"write\.p99 of app at most 60ms" is missed, which is met under a[13]\.$/);
    const [never] = await found(group('raft', '', objective(500)), 'QR051');
    expect(never.message).not.toContain('is missed');
  });
});

it('a file that its protocol cannot run is reviewed by what it says alone, not answered with a fault of ours', async () => {
  const unfit = example('QR051-bad.yaml').replace('quorum: majority', 'quorum: { phase1: 1, phase2: 1 }');
  const { verdict, findings } = await reviewed(unfit);
  expect(verdict).toBe('broken');
  expect(findings.some(({ rule }) => rule === 'QR000')).toBe(true);
});
