import { contactSeen } from '../../group/contact.js';
import { quorumsOf } from '../../group/quorums.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { LeaderChange } from '../../result/simulation-run.js';
import { simulate } from '../../simulation/simulate.js';
import type { Arrivals } from '../../simulation/workload.js';
import { DEFAULT_ATTEMPTS } from '../../simulation/workload.js';
import type { Deployment } from '../../topology/deployment.js';
import { patienceOf } from './patience.js';

/** What to run. Times in ms after measuring began. */
export interface TimelineOptions {
  readonly seed: number;
  /** Who leads before; undefined where nobody does. */
  readonly leader: string | undefined;
  /** The replica that crashes, and when. */
  readonly crash: string;
  readonly at: number;
  /** When it starts again; it stays down where absent. */
  readonly restart?: number;
  /** Operations are sent until then. */
  readonly duration: number;
  /** Width of a bin; 1000 where absent. */
  readonly bin?: number;
  readonly arrivals: Arrivals;
  /** Share of reads; each client's own where absent. */
  readonly reads?: number;
  /** A client's patience with one sending; see `patienceOf`. */
  readonly timeout?: number;
}

/** One bin of one client. */
export interface TimelineBin {
  /** Where it begins (ms). */
  readonly at: number;
  /** Operations sent for the first time, and operations answered, in this bin. */
  readonly sent: number;
  readonly answered: number;
  /** Latency of those answered in it (ms); null where none was. */
  readonly mean: number | null;
  readonly p99: number | null;
  /** Requests sent once more, their client's patience being over. */
  readonly retries: number;
}

export interface TimelineClient {
  readonly id: string;
  readonly entry: string;
  readonly bins: readonly TimelineBin[];
  /** The longest time in which it got no answer, while it had sent something that had none (ms). */
  readonly longestGap: number;
}

export interface CrashTimeline {
  readonly crash: { readonly replica: string; readonly at: number; readonly restart: number | null };
  readonly bin: number;
  readonly seed: number;
  readonly clients: readonly TimelineClient[];
  readonly leadership: readonly LeaderChange[];
}

/**
 * What each client sees, bin by bin, while a replica crashes under load: throughput, latency, retries.
 *
 * @throws RangeError for options that make no sense.
 */
export function crashTimeline(
  deployment: Deployment,
  protocol: Protocol,
  options: TimelineOptions,
): CrashTimeline {
  const { seed, leader, crash, at, restart, duration, arrivals, reads, bin = 1000 } = options;
  if (!(bin > 0 && duration > 0 && Number.isFinite(duration / bin)))
    throw new RangeError(`bins of ${bin} ms do not divide ${duration} ms`);
  const timeout = options.timeout ?? patienceOf(deployment);
  const contact = contactSeen({ deployment, protocol, down: new Set() });
  const run = simulate({
    deployment,
    machine: protocol.machine,
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: contact,
    seed,
    workload: { arrivals, timeout, ...(reads === undefined ? {} : { reads }) },
    faults: [{ kind: 'crash', replicas: [crash], at, ...(restart === undefined ? {} : { until: restart }) }],
    until: { time: duration },
    history: true,
    traits: protocol.traits,
  });
  const history = run.history as NonNullable<typeof run.history>;
  const logs = deployment.clients.map(() => new ClientLog(bin, Math.ceil(duration / bin)));
  for (let i = 0; i < history.length; i++) {
    if (history.invoked[i] < 0) continue; // Warming up.
    logs[history.client[i]].take(history.invoked[i], history.responded[i], timeout);
  }
  return {
    crash: { replica: crash, at, restart: restart ?? null },
    bin,
    seed,
    clients: run.clients.map(({ id, entry }, client) => ({
      id,
      entry,
      bins: logs[client].bins(),
      longestGap: logs[client].longestGap(),
    })),
    leadership: run.leadership,
  };
}

/** One client's operations, put into bins. */
class ClientLog {
  private readonly sent: number[];
  private readonly retries: number[];
  private readonly latencies: number[][];
  /** Intervals from first sending to answer. */
  private readonly waits: { readonly from: number; readonly to: number }[] = [];

  constructor(
    private readonly bin: number,
    count: number,
  ) {
    this.sent = new Array<number>(count).fill(0);
    this.retries = new Array<number>(count).fill(0);
    this.latencies = Array.from({ length: count }, () => []);
  }

  take(invoked: number, responded: number, timeout: number): void {
    const place = (time: number): number => Math.floor(time / this.bin);
    const last = this.sent.length - 1;
    if (place(invoked) <= last) this.sent[place(invoked)]++;
    // A process has the same patience each time, so its retries are that far apart.
    for (let k = 1; k < DEFAULT_ATTEMPTS; k++) {
      const time = invoked + k * timeout;
      if (time >= responded || place(time) > last) break;
      this.retries[place(time)]++;
    }
    if (place(responded) <= last) this.latencies[place(responded)].push(responded - invoked);
    this.waits.push({ from: invoked, to: responded });
  }

  bins(): TimelineBin[] {
    return this.latencies.map((latencies, i) => {
      const sorted = Float64Array.from(latencies).sort();
      let total = 0;
      for (const latency of sorted) total += latency;
      const n = sorted.length;
      return {
        at: i * this.bin,
        sent: this.sent[i],
        answered: n,
        mean: n === 0 ? null : total / n,
        p99: n === 0 ? null : sorted[Math.ceil(n * 0.99) - 1],
        retries: this.retries[i],
      };
    });
  }

  longestGap(): number {
    const end = this.sent.length * this.bin;
    const events = this.waits.flatMap(({ from, to }) => [
      { time: from, change: 1 },
      { time: to, change: -1 },
    ]);
    events.sort((a, b) => a.time - b.time || a.change - b.change);
    let longest = 0;
    let waiting = 0;
    let since = 0;
    for (const { time, change } of events) {
      const now = Math.min(time, end);
      if (waiting > 0 && change < 0) longest = Math.max(longest, now - since);
      if (waiting === 0 || change < 0) since = now;
      waiting += change;
      if (time >= end) break;
    }
    return waiting > 0 ? Math.max(longest, end - since) : longest;
  }
}
