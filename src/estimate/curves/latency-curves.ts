import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import type { Evaluation, Evaluator } from '../../outcome/evaluate.js';
import type { LatencyCurve, LatencyCurves } from '../../result/chart-data.js';
import { viewOf } from '../latency/view.js';
import { aboutOf } from './about.js';

/** Shares at which a curve is read off: even ones for its body, ever closer to 1 for its tail. */
const SHARES: readonly number[] = [
  0,
  0.001,
  0.004,
  0.01,
  ...Array.from({ length: 48 }, (_, i) => (i + 1) / 50),
  ...[2, 3, 4, 5].flatMap((nines) => [1, 1.4, 2, 3, 5, 7].map((part) => 1 - part / 10 ** nines)),
].sort((a, b) => a - b);
/** Where a curve leaves the ground: its law may begin long before anything is likely. */
const FIRST = 1e-4;
/** A sampled tail is drawn down to where about a dozen of its samples lie. */
const SAMPLES_AT_THE_END = 12;
/** No curve is drawn beyond 1 in 100,000: nobody's RTTs are known so well. */
const RAREST = 0.99e-5;

/** The latency distribution of one kind of operation, for every client that a replica serves. Unloaded. */
export function latencyCurvesOf(
  situation: Standing,
  operation: 'write' | 'read',
  evaluator: Evaluator,
): LatencyCurves {
  const { deployment, protocol, leader } = situation;
  const clients = deployment.clients.flatMap((client): LatencyCurve[] => {
    const entry = contactOf(situation, client, operation);
    if (entry === undefined) return [];
    const outcome = protocol.model[operation](viewOf(situation, client, entry, operation));
    return [{ id: client.id, ...curveOf(evaluator.evaluate(outcome)) }];
  });
  return { about: aboutOf(deployment, protocol, leader), operation, clients };
}

function curveOf({ law, samples }: Evaluation): Omit<LatencyCurve, 'id'> {
  const rarest = Math.max(RAREST, samples === 0 ? 0 : SAMPLES_AT_THE_END / samples);
  const points: { ms: number; share: number }[] = [];
  for (const share of SHARES) {
    if (1 - share < rarest) break;
    const ms = law.quantile(Math.max(share, FIRST));
    if (ms === Number.POSITIVE_INFINITY) break;
    points.push({ ms, share });
  }
  const quantile = (p: number): number | null => {
    const ms = law.quantile(p);
    return ms === Number.POSITIVE_INFINITY ? null : ms;
  };
  return { points: law.mass === 0 ? [] : points, p50: quantile(0.5), p99: quantile(0.99) };
}
