import type { Office } from './state.js';

/**
 * How long a replica usually takes to answer a heartbeat: the smoothed time and four mean deviations, as TCP estimates
 * its retransmission timeout (Jacobson, "Congestion Avoidance and Control", 1988; RFC 6298 §2).
 */
export function measure(office: Office, replica: number, time: number): void {
  const rtt = office.rtt[replica];
  if (rtt < 0) {
    office.rtt[replica] = time;
    office.deviation[replica] = time / 2;
    return;
  }
  const deviation = office.deviation[replica];
  office.deviation[replica] = deviation + (Math.abs(time - rtt) - deviation) / 4;
  office.rtt[replica] = rtt + (time - rtt) / 8;
}

/** The usual time (ms) of the slowest of a set of replicas; `unknown` where one has not answered yet. */
export function slowest(office: Office, set: number, unknown: number): number {
  let most = 0;
  for (let i = 0; i < office.rtt.length; i++) {
    if (((set >>> i) & 1) === 0) continue;
    const rtt = office.rtt[i];
    most = Math.max(most, rtt < 0 ? unknown : rtt + 4 * office.deviation[i]);
  }
  return most;
}
