import { uniform } from '../../../src/distribution/uniform.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../../validation/evaluate.js';
import type { Crash } from './hand/crash.js';
import type { ElectionRules } from './hand/raft-elections.js';

/** As in the ATC 2014 paper: no pre-vote, and a vote for whoever asks first; every timer starts when the leader is lost. */
export const plainRaft = (crash: Crash): ElectionRules => {
  const [low, high] = crash.setup.election;
  return {
    preVote: false,
    stickyVotes: false,
    patience: () => ({ timeout: low + (high - low) * crash.random(), sticky: 0 }),
    quietSince: () => 0,
  };
};

/**
 * As etcd 3.4 counts: timeouts are a whole number of ticks, one of T … 2T−1, the first of which comes after a part of one;
 * no pre-vote; a vote for nobody else until T ticks have passed since the leader was heard (raft.go: `checkQuorum`).
 */
export const etcd = (crash: Crash): ElectionRules => {
  const { heartbeat: tick, election } = crash.setup;
  const ticks = Math.round(election[0] / tick);
  return {
    preVote: false,
    stickyVotes: true,
    patience: () => {
      const part = crash.random();
      const drawn = ticks + Math.floor(ticks * crash.random());
      return { timeout: (drawn - 1 + part) * tick, sticky: (ticks - 1 + part) * tick };
    },
    quietSince: (voter) => crash.delay(crash.crashed, voter) - crash.silence,
  };
};

/** Six replicas, of which `f` is to be lost, and five that elect: Ongaro's cluster of five, whose leader is not one of them. */
export function cluster(oneWay: readonly [number, number], election: readonly [number, number]): Deployment {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const deployment = deploymentOf({
    name: 'five',
    network: { rtt: { sites: ids, ms: ids.map((a) => ids.map((b) => (a === b ? 0.1 : 2 * oneWay[0]))) } },
    replicas: ids.map((id) => ({ id, at: id })),
    clients: [{ id: 'client', at: 'a' }],
    protocol: { name: 'raft', quorum: { expression: '3 of (a, b, c, d, e)' } },
    timeouts: { heartbeat: '50ms', election: [`${election[0]}ms`, `${election[1]}ms`] },
  });
  const law = uniform({ low: oneWay[0], high: oneWay[1] });
  const { network } = deployment;
  return {
    ...deployment,
    network: { ...network, link: (from, to) => ({ ...network.link(from, to), oneWay: law }) },
  };
}
