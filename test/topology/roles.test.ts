import { describe, expect, it } from 'vitest';
import { complaints, loaded } from './load.js';

/** A topology of five replicas, with what is said of some of them and of the rest of the file. */
function group(replicas: Readonly<Record<string, string>>, more = '', quorum = ''): string {
  const lines = ['a', 'b', 'c', 'd', 'e'].map(
    (id) => `  - { id: ${id}, at: here/${id}${replicas[id] ?? ''} }`,
  );
  return `version: 1
network: { rtt: { sites: [here], ms: [[1]] } }
replicas:
${lines.join('\n')}
clients: [ { id: app, at: here${more} } ]
protocol: { name: multi-paxos, leader: a${quorum} }
`;
}

const rolesOf = (text: string) => loaded(text).replicas.map(({ role, leads }) => `${role} ${leads}`);

describe('the roles of members', () => {
  it('are what the file says: only voters may lead', () => {
    expect(rolesOf(group({ c: ', role: witness', d: ', role: learner', e: ', role: arbiter' }))).toEqual([
      'voter 1',
      'voter 1',
      'witness 0',
      'learner 0',
      'arbiter 0',
    ]);
  });

  it('one that no quorum counts on is a learner, and that is said', () => {
    const text = group({}, '', ', quorum: { weights: { d: 0, e: 0 } }');
    expect(rolesOf(text).slice(3)).toEqual(['learner 0', 'learner 0']);
    expect(loaded(text).assumptions.join('\n')).toContain('d and e are learners: no quorum counts on them.');
  });

  it('leads: never is 0, allowed 1, preferred more than any other', () => {
    const text = group({
      a: ', leads: preferred',
      b: ', leads: never',
      c: ', leads: 5',
      d: ', leads: allowed',
    });
    expect(loaded(text).replicas.map(({ leads }) => leads)).toEqual([1000, 0, 5, 1, 1]);
  });

  it.each([
    [
      group({ d: ', role: learner, leads: preferred' }),
      "a learner never leads, so it cannot be 'preferred' as leader",
    ],
    [group({ d: ', leads: sometimes' }), 'expected never, allowed, preferred'],
    [group({ d: ', leads: 1001' }), 'expected never, allowed, preferred'],
    [
      group({ d: ', leads: preferred' }, '', ', quorum: { weights: { d: 0 } }'),
      'a replica without a vote never leads',
    ],
    [group({ d: ', role: arbiter' }, '', ', quorum: { weights: { d: 0 } }'), 'no quorum counts on it'],
    [group({ d: ', role: witness' }, ', entry: d'), "'d' is a witness, and serves no clients"],
    [group({ d: ', role: votre' }), 'role'],
    [group({ d: ', election: [2s, 1s]' }), 'above its end'],
  ])('that contradict the rest of the file are refused (%#)', (text, words) => {
    expect(complaints(text).join('\n')).toContain(words);
  });

  it('timeouts.request has an earlier name, and one of the two is enough', () => {
    const both = group({}).concat('timeouts: { request: 5s, patience: 4s }\n');
    expect(complaints(both).join('\n')).toContain("'patience' is the earlier name of 'request'");
    expect(loaded(group({}).concat('timeouts: { request: 5s }\n')).timeouts.request).toBe(5000);
    expect(loaded(group({}).concat('timeouts: { leader-lease: 9s }\n')).timeouts.leaderLease).toBe(9000);
  });
});
