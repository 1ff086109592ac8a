import { asProtocol } from '../../group/as-protocol.js';
import { leaderHold } from '../../group/leader-hold.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { fitOf } from '../../protocol/fit.js';
import type { Alternative, Choices, CompareResult } from '../../result/compare.js';
import type { EstimateResult } from '../../result/estimate.js';
import type { Client, Deployment } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { estimate } from '../estimate.js';
import { writeWeights } from '../latency/mean-write.js';

/** One deployment to estimate under one protocol, or why there is none. */
export interface Candidate {
  readonly name: string;
  readonly choices?: Choices;
  readonly subject:
    | { readonly deployment: Deployment; readonly protocol: Protocol }
    | { readonly obstacles: readonly string[] };
}

export interface CompareOptions {
  readonly seed: number;
  /** Told after each candidate. */
  readonly progress?: (done: number, total: number) => void;
}

/** Estimates each candidate; where a protocol cannot run a deployment, its reasons take the place of figures. */
export function compare(candidates: readonly Candidate[], options: CompareOptions): CompareResult {
  const alternatives = candidates.map((candidate, i) => {
    const alternative = alternativeOf(candidate, options.seed);
    options.progress?.(i + 1, candidates.length);
    return alternative;
  });
  return { schema: 'quorate.compare/1', version: VERSION, alternatives };
}

function alternativeOf({ name, choices, subject }: Candidate, seed: number): Alternative {
  const asked = choices === undefined ? { name } : { name, choices };
  const none = { estimate: null, messagesPerWrite: null, meanWrite: null };
  if ('obstacles' in subject) return { ...asked, ...none, obstacles: subject.obstacles, changes: [] };
  const { protocol } = subject;
  const { deployment, changes } = asProtocol(subject.deployment, protocol);
  const obstacles = fitOf(protocol, deployment)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  if (obstacles.length > 0) return { ...asked, ...none, obstacles, changes };
  const hold = leaderHold(deployment, protocol);
  if (hold?.stays === false && hold.why !== null)
    return { ...asked, ...none, obstacles: [hold.why.replace(/\.$/, '')], changes };
  const estimated = estimate(deployment, protocol, { seed });
  return {
    ...asked,
    estimate: estimated,
    obstacles,
    changes,
    messagesPerWrite: protocol.traits.messagesPerWrite(deployment.replicas.length),
    meanWrite: meanOf(estimated, deployment.clients),
  };
}

function meanOf({ clients }: EstimateResult, asked: readonly Client[]): number | null {
  const weights = writeWeights(asked);
  let sum = 0;
  for (const [i, { write }] of clients.entries()) {
    if (weights[i] === 0) continue;
    if (write.mean === null || write.failure > 0) return null;
    sum += weights[i] * write.mean;
  }
  return sum / weights.reduce((total, weight) => total + weight, 0);
}
