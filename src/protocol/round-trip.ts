/** Of each replica: the smoothed time (ms) that it takes to answer, and its mean deviation; −1: no answer seen yet. */
export interface RoundTrips {
  readonly rtt: number[];
  readonly deviation: number[];
}

/**
 * An answer has taken `time` ms: the smoothed time and the mean deviation, as TCP estimates its retransmission timeout
 * (Jacobson, "Congestion Avoidance and Control", 1988; RFC 6298 §2).
 */
export function smooth({ rtt, deviation }: RoundTrips, replica: number, time: number): void {
  const before = rtt[replica];
  if (before < 0) {
    rtt[replica] = time;
    deviation[replica] = time / 2;
    return;
  }
  deviation[replica] += (Math.abs(time - before) - deviation[replica]) / 4;
  rtt[replica] = before + (time - before) / 8;
}

/** The time (ms) in which an answer usually comes: smoothed, and four mean deviations; `unknown` where none has come yet. */
export function usualTime({ rtt, deviation }: RoundTrips, replica: number, unknown: number): number {
  return rtt[replica] < 0 ? unknown : rtt[replica] + 4 * deviation[replica];
}
