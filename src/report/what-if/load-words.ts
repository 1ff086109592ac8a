import type { ScenarioResult } from '../../result/what-if.js';
import { listed } from '../../spelling/listed.js';
import { operationsPerSecond } from '../rate.js';
import { ratesText } from '../throughput-words.js';

/**
 * What the clients that are left ask for, where it is more than is sustained then, and what is not known for that reason: words
 * that follow "then". Empty where it is not, or nothing is told of throughput.
 */
export function overCapacityTexts({ after }: Pick<ScenarioResult, 'after'>): string[] {
  const { max, load } = after?.throughput ?? { max: null, load: null };
  if (max === null || load === null || load <= 1) return [];
  // Heartbeats wait behind what queues: those that elect by timeouts may depose the leader.
  const leads = (after?.leadership ?? null) === null ? '' : ', and who leads is not known';
  return [
    `the service sustains ${operationsPerSecond(max)} operations/s; ${ratesText(load)}. Queues grow without end: latencies are those of an idle system${leads}.`,
  ];
}

/** That what is sustained before and after is of two mixes of operations, where clients are lost between. */
export function mixSentences({ clients, service }: Pick<ScenarioResult, 'clients' | 'service'>): string[] {
  const lost = clients.filter(({ state, cutOffWith }) => state === 'down' || cutOffWith !== null);
  const { before = null, after = null } = service.throughput ?? {};
  if (lost.length === 0 || before === null || after === null || after === 0 || before === after) return [];
  return [
    `What is sustained then is of another mix of operations: that of the clients that are left, without ${listed(lost.map(({ id }) => id))}.`,
  ];
}
