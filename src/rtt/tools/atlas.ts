import { asName, asNumber, asObject, isoDateOf } from './json.js';
import type { Measurement } from './measurement.js';

export function isAtlas(document: unknown): boolean {
  return Array.isArray(document) && document.some((one) => asObject(one)?.prb_id !== undefined);
}

/**
 * RIPE Atlas ping results (atlas.ripe.net/docs/apis/measurement-result-format): from probe (its id) to the
 * destination's name; each reply a sample, * and errors lost; without replies the summary, where −1 means that
 * nothing came back.
 */
export function readAtlas(document: readonly unknown[]): {
  measurements: Measurement[];
  date: string | undefined;
} {
  let newest: number | undefined;
  const measurements = document.flatMap((one): Measurement[] => {
    const result = asObject(one);
    if (result === undefined || (result.type !== undefined && result.type !== 'ping')) return [];
    const from = asName(result.prb_id);
    const to = asName(result.dst_name) ?? asName(result.name) ?? asName(result.dst_addr);
    if (from === undefined || to === undefined) return [];
    const time = asNumber(result.timestamp);
    if (time !== undefined && (newest === undefined || time > newest)) newest = time;
    const replies = Array.isArray(result.result) ? result.result : [];
    const samples = replies.flatMap((reply) => {
      const fields = asObject(reply);
      // A duplicate reply is no new round trip.
      return fields?.dup === undefined ? (asNumber(fields?.rtt) ?? []) : [];
    });
    const [min, mean, max] = [result.min, result.avg, result.max].map(asNumber);
    const answered = min !== undefined && min > 0 && mean !== undefined && max !== undefined;
    const summary = samples.length === 0 && answered ? { min, mean, max } : {};
    return [{ from, to, samples, summary }];
  });
  return { measurements, date: newest === undefined ? undefined : isoDateOf(newest) };
}
