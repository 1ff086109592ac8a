import { quorumsOf } from '../../group/quorums.js';
import type { Standing } from '../../group/standing.js';
import type { DurabilityResult } from '../../result/durability.js';
import { replicationOf } from '../losses/replication.js';
import { type Copies, type Durability, durabilityOf } from './durability.js';
import { lostWith } from './lost-permanently.js';

const LEVELS = ['machine', 'rack', 'zone', 'region'] as const;

/** How likely it is that an acknowledged write is lost, in the shape of results. */
export function durabilityBlock(situation: Standing): DurabilityResult {
  const { deployment } = situation;
  const copies = copiesOf(situation);
  const found = durabilityOf(deployment, copies);
  const { phase2 } = quorumsOf(deployment, situation.protocol);
  const levels = LEVELS.flatMap((level) => {
    const least = lostWith(deployment, level, phase2);
    return least === undefined ? [] : [[level, least] as const];
  });
  return {
    holders: copies.kind === 'holders' ? copies.holders : null,
    lag: copies.kind === 'holders' ? copies.lag : null,
    perWrite: found.perWrite,
    lossyTakeoversPerYear: found.lossyTakeoversPerYear,
    perYear: found.perYear,
    lostWith: Object.fromEntries(levels),
    assumptions: assumptionsOf(situation, copies, found),
  };
}

/**
 * Where an acknowledged write is, and who may go on without it. Elected leaders ask a quorum that meets all others; an
 * operator promotes whoever is left. Without an operator nobody goes on, and a write that is on a disk is not lost.
 */
function copiesOf(situation: Standing): Copies {
  const { deployment, protocol } = situation;
  const { phase2 } = quorumsOf(deployment, protocol);
  const everywhere = deployment.replicas.every(({ index }) => !phase2.contains(~(1 << index)));
  const promoted = protocol.traits.failover === 'operator' && deployment.timeouts.operator !== undefined;
  const way = promoted && !everywhere ? replicationOf(situation) : undefined;
  if (way === undefined) return { kind: 'quorum', system: phase2 };
  const { holders, acknowledged, written } = way;
  const others = [...written].filter(([id]) => !holders.includes(id));
  const lag = Math.max(0, ...others.map(([, time]) => time - acknowledged));
  return { kind: 'holders', holders, lag };
}

function assumptionsOf(
  { deployment, protocol }: Standing,
  copies: Copies,
  found: Durability,
): readonly string[] {
  const operated = protocol.traits.failover === 'operator' && deployment.timeouts.operator === undefined;
  if (copies.kind === 'holders' || !operated) return found.assumptions;
  return [
    'A machine that crashes has its disk again when it is repaired.',
    'Nobody is promoted in the place of a lost primary (no timeouts.operator): what it acknowledged is there again with it.',
    'No disk is lost permanently.',
  ];
}
