import {
  asMapping,
  attempt,
  type Mapping,
  type Path,
  type Report,
  readCount,
  show,
} from './scheme-report.js';
import { weighted } from './shapes.js';
import type { QuorumSystem } from './system.js';

/**
 * `{ weights: { va1: 2 }, threshold: 4 }`. Replicas that `weights` does not name weigh 1: naming one is how it gets
 * another weight, 0 how it loses its vote.
 */
export function readWeights(report: Report, path: Path, mapping: Mapping): QuorumSystem | undefined {
  const { members } = report;
  const weights = readWeightList(report, [...path, 'weights'], mapping.weights);
  const total =
    weights && members.reduce((sum, id) => sum + (Object.hasOwn(weights, id) ? weights[id]! : 1), 0);
  if (total === 0) {
    return report.add([...path, 'weights'], 'no replica has any weight: expected at least one above 0');
  }
  let need: number | undefined;
  if (Object.hasOwn(mapping, 'threshold')) {
    const most = total ?? Number.POSITIVE_INFINITY;
    const why = total && `the weights add up to ${total}, replicas not named weighing 1`;
    need = readCount(report, [...path, 'threshold'], 'threshold', mapping.threshold, most, why || undefined);
    if (need === undefined) {
      return undefined;
    }
  }
  return weights && attempt(report, path, () => weighted(members, weights, need));
}

/** Weights from here on are a slip; sums of 30 smaller ones stay exact. */
const MAX_WEIGHT = 1e9;

function readWeightList(report: Report, path: Path, value: unknown): Record<string, number> | undefined {
  const mapping = asMapping(value);
  if (mapping === undefined || Object.keys(mapping).length === 0) {
    const found = mapping === undefined ? show(value) : 'empty';
    return report.add(path, `weights is ${found}: expected a mapping of replicas to weights`);
  }
  const before = report.problems.length;
  const weights: [string, number][] = [];
  for (const [id, weight] of Object.entries(mapping)) {
    if (!report.members.includes(id)) {
      report.stranger([...path, id], id);
    }
    if (typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 && weight < MAX_WEIGHT) {
      if (weight > 0 && report.voteless.includes(id)) report.withoutVote([...path, id], id);
      weights.push([id, weight]);
    } else {
      report.add(
        [...path, id],
        `the weight of ${id} is ${show(weight)}: expected a whole number, 0 or more, below 1e9`,
      );
    }
  }
  for (const id of report.voteless) if (!weights.some(([named]) => named === id)) weights.push([id, 0]);
  return report.problems.length > before ? undefined : Object.fromEntries(weights);
}
