import type { LateAnswers } from '../result/latency.js';
import { listed } from '../spelling/listed.js';
import { ms, percent } from './number.js';

/** A timeout as it was written, without zeros that say nothing: "1", "2.5", "1500". */
const asWritten = (timeout: number): string => String(Number(timeout.toPrecision(6)));

/** Whose operations time out before they are answered, how many of them, and what their clients do then. */
export function lateSentence({ timeout, attempts, operations }: LateAnswers): string {
  const which = operations.map(
    ({ client, operation, share, p50 }) =>
      `${percent(share)} of the ${operation}s of ${client} (p50 ${ms(p50)} ms)`,
  );
  const lost = operations[0].givenUp >= 0.99;
  return (
    `Request timeout: ${listed(which)} take longer than ${asWritten(timeout)} ms (timeouts.request). Clients send them again, ` +
    `up to ${attempts} times, and give up after ${asWritten(timeout * attempts)} ms${lost ? ', before the answer' : ''}; ` +
    'the latencies here are those of clients that wait.'
  );
}
