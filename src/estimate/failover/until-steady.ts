import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { type CrashTimeline, crashTimeline, type TimelineClient, type TimelineOptions } from './timeline.js';

/** A timeline that ends once every client is served steadily again. */
export interface SettledTimeline extends CrashTimeline {
  /** When that began (ms after the crash, the beginning of a bin); null: not while it was watched. */
  readonly steadyAfter: number | null;
}

/** So many bins in a row, each with answers and without retries, of which none has this many times those of another. */
const STEADY_BINS = 3;
const EVEN = 2;
/** How often the run is made twice as long before it is shown as it is. */
const EXTENSIONS = 3;

/**
 * A crash under load, watched until the service is steady again: bins end where the first three steady ones do, and each of
 * them was simulated to its end. Operations are sent until `options.duration`, or so long as it takes.
 */
export function timelineUntilSteady(
  deployment: Deployment,
  protocol: Protocol,
  options: Omit<TimelineOptions, 'restart'>,
): SettledTimeline {
  let { duration } = options;
  for (let extended = 0; ; extended++) {
    const timeline = crashTimeline(deployment, protocol, { ...options, duration });
    const { bin, clients } = timeline;
    const crashed = Math.ceil(options.at / bin);
    const first = steadyFrom(clients, crashed);
    if (first === undefined && extended < EXTENSIONS) {
      duration = options.at + 2 * (duration - options.at);
      continue;
    }
    const end = first === undefined ? undefined : first + STEADY_BINS;
    return {
      ...timeline,
      clients: clients.map((client) => ({ ...client, bins: client.bins.slice(0, end) })),
      steadyAfter: first === undefined ? null : first * bin - options.at,
    };
  }
}

/** The first bin, from this one on, with which steady ones begin for every client. */
function steadyFrom(clients: readonly TimelineClient[], from: number): number | undefined {
  const count = clients[0]?.bins.length ?? 0;
  for (let first = from; first + STEADY_BINS <= count; first++)
    if (clients.every((client) => isSteady(client.bins.slice(first, first + STEADY_BINS)))) return first;
  return undefined;
}

function isSteady(bins: TimelineClient['bins']): boolean {
  const counts = bins.map(({ answered }) => answered);
  const least = Math.min(...counts);
  return least > 0 && Math.max(...counts) <= EVEN * least && bins.every(({ retries }) => retries === 0);
}
