import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { documentText } from '../../../src/report/document/terminal.js';
import { whatIfDocument } from '../../../src/report/what-if/what-if.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from './deployment.js';

const deployment = deploymentOf(`version: 1
network: { rtt: { sites: [a, b, c], ms: [[0.5, 10, 30], [10, 0.5, 20], [30, 20, 0.5]] } }
replicas: [{ id: r1, at: a, disk: none }, { id: r2, at: b, disk: none }, { id: r3, at: c, disk: none }]
clients: [{ id: app, at: b, rate: 50/s }]
protocol: { name: raft, leader: r1 }
objectives: [{ metric: write.p99, at-most: 900ms }, { survive: machine }]
`);
const raft = protocolNamed('raft')!;

function asked(how: 'fail' | 'cut') {
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const changes = { fail: [], cut: [], pause: [], slow: [], degrade: [], [how]: ['r1'] };
  const found = readDisruption(changes, { replicas, clients: deployment.clients, shared: [] });
  if ('problems' in found) throw new Error(found.problems.map(({ message }) => message).join());
  const question = { name: '', description: '', edits: [], notes: [], deployment, protocol: raft, ...found };
  return whatIf(deployment, raft, [question], { seed: 1, each: null });
}

describe('an objective that is judged before and not after', () => {
  it('is told with its reason after a cut, and not counted among those that do not flip', () => {
    const result = asked('cut');
    const [{ notJudged, objectives }] = result.scenarios;
    expect(objectives).toEqual([]);
    expect(notJudged).toEqual([
      {
        objective: 'any one machine may be lost',
        reason: 'what else may be lost while links are cut is not worked out',
      },
    ]);
    const text = documentText(whatIfDocument(result), 200);
    expect(text).toContain(
      'No objective flips (1 judged, 1 not). Not judged afterwards: any one machine may',
    );
  });

  it('is none after a failure, after which what else may be lost is worked out', () => {
    const [{ notJudged, objectives }] = asked('fail').scenarios;
    expect(notJudged).toEqual([]);
    expect(objectives.map(({ objective, after }) => [objective, after])).toEqual([
      ['any one machine may be lost', 'missed'],
    ]);
  });
});
