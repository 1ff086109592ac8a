import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactOf } from '../../src/group/contact.js';
import { groupOf } from '../../src/group/group.js';
import { successorsOf } from '../../src/group/leaders.js';
import { continuityOf, goesOn } from '../../src/group/standing.js';
import { fitOf } from '../../src/protocol/fit.js';
import { protocolNamed, protocols } from '../../src/protocol/registry.js';
import { buildDeployment } from '../../src/topology/build-deployment.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { parseTopology } from '../../src/topology/parse-topology.js';
import { resources } from '../topology/resources.js';

/** One replica a line, "id more"; the client is nearest to the last. */
function deployed(name: string, replicas: readonly string[], more = ''): Deployment {
  const sites = replicas.map((_, i) => `s${i}`);
  const ms = sites.map((_, i) => sites.map((_, k) => (i === k ? 1 : 10 + Math.abs(i - k))));
  const lines = replicas.map((line, i) => {
    const [id, rest = ''] = line.split(/ (.*)/);
    return `  - { id: ${id}, at: s${i}${rest === '' ? '' : `, ${rest}`} }`;
  });
  const text = `version: 1
network: { rtt: ${JSON.stringify({ sites, ms })} }
replicas:
${lines.join('\n')}
clients: [ { id: app, at: s${replicas.length - 1}, reads: 50% } ]
${more === '' ? `protocol: { name: ${name} }` : more}
`;
  const { document, diagnostics } = parseTopology(text, 'group.yaml');
  const built = document && buildDeployment(document, resources, { protocols: protocols.map((p) => p.name) });
  if (built?.deployment === undefined) throw new Error(JSON.stringify([diagnostics, built?.diagnostics]));
  return built.deployment;
}

const protocol = (name: string) => protocolNamed(name)!;
const standing = (deployment: Deployment, leader: string | undefined, ...down: string[]) => ({
  deployment,
  protocol: protocol(deployment.protocol.name),
  leader,
  down: new Set(down),
});

describe('what a group needs', () => {
  it('is served by exactly those sets in which the leader is up or another can be elected, with a write quorum', () => {
    const deployment = deployed(
      'raft',
      ['a', 'b', 'c', 'd', 'e'],
      'protocol: { name: raft, quorum: { phase1: 4, phase2: 2 } }',
    );
    const { write } = continuityOf(groupOf(deployment, protocol('raft')), 'a');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 }), (set) => {
        const up = [0, 1, 2, 3, 4].filter((i) => (set >>> i) & 1).length;
        expect(write.contains(set)).toBe(up >= 2 && ((set & 1) === 1 || up >= 4));
      }),
    );
  });

  // The heads of the field's two-site PostgreSQL files (patroni#1565, #369): an operator replaces a primary, never a quorum.
  it('an operator replaces a primary and never the quorum that writes wait for', () => {
    const file = (quorum: string) =>
      deployed(
        '',
        ['p', 's', 'x'],
        `protocol: { name: primary-backup, leader: p, quorum: ${quorum} }\ntimeouts: { operator: 30s }`,
      );
    const pair = standing(file('{ expression: "p & s" }'), 'p', 's');
    expect(goesOn(pair, 'write')).toBe(false);
    expect(goesOn(pair, 'read')).toBe(true);
    const any = file('{ threshold: 2 }');
    expect(goesOn(standing(any, 'p', 'p'), 'write')).toBe(true);
    expect(goesOn(standing(any, 'p', 'p', 's'), 'write')).toBe(false);
  });

  it('without an operator nobody takes a lost primary’s place, and what only backups lose goes on', () => {
    const deployment = deployed(
      '',
      ['p', 's', 'x'],
      'protocol: { name: primary-backup, leader: p, quorum: { threshold: 2 } }',
    );
    expect(goesOn(standing(deployment, 'p', 's'), 'write')).toBe(true);
    expect(goesOn(standing(deployment, 'p', 'p'), 'write')).toBe(false);
    expect(successorsOf(standing(deployment, undefined, 'p'))).toMatchObject({
      candidates: [],
      obstacle: 'no operator puts another in its place (timeouts.operator)',
    });
  });

  it('local reads need one holder of the data, which a witness is not', () => {
    const deployment = deployed(
      '',
      ['a', 'b', 'w role: witness'],
      'protocol: { name: raft, leader: a, reads: local }',
    );
    expect(goesOn(standing(deployment, 'a', 'a'), 'read')).toBe(true);
    expect(goesOn(standing(deployment, 'a', 'a', 'b'), 'read')).toBe(false);
  });
});

describe('who leads and who serves', () => {
  it.each(['raft', 'multi-paxos'])(
    '%s: learners, witnesses, arbiters and those kept from it never lead',
    (name) => {
      const deployment = deployed(name, [
        'a',
        'n leads: never',
        'w role: witness',
        'ar role: arbiter',
        'l role: learner',
        'b',
      ]);
      expect(groupOf(deployment, protocol(name)).candidates.map(({ id }) => id)).toEqual(['a', 'b']);
      const after = successorsOf(standing(deployment, undefined, 'a'));
      expect(after.candidates.map(({ id }) => id)).toEqual(['b']);
    },
  );

  it('a client talks to no witness and no arbiter, however near', () => {
    const deployment = deployed(
      '',
      ['a', 'b', 'w role: witness'],
      'protocol: { name: raft, leader: a, reads: local }',
    );
    const near = { ...deployment.clients[0]!, entry: 'nearest' };
    expect(contactOf(standing(deployment, 'a'), near)).toBe('b');
    expect(contactOf(standing(deployment, 'a'), near, 'read')).toBe('b');
    const learner = deployed(
      '',
      ['a', 'b', 'l role: learner', 'c'],
      'protocol: { name: mencius, reads: local }',
    );
    const beside = { ...learner.clients[0]!, at: ['s2'] };
    expect(contactOf(standing(learner, undefined), beside)).not.toBe('l');
    expect(contactOf(standing(learner, undefined), beside, 'read')).toBe('l');
  });

  it('of a chain, clients send writes to the head and reads to the last that is up, unless the file names their entry', () => {
    const deployment = deployed('chain-replication', ['a', 'b', 'c', 'v role: arbiter']);
    const [app] = deployment.clients;
    const both = (client: typeof app, ...down: string[]) =>
      (['write', 'read'] as const).map((kind) =>
        contactOf(standing(deployment, 'b', ...down), client!, kind),
      );
    expect(both(app)).toEqual(['b', 'c']);
    expect(both(app, 'c')).toEqual(['b', 'a']);
    expect(both(app, 'a', 'c')).toEqual(['b', 'b']);
    expect(both({ ...app!, entry: 'leader' })).toEqual(['b', 'b']);
    expect(both({ ...app!, entry: 'a' })).toEqual(['a', 'a']);
  });

  it.each([
    [
      ['a leads: never', 'b leads: never', 'c leads: never'],
      'raft',
      'no replica may lead, and raft needs a leader',
    ],
    [['a', 'b', 'ar role: arbiter'], 'epaxos', 'epaxos has no arbiters, and ar is one'],
  ])('%j under %s is refused', (replicas, name, words) => {
    const deployment = deployed(name, replicas);
    expect(fitOf(protocol(name), deployment).map(({ message }) => message)).toContain(words);
  });

  it('a leader that never leads is refused', () => {
    const deployment = deployed(
      '',
      ['a', 'b', 'c', 'w role: witness'],
      'protocol: { name: raft, leader: w }',
    );
    expect(fitOf(protocol('raft'), deployment).map(({ message }) => message)).toContain(
      'w never leads, being a witness; the leader is one of a, b, c, or best',
    );
  });
});
