import { unitFactor } from '../read/milliseconds.js';
import type { Measurement } from './measurement.js';

const QPERF = /^\s*latency\s*=\s*(\d+(?:\.\d+)?)\s*(ns|us|ms|sec)/m;
const SOCKPERF = /sockperf: (?:====> avg-lat|Summary: Latency is)\s*[=]?\s*(\d+(?:\.\d+)?)/;

/** Is this the output of qperf's latency tests or of sockperf ping-pong? */
export function looksLikeHalf(text: string): boolean {
  return /^(?:tcp|udp|sctp|rc|uc|ud)_lat:/m.test(text) || /^sockperf: /m.test(text);
}

/** qperf and sockperf: an average of half the round trip, which both print unless told otherwise. */
export function readHalf(text: string): Measurement[] {
  const none = { from: undefined, to: undefined, samples: [] };
  const qperf = QPERF.exec(text);
  if (qperf !== null) {
    const mean = Number(qperf[1]) * (unitFactor(qperf[2]!) ?? 1);
    return [{ ...none, summary: { mean }, oneWay: 'qperf latency' }];
  }
  const sockperf = SOCKPERF.exec(text);
  if (sockperf === null) return [];
  // sockperf prints µs.
  return [{ ...none, summary: { mean: Number(sockperf[1]) / 1000 }, oneWay: 'sockperf latency' }];
}
