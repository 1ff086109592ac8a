import { asNumber, asObject } from './json.js';
import type { Measurement } from './measurement.js';

export function isGoldpinger(document: unknown): boolean {
  const responses = asObject(asObject(document)?.responses);
  return (
    responses !== undefined &&
    Object.values(responses).some(
      (pod) => asObject(asObject(asObject(pod)?.response)?.podResults) !== undefined,
    )
  );
}

/**
 * goldpinger's /check_all (its swagger.yml, version 2): from each pod to each other, one call's wall-clock time in
 * whole ms, an HTTP request and so a little more than the network's round trip. Failed calls count as no answer.
 */
export function readGoldpinger(document: unknown): Measurement[] {
  const responses = asObject(asObject(document)?.responses) ?? {};
  return Object.entries(responses).flatMap(([from, pod]) => {
    const results = asObject(asObject(asObject(pod)?.response)?.podResults) ?? {};
    return Object.entries(results).map(([to, result]): Measurement => {
      const fields = asObject(result);
      const ms = fields?.OK === true ? asNumber(fields['response-time-ms']) : undefined;
      return { from, to, samples: ms === undefined ? [] : [ms], summary: {} };
    });
  });
}
