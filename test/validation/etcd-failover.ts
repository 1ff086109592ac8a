import { type DurationFigures, successionOf } from '../../src/estimate/failover/failover.js';
import { raft } from '../../src/protocol/raft/raft.js';
import { etcd } from '../estimate/failover/cases.js';
import { etcdCases, europe, threeSites } from '../estimate/failover/etcd-europe.js';
import { failoverByHand } from '../estimate/failover/hand/by-hand.js';
import { type Case, once } from './case.js';

/** Times until the first answer after the crash (ms), in ascending order. */
function answers(kind: 'open' | 'closed'): number[] {
  return etcdCases
    .filter(({ id }) => id.includes(kind))
    .flatMap(({ trials }) => trials.map(({ firstAnswerAfterCrash }) => firstAnswerAfterCrash))
    .sort((a, b) => a - b);
}

function rounded(ms: number): number {
  return Number(ms.toFixed(1));
}

function quantile(sorted: readonly number[], p: number): number {
  return sorted[Math.ceil(sorted.length * p) - 1];
}

const leader = `r-${europe.leader}`;

/** Raft as etcd counts: whole ticks of 100 ms, 10 to 19 of them, no pre-vote; and Raft as it is here. */
const asEtcd = once(
  () =>
    failoverByHand(threeSites(['1s', '2s']), etcd, { seed: 1, crashes: 10_000, leader, traffic: 50 }).total,
);
const asHere = once((): DurationFigures => {
  const loss = { kind: 'kill', members: [leader] } as const;
  const found = successionOf(threeSites(['900ms', '1900ms']), raft, { leader, loss, seed: 1, trials: 4000 });
  if (found === undefined) throw new Error('nobody took over');
  return found.outage;
});

const open = answers('open');
const closed = answers('closed');
const mean = rounded(open.reduce((sum, answer) => sum + answer, 0) / open.length);

const TAIL =
  'how often a second candidacy is needed differs from batch to batch (0 of 30 trials, 5 of 25, 6 of 20), which no one ' +
  'probability gives: members whose tickers are in step, and who draw the same number of ticks, always split the vote, and ' +
  'members out of step hardly ever. The model draws the phase of each ticker anew at every crash';
const PRE_VOTE =
  'a pre-vote that fails costs no term and no timeout, so that second candidacies are rarer; etcd 3.4 has none by default';
const FORGOTTEN =
  'a follower of etcd forgets what it forwarded to a leader that died: the client waits for the request to time out, 5 s + ' +
  'twice the election timeout, in 8 of 12 trials. Here a follower keeps a request and asks the next leader';

const GROUP = 'etcd 3.4.23, failover';
const TRIALS = `europe-3, ticks of 100 ms, election timeout 1 s, a writer every 20 ms, the leader killed or cut off, ${open.length} trials`;

/** How long etcd is without an answer when its leader is lost, held against the model of it. */
export const etcdFailover: readonly Case[] = [
  row('mean', mean, (found) => found.mean, 0.08),
  row('p50', quantile(open, 0.5), (found) => found.p50, 0.08),
  row('p90', quantile(open, 0.9), (found) => found.p90, 0.08, TAIL),
  row('p99', quantile(open, 0.99), (found) => found.p99, 0.08, TAIL),
  {
    group: GROUP,
    id: 'etcd-failover-own-raft-p50',
    claim: `${TRIALS}; by our Raft, timeouts of 0.9 to 1.9 s`,
    figure: 'first answer p50',
    expected: quantile(open, 0.5),
    actual: () => asHere().p50,
    tolerance: { relative: 0.08, absolute: 0 },
  },
  {
    group: GROUP,
    id: 'etcd-failover-own-raft-mean',
    claim: `${TRIALS}; by our Raft, timeouts of 0.9 to 1.9 s`,
    figure: 'first answer mean',
    expected: mean,
    actual: () => asHere().mean,
    tolerance: { relative: 0.08, absolute: 0 },
    misfit: PRE_VOTE,
  },
  {
    group: GROUP,
    id: 'etcd-failover-closed-p50',
    claim: `europe-3, the leader killed, a closed-loop writer by way of its own follower, ${closed.length} trials; by our Raft`,
    figure: 'first answer p50',
    expected: quantile(closed, 0.5),
    actual: () => asHere().p50,
    tolerance: { relative: 0.08, absolute: 0 },
    misfit: FORGOTTEN,
  },
];

function row(
  figure: string,
  expected: number,
  of: (found: DurationFigures) => number,
  relative: number,
  misfit?: string,
): Case {
  return {
    group: GROUP,
    id: `etcd-failover-open-${figure}`,
    claim: `${TRIALS}; with etcd's ticks and its one kind of vote`,
    figure: `first answer ${figure}`,
    expected,
    actual: () => of(asEtcd()),
    tolerance: { relative, absolute: 0 },
    ...(misfit === undefined ? {} : { misfit }),
  };
}
