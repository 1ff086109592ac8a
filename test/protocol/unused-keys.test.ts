import { describe, expect, it } from 'vitest';
import { chooseLeader } from '../../src/estimate/latency/leader.js';
import { StandingLaws, type Standings, standingsOf } from '../../src/estimate/latency/standings.js';
import { afterLoss } from '../../src/estimate/losses/after-loss.js';
import { loadTopology } from '../../src/group/load-topology.js';
import { Evaluator, ROUGH_SAMPLES } from '../../src/outcome/evaluate.js';
import { protocols } from '../../src/protocol/registry.js';

const NOTHING = { rttNames: [], rtt: () => 'none here', file: () => ({ error: 'no files here' }) };

/** Each key as it is written, and the line on which it stands. */
const KEYS = {
  leads: { replica: ', leads: preferred', line: 6 },
  election: { replica: ', election: [8s, 9s]', line: 6 },
  'returns-after': { protocol: ', leadership: { returns-after: 7s }', line: 10 },
  operator: { timeouts: ', operator: 90s', line: 11 },
  parallel: { protocol: ', disk: parallel', line: 10 },
  serial: { protocol: ', disk: serial', line: 10 },
} as const;

type Key = keyof typeof KEYS;

function load(protocol: string, keys: readonly Key[]) {
  const written = (part: 'replica' | 'protocol' | 'timeouts') =>
    keys.map((key) => (KEYS[key] as Partial<Record<typeof part, string>>)[part] ?? '').join('');
  const text = `version: 1
name: keys
network: { rtt: { sites: [a, b, c], ms: [[1, 20, 90], [20, 1, 70], [90, 70, 1]] } }
disks: { d: { fsync: 5ms } }
replicas:
  - { id: r1, at: a, disk: d${written('replica')} }
  - { id: r2, at: b, disk: d }
  - { id: r3, at: c, disk: d }
clients: [{ id: app, at: b, rate: 10/s }]
protocol: { name: ${protocol}${written('protocol')} }
timeouts: { heartbeat: 100ms, election: [1s, 2s]${written('timeouts')} }
`;
  return loadTopology(text, 'keys.yaml', NOTHING);
}

/** Who leads, what clients' operations take, and what follows the loss of the leader, or of the first replica. */
function figures(protocol: string, keys: readonly Key[]): unknown {
  const { deployment, protocol: found, diagnostics } = load(protocol, keys);
  if (deployment === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  const evaluator = new Evaluator({ seed: 1, samples: ROUGH_SAMPLES });
  const { leader } = chooseLeader(deployment, found, new Set(), evaluator);
  const before = standingsOf({ deployment, protocol: found, leader, down: new Set() });
  const { standings, outage, stops } = afterLoss(before, { members: [leader ?? 'r1'], seed: 1, evaluator });
  const laws = new StandingLaws(evaluator, ROUGH_SAMPLES);
  const [client] = deployment.clients;
  const write = (over: Standings) => laws.over(over, client, 'write').law.quantile(0.5);
  const leaders = standings.map(({ standing, probability }) => [standing.leader, probability]);
  return { leader, leaders, outage, stops, now: write(before), after: write(standings) };
}

/** Keys that a protocol says to make no difference: as its page has it. */
const UNUSED: Readonly<Record<string, readonly Key[]>> = {
  'multi-paxos': ['operator'],
  raft: ['operator'],
  'fast-paxos': ['operator', 'serial'],
  mencius: ['leads', 'returns-after', 'operator'],
  epaxos: ['leads', 'returns-after', 'operator', 'serial'],
  'primary-backup': ['election', 'returns-after'],
  pacifica: ['returns-after', 'operator'],
  'two-phase-commit': ['election', 'returns-after', 'operator', 'parallel'],
  'chain-replication': ['election', 'returns-after', 'operator', 'parallel'],
};

describe.each(protocols.map(({ name }) => name))('%s', (name) => {
  it('says at its line of each key that it does not go by that it makes no difference, and of no other', () => {
    for (const key of Object.keys(KEYS) as Key[]) {
      const { diagnostics } = load(name, [key]);
      const said = diagnostics.filter(({ message }) => message.includes('makes no difference'));
      const lines = said.map(({ severity, position }) => ({ severity, line: position?.line }));
      const expected = UNUSED[name].includes(key) ? [{ severity: 'warning', line: KEYS[key].line }] : [];
      expect({ key, lines }).toEqual({ key, lines: expected });
    }
  });

  it('and those do make none', () => {
    expect(figures(name, UNUSED[name])).toEqual(figures(name, []));
  });
});

it('where no such word is said, a key does change figures', () => {
  expect(figures('primary-backup', ['operator'])).not.toEqual(figures('primary-backup', []));
  expect(figures('raft', ['election'])).not.toEqual(figures('raft', []));
  expect(figures('raft', ['leads'])).not.toEqual(figures('raft', []));
  expect(figures('raft', ['serial'])).not.toEqual(figures('raft', []));
});
