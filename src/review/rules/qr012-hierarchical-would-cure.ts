import { chooseLeader } from '../../estimate/latency/leader.js';
import { lossesOf } from '../../estimate/losses/losses.js';
import { onePhase } from '../../quorum/phases.js';
import { type Groups, hierarchical } from '../../quorum/shapes.js';
import { majoritySize } from '../../quorum/sizes.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import type { ReviewContext } from '../context.js';
import { worstLoss } from '../linchpin.js';
import type { Finding, Rule } from '../rule.js';
import { countOf } from '../variant.js';
import { inMs } from '../words.js';

/** Machines in a group: so many tolerate one loss. */
const SIZE = 3;

export const hierarchicalWouldCure: Rule = {
  id: 'QR012',
  name: 'hierarchical-would-cure',
  title: 'A linchpin that hierarchical quorums would cure',
  topic: 'quorums',
  severity: 'note',
  needs: 'estimate',
  why: 'With three groups of three, and quorums of two groups with two members each, four replicas decide where a majority of nine needs five; and any one machine may be lost without a quorum moving to a farther group. That takes the linchpin away, at the price of more machines.',
  fix: 'Run three replicas in each of three regions, with quorum: { groups: …, of: majority, within: majority }.',
  source:
    'Kumar, "Hierarchical quorum consensus", IEEE Transactions on Computers 40(9), 1991; Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Quorum composition"',
  check(context): Finding[] {
    const { deployment, protocol, replicas, quorums, regions } = context;
    const { failover, reconfigures, fastQuorum } = protocol.traits;
    if (failover !== 'automatic' || reconfigures === true || fastQuorum) return [];
    if (regions.size !== 3 || replicas.length < 5 || countOf(quorums.phase2) === undefined) return [];
    const worst = worstLoss(context);
    if (worst === undefined) return [];
    const cured = inGroups(context);
    const after = worstAfterAnyLoss(context, cured, worst.client);
    if (after === null || after > worst.before * 1.2) return [];
    const n = cured.replicas.length;
    return [
      {
        path: deployment.locate(['protocol', 'quorum']) === undefined ? ['protocol'] : ['protocol', 'quorum'],
        about: worst.client,
        message: `Without ${worst.replica} write p50 of ${worst.client} is ${inMs(worst.after)}. With ${SIZE} replicas in each of ${[...regions.keys()].join(', ')} (${n - replicas.length} more), and quorums of two regions with two of their three, the loss of any one but the leader leaves it at ${inMs(after)} or less.`,
        fix: 'Write quorum: { groups: { … }, of: majority, within: majority }, each region a group of three.',
      },
    ];
  },
};

/** The same regions with three replicas each, those that are there first, and hierarchical quorums. */
function inGroups({ deployment, regions }: ReviewContext): Deployment {
  const replicas: Replica[] = [];
  const groups = [...regions].map(([name, here]) => {
    const members = Array.from({ length: Math.max(SIZE, here.length) }, (_, i) => {
      const model = here[Math.min(i, here.length - 1)];
      const id = i < here.length ? model.id : `${name} ${i + 1}`;
      // A zone of its own for each that is added.
      const at = i < here.length ? model.at : [name, `${name} ${i + 1}`];
      replicas.push({ ...model, id, at, index: replicas.length });
      return id;
    });
    return { name, members };
  }) satisfies Groups;
  const ids = replicas.map(({ id }) => id);
  const quorum = onePhase(hierarchical(ids, groups, majoritySize(groups.length), majoritySize));
  return { ...deployment, replicas, shards: undefined, protocol: { ...deployment.protocol, quorum } };
}

function worstAfterAnyLoss(context: ReviewContext, deployment: Deployment, client: string): number | null {
  const { protocol, evaluator } = context;
  const { leader } = chooseLeader(deployment, protocol, new Set(), evaluator);
  const losses = lossesOf({ deployment, protocol, leader, down: new Set() }, evaluator, context.options.seed);
  let worst = 0;
  for (const { kind, name, clients } of losses) {
    if (kind !== 'replica' || name === leader) continue;
    const p50 = clients.find(({ id }) => id === client)?.write.p50 ?? null;
    if (p50 === null) return null;
    worst = Math.max(worst, p50);
  }
  return worst;
}
