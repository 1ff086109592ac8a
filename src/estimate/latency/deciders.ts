import { firstQuorumsOf, sharesOf } from '../../outcome/deciders.js';
import { type Evaluator, ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { Decider } from '../../result/latency.js';
import type { Client } from '../../topology/deployment.js';
import { operationIn, type Standings } from './standings.js';

/**
 * Who decides the first quorum that an operation waits for, most often first; none where it waits for no quorum. Where
 * that may be one of several quorums, each counts as often as it is the one and comes about.
 */
export function decidersOf(outcome: Outcome, evaluator: Evaluator): Decider[] {
  const deciders = new Map<string, { decides: number; inQuorum: number }>();
  let total = 0;
  for (const { quorum, share } of firstQuorumsOf(outcome)) {
    const { system } = quorum;
    const whole = evaluator.evaluate(quorum, ROUGH_SAMPLES).law;
    const shares = sharesOf(
      system,
      quorum.parts.map((part) => evaluator.evaluate(part, ROUGH_SAMPLES).law),
      whole,
    );
    const weight = share * whole.mass;
    total += weight;
    for (const [i, replica] of system.members.entries()) {
      const { decides, inQuorum } = deciders.get(replica) ?? { decides: 0, inQuorum: 0 };
      deciders.set(replica, {
        decides: decides + weight * shares.decides[i],
        inQuorum: inQuorum + weight * shares.inQuorum[i],
      });
    }
  }
  if (total === 0) return [];
  return [...deciders]
    .map(([replica, { decides, inQuorum }]) => ({
      replica,
      decides: decides / total,
      inQuorum: inQuorum / total,
    }))
    .filter(({ inQuorum }) => inQuorum > 0)
    .sort((a, b) => b.decides - a.decides || b.inQuorum - a.inQuorum);
}

/** Who decides a client's writes over all standings that they may find, each as often as it does. */
export function decidersOver(standings: Standings, client: Client, evaluator: Evaluator): Decider[] {
  const found = standings.flatMap(({ standing, probability }) => {
    const writing = operationIn(standing, client, 'write');
    const deciders = writing === undefined ? [] : decidersOf(writing, evaluator);
    return deciders.length === 0 ? [] : [{ probability, deciders }];
  });
  if (found.length < 2) return found[0]?.deciders ?? [];
  const total = found.reduce((sum, { probability }) => sum + probability, 0);
  const merged = new Map<string, Decider>();
  for (const { probability, deciders } of found)
    for (const { replica, decides, inQuorum } of deciders) {
      const known = merged.get(replica) ?? { replica, decides: 0, inQuorum: 0 };
      const weight = probability / total;
      merged.set(replica, {
        replica,
        decides: known.decides + weight * decides,
        inQuorum: known.inQuorum + weight * inQuorum,
      });
    }
  return [...merged.values()].sort((a, b) => b.decides - a.decides || b.inQuorum - a.inQuorum);
}

/** The quorum that an operation waits for first; undefined where it waits for none, with shares where it is one of several. */
export function quorumInWords(outcome: Outcome): string | undefined {
  const shares = new Map<string, number>();
  for (const { quorum, share } of firstQuorumsOf(outcome)) {
    const text = quorum.system.describe();
    shares.set(text, (shares.get(text) ?? 0) + share);
  }
  if (shares.size === 0) return undefined;
  const [[first, share]] = shares;
  if (shares.size === 1 && share > 1 - 1e-9) return first;
  return [...shares].map(([text, of]) => `${Math.round(100 * of)} % ${text}`).join('; ');
}
