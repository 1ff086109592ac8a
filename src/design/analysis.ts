import { dual } from '../quorum/dual.js';
import { countMinimalQuorums, minimalQuorums } from '../quorum/minimal-quorums.js';
import { resilience } from '../quorum/resilience.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { AskedQuorum, MinimalQuorums, QuorumResult, ReadShareFigures } from '../result/quorum.js';
import { type Conflict, conflicts } from './conflicts.js';
import type { DesignNode, DesignSpace, Goal, ReadShare } from './design.js';
import type { Solver } from './linear-program.js';
import { type Optimum, optimum } from './optimum.js';
import { type Scheme, type SearchKind, search } from './search.js';
import {
  type AskedSet,
  asked,
  latencyOf,
  loadOf,
  metricOf,
  networkOf,
  nodeLoads,
  type Strategy,
} from './strategy.js';

/** What is asked of a design. */
export interface DesignQuestion {
  /** What messages call the file; null: an expression. */
  readonly file: string | null;
  readonly name: string;
  readonly nodes: readonly DesignNode[];
  readonly capacitiesGiven: boolean;
  /** The quorums; undefined where they are to be searched for. */
  readonly scheme: GivenScheme | undefined;
  readonly goal: Goal;
  /** Kinds of schemes to search among; empty: no search. */
  readonly search: readonly SearchKind[];
}

export interface GivenScheme {
  readonly reads: QuorumSystem;
  readonly writes: QuorumSystem;
  readonly dual: 'reads' | 'writes' | null;
}

/** A result, or why there is none. */
export type Analysis = { readonly result: QuorumResult } | { readonly conflicts: readonly Conflict[] };

/** So many minimal quorums are listed. */
const LISTED = 1000;

/** Shares of reads at which the strategy is held against the best. */
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/**
 * A quorum system, or the best one that a search finds, with the strategy that is best for the goal and its figures
 * (Whittaker et al., PaPoC 2021; Naor and Wool 1998 for load and capacity).
 *
 * @param solve a solver of linear programs
 * @throws DiagramTooLarge, DesignTooLarge
 */
export function analysis(question: DesignQuestion, solve: Solver): Analysis {
  const { nodes, goal, scheme } = question;
  const given = scheme === undefined ? undefined : { nodes, reads: scheme.reads, writes: scheme.writes };
  const found = question.search.length === 0 ? undefined : search(nodes, goal, question.search, given, solve);
  const winner: Scheme | undefined = found?.winner;
  const space = winner?.space ?? given;
  if (space === undefined) return { conflicts: found?.conflicts ?? [] };
  const best = winner?.optimum ?? optimum(space, goal, solve);
  if (best === undefined) return { conflicts: conflicts(space, goal, solve) };
  const words = {
    reads: space.reads.describe(),
    writes: space.writes.describe(),
    dual: winner?.dual ?? scheme?.dual ?? null,
  };
  return {
    result: {
      schema: 'quorate.quorum/1',
      file: question.file,
      name: question.name,
      quorums: words,
      capacitiesGiven: question.capacitiesGiven,
      ...asGoal(goal),
      value: best.value,
      unrestricted: unrestricted(space, goal, solve),
      ...figures(space, meaningful(space, goal, best, solve), goal, solve),
      search: found?.result ?? null,
    },
  };
}

function asGoal({ minimise, limits: { load, network, latency }, f }: Goal) {
  return { minimise, limits: { load: load ?? null, network: network ?? null, latency: latency ?? null }, f };
}

function unrestricted(space: DesignSpace, goal: Goal, solve: Solver): number | null {
  if (goal.f === 0 && Object.keys(goal.limits).length === 0) return null;
  return optimum(space, { ...goal, limits: {}, f: 0 }, solve)?.value ?? null;
}

/** Where all operations are reads the goal says nothing of writes, and the other way round: those are chosen by themselves. */
function meaningful(space: DesignSpace, goal: Goal, { strategy }: Optimum, solve: Solver): Strategy {
  const share = goal.shares.reduce((sum, each) => sum + each.weight * each.share, 0);
  if (share > 0 && share < 1) return strategy;
  const other = optimum(space, { ...goal, limits: {}, shares: [{ share: 1 - share, weight: 1 }] }, solve);
  if (other === undefined) return strategy;
  return share === 1
    ? { reads: strategy.reads, writes: other.strategy.writes }
    : { reads: other.strategy.reads, writes: strategy.writes };
}

type Figures = Pick<
  QuorumResult,
  | 'load'
  | 'capacity'
  | 'network'
  | 'latency'
  | 'resilience'
  | 'failure'
  | 'minimal'
  | 'strategy'
  | 'nodes'
  | 'readShares'
  | 'byReadShare'
>;

function figures(space: DesignSpace, strategy: Strategy, goal: Goal, solve: Solver): Figures {
  const { nodes, reads, writes } = space;
  const load = metricOf('load', space, strategy, goal.shares);
  const timed = nodes.every(({ latency }) => latency !== undefined);
  const at = ({ share }: Pick<ReadShare, 'share'>) => {
    const here = loadOf(space, strategy, share);
    const latency = timed ? latencyOf(space, strategy, share) : null;
    return { share, load: here, capacity: 1 / here, network: networkOf(strategy, share), latency };
  };
  return {
    load,
    capacity: 1 / load,
    network: metricOf('network', space, strategy, goal.shares),
    latency: timed ? metricOf('latency', space, strategy, goal.shares) : null,
    resilience: { read: resilience(reads), write: resilience(writes) },
    failure: failureOf(space),
    minimal: { reads: minimal(reads), writes: minimal(writes) },
    strategy: { reads: named(nodes, strategy.reads), writes: named(nodes, strategy.writes) },
    nodes: nodeFigures(space, strategy, goal.shares),
    readShares: goal.shares.map((each) => ({ ...at(each), weight: each.weight })),
    byReadShare: SHARES.map((share): ReadShareFigures => {
      const best = optimum(
        space,
        { ...goal, minimise: 'load', limits: {}, shares: [{ share, weight: 1 }] },
        solve,
      );
      const least = best?.value ?? loadOf(space, strategy, share);
      return { ...at({ share }), best: { load: least, capacity: 1 / least } };
    }),
  };
}

function nodeFigures(
  space: DesignSpace,
  strategy: Strategy,
  shares: readonly ReadShare[],
): QuorumResult['nodes'] {
  const { nodes } = space;
  const reads = asked(strategy.reads, nodes.length);
  const writes = asked(strategy.writes, nodes.length);
  const loads = shares.map(({ share, weight }) => ({ weight, each: nodeLoads(space, strategy, share) }));
  return nodes.map((node, i) => ({
    id: node.id,
    reads: node.reads,
    writes: node.writes,
    latency: node.latency ?? null,
    failure: node.failure ?? null,
    asked: { reads: Math.min(1, reads[i]), writes: Math.min(1, writes[i]) },
    load: loads.reduce((sum, { weight, each }) => sum + weight * each[i], 0),
  }));
}

/** Asked of the duals, which keeps small probabilities accurate. */
function failureOf({ nodes, reads, writes }: DesignSpace): QuorumResult['failure'] {
  const down = nodes.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  if (down.length < nodes.length) return null;
  return { read: dual(reads).probability(down), write: dual(writes).probability(down) };
}

function minimal(system: QuorumSystem): MinimalQuorums {
  const quorums = minimalQuorums(system, LISTED);
  return { count: countMinimalQuorums(system), smallest: quorums[0]?.length ?? 0, quorums };
}

function named(nodes: readonly DesignNode[], choices: readonly AskedSet[]): AskedQuorum[] {
  return choices.map(({ set, probability }) => ({
    quorum: nodes.filter((_, i) => (set >>> i) & 1).map(({ id }) => id),
    probability,
  }));
}
