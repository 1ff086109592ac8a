import type { Loss } from '../../../src/estimate/failover/result.js';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { chiSquare } from './chi-square.js';
import { simulatedLosses } from './full-simulator.js';

/** What the small world and the whole simulator say of one loss of a leader. */
export interface NextLeaders {
  /** Probability of shares that differ at least so much, if both draw from the same. */
  readonly p: number;
  /** Mean outage of the small world over that of the simulator, and the standard error of that. */
  readonly ratio: number;
  readonly error: number;
  readonly line: string;
  /** How often each replica was next, in file order. */
  readonly small: readonly number[];
  readonly full: readonly number[];
}

/** Runs `losses` in the simulator and as many in the small world four times over. */
export function nextLeaders(
  deployment: Deployment,
  protocol: Protocol,
  leader: string,
  kind: Loss['kind'],
  seed: number,
  losses: number,
): NextLeaders {
  const loss: Loss = { kind, members: [leader] };
  const trials = 4 * losses;
  const small = successionOf(deployment, protocol, { leader, loss, seed, trials });
  if (small === undefined || small.never > 0) throw new Error(`nobody takes over from ${leader}`);
  const full = simulatedLosses(deployment, protocol, { leader, loss, seed, losses });
  const ids = deployment.replicas.map(({ id }) => id);
  const here = ids.map(
    (id) => trials * (small.leaders.find(({ leader: next }) => next === id)?.probability ?? 0),
  );
  const there = ids.map((_, i) => full.filter(({ next }) => next === i).length);
  const mean = full.reduce((sum, { answered }) => sum + answered, 0) / losses;
  const square = full.reduce((sum, { answered }) => sum + (answered - mean) ** 2, 0) / (losses - 1);
  const p = chiSquare(here, there);
  const ratio = small.outage.mean / mean;
  const error = Math.sqrt(square / losses + square / trials) / mean;
  const shares = (counts: readonly number[], all: number): string =>
    counts.map((count) => (count / all).toFixed(3)).join(' ');
  const line =
    `${kind} ${leader}, seed ${seed}: small world ${shares(here, trials)}, simulator ${shares(there, losses)} (${ids.join(' ')}), ` +
    `p ${p.toFixed(4)}; mean outage ${small.outage.mean.toFixed(1)} against ${mean.toFixed(1)} ms`;
  return { p, ratio, error, line, small: here, full: there };
}
