import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import { type Evaluator, ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { Client } from '../../topology/deployment.js';
import { viewOf } from './view.js';

/** What each client counts for: its rate of writes; 1 where no client writes, or none has a rate. */
export function writeWeights(clients: readonly Client[]): number[] {
  const rates = clients.map(({ rate, reads }) => (rate ?? 1) * (1 - reads));
  return rates.every((rate) => rate === 0) ? rates.map(() => 1) : rates;
}

/** Mean over the clients whose writes all finish (ms; NaN where there are none), and the weight of the others. */
export function meanWrite(situation: Standing, evaluator: Evaluator): { mean: number; unserved: number } {
  const { deployment, protocol } = situation;
  const { clients } = deployment;
  const shares = writeWeights(clients);
  let weighted = 0;
  let weights = 0;
  let unserved = 0;
  for (const [i, client] of clients.entries()) {
    const weight = shares[i];
    const entry = contactOf(situation, client);
    const average =
      entry === undefined
        ? undefined
        : evaluator.average(protocol.model.write(viewOf(situation, client, entry)), ROUGH_SAMPLES);
    if (average === undefined || average.mass < 1) {
      unserved += weight;
    } else {
      weighted += weight * average.mean;
      weights += weight;
    }
  }
  return { mean: weighted / weights, unserved };
}
