import { expect } from 'vitest';
import { compare } from '../../src/estimate/compare/compare.js';
import { claim, type Expectations, type FieldCase } from './case.js';

/** Those who may lead after a loss, with the probability of each. */
function leadersAfter(field: FieldCase, lost: string): Map<string | null, number> {
  return new Map(field.loss(lost).leaders.map(({ leader, probability }) => [leader, probability]));
}

/** p50 and p99 of a client's writes after a loss, under one leader. */
function writesUnder(field: FieldCase, lost: string, leader: string, client: string) {
  const under = field.loss(lost).leaders.find((one) => one.leader === leader);
  return under?.clients.find(({ id }) => id === client)?.write;
}

/** Nobody of these leads, neither now nor after any loss. */
const neverLead = (...ids: string[]) =>
  claim(`${ids.join(', ')} never lead`, (field) => {
    const { losses, protocol } = field.estimate;
    const all = losses.flatMap(({ leaders }) => leaders.map(({ leader }) => leader));
    for (const id of ids) {
      expect(protocol.leader).not.toBe(id);
      expect(all).not.toContain(id);
    }
    expect(all.some((leader) => leader !== null && leader !== protocol.leader)).toBe(true);
  });

/** Cases about who leads next, and at what price. */
export const AFTER_LOSS: Expectations = {
  'leases-land-far-away': {
    claims: [
      claim('w1a leads about once in four times, writes then take 121 ms', (field) => {
        const leaders = leadersAfter(field, 'e1a');
        expect(leaders.get('w1a')).toBeGreaterThan(0.1);
        expect(leaders.get('w1a')).toBeLessThan(0.4);
        expect(writesUnder(field, 'e1a', 'w1a', 'app')?.p50).toBeCloseTo(121, -1);
        // Sometimes the neighbour leads, which costs a tenth of that.
        expect(writesUnder(field, 'e1a', 'e1b', 'app')?.p50).toBeCloseTo(13.2, 0);
      }),
      claim('what-if tells the same leaders and figures as estimate', (field) => {
        const { leaders } = field.whatIf({ fail: ['e1a'] }).loss!;
        expect(leaders).toEqual(field.loss('e1a').leaders);
      }),
      claim('the loss is survived in estimate, in what-if and by the quorums alike', (field) => {
        expect(field.estimate.survives.machine).toBe(2);
        expect(field.goesOn(['e1a', 'e1b'])).toBe(true);
        expect(field.goesOn(['e1a', 'e1b', 'e4a'])).toBe(false);
        expect(field.whatIf({ fail: ['e1b', 'e4a'] }).clients[0].state).toBe('served');
        expect(field.whatIf({ fail: ['e1a', 'e1b', 'e4a'] }).clients[0].state).toBe('stopped');
      }),
    ],
  },
  'leader-moves-to-far-site': {
    claims: [
      claim('of the four that may lead, the two far ones make writes take 45 ms', (field) => {
        const leaders = leadersAfter(field, 'a1');
        expect([...leaders.keys()].sort()).toEqual(['a2', 'a3', 'b1', 'b2']);
        for (const probability of leaders.values()) expect(probability).toBeGreaterThan(0.1);
        // 20 ms there, 20 ms to a2 or a3 and back, its write of 5 ms, the client's 0.5 ms at its own site.
        for (const far of ['b1', 'b2'])
          expect(writesUnder(field, 'a1', far, 'app')?.p50).toBeCloseTo(45.5, 0);
        expect(writesUnder(field, 'a1', 'a2', 'app')?.p50).toBeLessThan(30);
      }),
    ],
  },
  'site-lost-lucky-leader': {
    claims: [
      claim('etcd-c leads about every other time, and k8s-b then waits 38 ms', (field) => {
        expect(leadersAfter(field, 'site-a').get('etcd-c')).toBeCloseTo(0.5, 1);
        expect(writesUnder(field, 'site-a', 'etcd-c', 'k8s-b')?.p99).toBeCloseTo(38, 0);
        expect(writesUnder(field, 'site-a', 'etcd-b', 'k8s-b')?.p99).toBeLessThan(26);
      }),
      claim('the objective of 30 ms is met before and missed after', (field) => {
        const [flip, ...others] = field.whatIf({ fail: ['region:site-a'] }).objectives;
        expect(others).toEqual([]);
        expect(flip).toMatchObject({ before: 'met', after: 'missed' });
      }),
    ],
  },
  'learner-beside-the-clients': {
    claims: [
      neverLead('learner'),
      claim('nobody waits for the learner', (field) => {
        const [{ decidedBy }] = field.estimate.clients;
        expect(decidedBy.map(({ replica }) => replica)).not.toContain('learner');
        // Without it its clients ask a voter straight away, which is no longer by more than a millisecond.
        const without = field.loss('learner').clients[0].write.p50!;
        expect(Math.abs(without - field.estimate.clients[0].write.p50!)).toBeLessThan(1);
      }),
    ],
  },
  'observer-beside-the-clients': {
    claims: [
      neverLead('obs'),
      claim('the observer answers its clients’ reads', (field) => {
        const [{ readEntry, read }] = field.estimate.clients;
        expect(readEntry).toBe('obs');
        expect(read.p50).toBeLessThan(1);
      }),
    ],
  },
  'non-voters-lead': {
    claims: [
      neverLead('n1', 'n2', 'n3'),
      claim('no standby counts towards a quorum: shares add up to what the voters give', (field) => {
        const { decidedBy } = field.estimate.clients[0];
        expect(decidedBy.map(({ replica }) => replica).sort()).toEqual(['v1', 'v2', 'v3']);
      }),
      claim('two voters lost stop writes, however many standbys are up', (field) => {
        expect(field.goesOn(['v1'])).toBe(true);
        expect(field.goesOn(['v1', 'v2'])).toBe(false);
        expect(field.goesOn(['v1', 'n1', 'n2', 'n3'])).toBe(true);
      }),
    ],
    toCome: 'a standby that is given its lost voter’s vote: membership managers',
  },
  'witness-and-read-only': {
    claims: [
      neverLead('witness', 'ro-be'),
      claim('the witness answers no reads, the read-only replica does', (field) => {
        const entries = new Map(field.estimate.clients.map(({ id, readEntry }) => [id, readEntry]));
        expect(entries.get('be')).toBe('ro-be');
        expect(entries.get('iowa')).not.toBe('witness');
      }),
      claim('the witness votes, the read-only replica does not', (field) => {
        expect(field.goesOn(['va1', 'va2'])).toBe(true);
        expect(field.goesOn(['va1', 'va2', 'ro-be'])).toBe(true);
        expect(field.goesOn(['va1', 'va2', 'witness'])).toBe(false);
      }),
    ],
  },
  'lease-apart-from-election': {
    claims: [
      claim('a leader that follows serves only after the lease of 9 s: up to 15 s', (field) => {
        const { total } = field.estimate.failover!;
        expect(total.p50).toBeGreaterThan(7000);
        expect(total.p99).toBeLessThan(15_000);
      }),
      claim('the lease makes a difference: nothing calls it unused', (field) => {
        expect(field.codes).not.toContain('QR000');
      }),
    ],
  },
  'cannot-keep-a-leader': {
    claims: [
      claim('no leader can stay, and says why', (field) => {
        expect(field.estimate.leadership).toMatchObject({ stays: false, chance: 0 });
        expect(field.estimate.leadership?.why).toMatch(/election timeout .* shorter than a round trip/);
        // Nobody counts how often a leader is deposed where nobody becomes one.
        expect(field.estimate.stability).toBeNull();
      }),
      claim('availability, what-if and compare give no figures either, and say why', (field) => {
        expect(field.estimate.availability).toBeNull();
        const { clients } = field.whatIf({ fail: [field.topology.deployment.replicas.at(-1)!.id] });
        expect(clients.map(({ state }) => state)).toEqual(clients.map(() => 'stopped'));
        const { deployment, protocol } = field.topology;
        const subject = { deployment, protocol };
        const [alone] = compare([{ name: 'as it is', subject }], { seed: 1 }).alternatives;
        expect(alone.estimate).toBeNull();
        expect(alone.obstacles.join()).toMatch(/^No leader can stay/);
      }),
      claim('a simulation answers nothing and is compared with nothing', (field) => {
        const run = field.simulate([], 20);
        expect(run.finished).toBe(0);
        expect(run.warmUp.served).toBe(false);
        for (const { model, notCompared } of run.clients) {
          expect(model).toBeNull();
          expect(notCompared).toBe('No operation completed.');
        }
      }),
    ],
  },
};
