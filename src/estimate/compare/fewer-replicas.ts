import { asProtocol } from '../../group/as-protocol.js';
import { Evaluator, ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { chooseLeader } from '../latency/leader.js';
import { meanWrite } from '../latency/mean-write.js';

/** The deployment without some of its replicas, or why there is none. */
export type Without =
  | { readonly deployment: Deployment }
  | {
      readonly obstacles: readonly string[];
      /** Other parts of the file need one of those that were to go. */
      readonly needed?: boolean;
    };

/**
 * Which replicas to leave out: one after the other, each time the one without which the mean latency of all clients'
 * writes is least (clients weighted by their writes, the best leader where the file names none); the later in the file
 * among equals. Each step is the best one; several together need not be. Whether the protocol can run what comes out is
 * for the caller to ask: what does not fit on the way (quorums of 2 among 4) may do so further down.
 *
 * @param protocol as which the deployments are to run
 * @param without the deployment with these replicas removed, in this order
 * @param least how many replicas to stop at
 * @returns by number of replicas, who has gone by then, for as far down as it goes; and what stopped it before `least`
 */
export async function dropOneByOne(
  deployment: Deployment,
  protocol: Protocol,
  without: (removed: readonly string[]) => Promise<Without>,
  least: number,
  seed: number,
): Promise<{
  readonly dropped: ReadonlyMap<number, readonly string[]>;
  readonly obstacles: readonly string[];
}> {
  let here = deployment;
  let removed: readonly string[] = [];
  const dropped = new Map([[here.replicas.length, removed]]);
  while (here.replicas.length > least) {
    let best: { deployment: Deployment; removed: readonly string[]; rank: Rank } | undefined;
    const obstacles = new Set<string>();
    const needed = new Set<string>();
    for (const { id } of here.replicas) {
      const tried = await without([...removed, id]);
      if ('obstacles' in tried) {
        for (const obstacle of tried.obstacles) (tried.needed === true ? needed : obstacles).add(obstacle);
        continue;
      }
      const rank = rankOf(tried.deployment, protocol, seed);
      if (best === undefined || !isWorse(rank, best.rank))
        best = { deployment: tried.deployment, removed: [...removed, id], rank };
    }
    if (best === undefined) return { dropped, obstacles: [...obstacles, ...needed] };
    here = best.deployment;
    removed = best.removed;
    dropped.set(here.replicas.length, removed);
  }
  return { dropped, obstacles: [] };
}

interface Rank {
  readonly mean: number;
  readonly unserved: number;
}

function isWorse(one: Rank, other: Rank): boolean {
  if (one.unserved !== other.unserved) return one.unserved > other.unserved;
  return one.mean > other.mean || (Number.isNaN(one.mean) && !Number.isNaN(other.mean));
}

function rankOf(asked: Deployment, protocol: Protocol, seed: number): Rank {
  const { deployment } = asProtocol(asked, protocol);
  const evaluator = new Evaluator({ seed, samples: ROUGH_SAMPLES });
  const down: ReadonlySet<string> = new Set();
  const { leader } = chooseLeader(deployment, protocol, down, evaluator);
  return meanWrite({ deployment, protocol, leader, down }, evaluator);
}
