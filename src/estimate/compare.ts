import type { Protocol } from '../protocol/contract.js';
import { fitOf } from '../protocol/fit.js';
import type { Deployment } from '../topology/deployment.js';
import { VERSION } from '../version.js';
import { asProtocol } from './as-protocol.js';
import type { Alternative, CompareResult } from './compare-result.js';
import { estimate } from './estimate.js';

/** One deployment to estimate under one protocol. */
export interface Candidate {
  readonly name: string;
  readonly deployment: Deployment;
  readonly protocol: Protocol;
}

/** Estimates each candidate; where a protocol cannot run a deployment, its reasons take the place of figures. */
export function compare(candidates: readonly Candidate[], options: { readonly seed: number }): CompareResult {
  return {
    schema: 'quorate.compare/1',
    version: VERSION,
    alternatives: candidates.map(({ name, deployment, protocol }): Alternative => {
      const { deployment: recast, changes } = asProtocol(deployment, protocol);
      const obstacles = fitOf(protocol, recast)
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message);
      if (obstacles.length > 0) return { name, estimate: null, obstacles, changes, messagesPerWrite: null };
      return {
        name,
        estimate: estimate(recast, protocol, options),
        obstacles,
        changes,
        messagesPerWrite: protocol.traits.messagesPerWrite(recast.replicas.length),
      };
    }),
  };
}
