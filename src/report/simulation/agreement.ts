import type { SimulatedClientResult } from '../../result/simulation.js';
import { listed } from '../../spelling/listed.js';

/** Model and simulation side by side in a sentence, and for whom they are not compared. */
export function comparison(clients: readonly SimulatedClientResult[]): string[] {
  const lines: string[] = [];
  const reasons = new Map<string, string[]>();
  for (const { id, notCompared } of clients) {
    if (notCompared !== null) reasons.set(notCompared, [...(reasons.get(notCompared) ?? []), id]);
  }
  const compared = clients.filter(({ notCompared }) => notCompared === null);
  if (compared.length > 0) lines.push(agreement(compared));
  for (const [reason, ids] of reasons) {
    const whose = ids.length === clients.length ? '' : ` for ${listed(ids)}`;
    lines.push(`No comparison with the model${whose}: ${reason}`);
  }
  return lines;
}

function agreement(clients: readonly SimulatedClientResult[]): string {
  let worst = 0;
  let where = '';
  let compared = 0;
  for (const { id, write, read, model } of clients) {
    for (const [operation, found, said] of [
      ['write', write, model?.write],
      ['read', read, model?.read],
    ] as const) {
      for (const name of ['p50', 'p90', 'p99'] as const) {
        const simulated = found[name];
        const model = said?.[name] ?? null;
        if (found.samples === 0 || simulated === null || model === null || simulated === 0) continue;
        compared++;
        const apart = Math.abs(model / simulated - 1);
        if (apart > worst) {
          worst = apart;
          const [low, high] = found.confidence[name];
          const inside = (low ?? 0) <= model && model <= (high ?? Number.POSITIVE_INFINITY);
          where = `${name} of ${id}'s ${operation}s, ${inside ? 'inside' : 'outside'} its interval`;
        }
      }
    }
  }
  if (compared === 0) return 'No comparison with the model: there is no figure to compare.';
  return worst === 0
    ? 'Model and simulation agree on every p50, p90 and p99.'
    : `Model and simulation agree within ${(worst * 100).toFixed(2)} % on every p50, p90 and p99 (farthest: ${where}).`;
}
