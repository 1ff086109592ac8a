import type { Deployment, Keys } from '../topology/deployment.js';

/** What clients do. */
export interface Workload {
  readonly arrivals: Arrivals;
  /** Share of reads, 0…1; each client's own where absent. */
  readonly reads?: number;
  /** Which keys operations are about; the deployment's where absent. */
  readonly keys?: Keys;
  /** A client's patience with one sending (ms); see `defaultTimeout`. */
  readonly timeout?: number;
  /** How often an operation is sent before its client gives it up; 10 where absent. */
  readonly attempts?: number;
}

export type Arrivals =
  /**
   * Far enough apart that nothing queues: one operation at a time in the whole system, of any client. The next
   * begins once nothing is left of what the last one caused, and a heartbeat plus a random part of one later.
   */
  | { readonly kind: 'spaced' }
  /** Each client keeps this many operations outstanding. */
  | { readonly kind: 'closed'; readonly outstanding: number }
  /** A Poisson stream at each client: this many per second, or at its own rate where absent. */
  | { readonly kind: 'open'; readonly rate?: number };

export const DEFAULT_ATTEMPTS = 10;

/**
 * Patience of a client (ms): long enough for a new leader to be elected twice over, and for four of the slowest
 * round trips and durable writes (99th percentiles), so that no retry comes from slowness alone.
 */
export function defaultTimeout(deployment: Deployment): number {
  return Math.max(
    2 * deployment.timeouts.election[1],
    4 * (slowestRoundTrip(deployment) + slowestWrite(deployment)),
  );
}

/** The largest 99th percentile (ms) of the round trips between replicas, and between clients and replicas. */
export function slowestRoundTrip(deployment: Deployment): number {
  let slowest = 0;
  for (const to of deployment.replicas) {
    for (const from of [...deployment.replicas, ...deployment.clients]) {
      if (from === to) continue;
      const { rtt } = deployment.network.link(from.at, to.at);
      const tail = rtt.quantile(0.99 * rtt.mass);
      if (Number.isFinite(tail)) slowest = Math.max(slowest, tail);
    }
  }
  return slowest;
}

/** The largest 99th percentile (ms) of the durable writes. */
export function slowestWrite(deployment: Deployment): number {
  let slowest = 0;
  for (const { disk } of deployment.replicas) {
    const tail = disk.fsync.quantile(0.99 * disk.fsync.mass);
    if (Number.isFinite(tail)) slowest = Math.max(slowest, tail);
  }
  return slowest;
}
