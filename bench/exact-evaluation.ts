import { viewOf } from '../src/estimate/latency/view.js';
import { contactOf } from '../src/group/contact.js';
import { Evaluator } from '../src/outcome/evaluate.js';
import type { Protocol } from '../src/protocol/contract/protocol.js';
import type { Deployment } from '../src/topology/deployment.js';
import { median } from './cold-start.js';

/** Median ms to evaluate one write of every client exactly, warm, nothing remembered from one run to the next. */
export function exactEvaluation(
  deployment: Deployment,
  protocol: Protocol,
  leader: string,
  runs: number,
): number {
  const situation = { deployment, protocol, leader, down: new Set<string>() };
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    const evaluator = new Evaluator({ seed: 1, samples: 1000 });
    for (const client of deployment.clients) {
      const entry = contactOf(situation, client);
      if (entry === undefined) throw new Error('no replica is up');
      const { law, method } = evaluator.evaluate(protocol.model.write(viewOf(situation, client, entry)));
      if (method !== 'exact' || !(law.quantile(0.999) > 0)) throw new Error('not evaluated exactly');
    }
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times.slice(Math.floor(runs / 2)));
}
