import { expect } from 'vitest';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import type { Deployment } from '../../src/topology/deployment.js';

/**
 * Figures of the model that are neither within 1 % of the machines' nor inside their 95 % interval, in a run in which
 * operations do not meet; each with both figures.
 *
 * @param least every client has at least so many operations of each kind, or the run shows nothing
 */
export function misses(
  deployment: Deployment,
  protocol: Protocol,
  { seed, operations, least }: { readonly seed: number; readonly operations: number; readonly least: number },
): Map<string, string> {
  const { clients, safety } = simulateDeployment(deployment, protocol, {
    seed,
    arrivals: { kind: 'spaced' },
    load: 'spaced',
    operations,
    faults: [],
    faultTexts: [],
  });
  expect(safety.violations).toBe(0);
  const missed = new Map<string, string>();
  for (const { id, write, read, model } of clients) {
    for (const [operation, found, said] of [
      ['write', write, model?.write],
      ['read', read, model?.read],
    ] as const) {
      expect(found.samples).toBeGreaterThan(least);
      for (const figure of ['p50', 'p90', 'p99'] as const) {
        const simulated = found[figure] ?? Number.NaN;
        const modelled = said?.[figure] ?? Number.NaN;
        const [low, high] = found.confidence[figure];
        const close = Math.abs(modelled - simulated) <= 0.01 * simulated + 1e-9;
        const inside = (low ?? 0) - 1e-9 <= modelled && modelled <= (high ?? Number.POSITIVE_INFINITY) + 1e-9;
        if (!close && !inside) missed.set(`${id} ${operation} ${figure}`, `${modelled} against ${simulated}`);
      }
    }
  }
  return missed;
}
