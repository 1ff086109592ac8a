const about = { name: 'payments-ledger', protocol: 'Multi-Paxos, leader va1', source: 'simulated, seed 1' };

/** Latencies that rise like those of an M/M/1 queue: as 1/(1 − load). */
import type { Alternatives, FailoverTimeline, HockeyStick, Pareto } from '../../src/result/chart-data.js';
export const hockey: HockeyStick = {
  about,
  operation: 'write',
  capacity: { rate: 1240, bottleneck: 'disk of va1' },
  points: [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99].map((share) => ({
    rate: 1240 * share,
    clients: [
      { client: 'web-us', base: 64 },
      { client: 'web-eu', base: 132 },
    ].map(({ client, base }) => ({
      client,
      mean: base + 1 / (1 - share),
      p50: base + 0.7 / (1 - share),
      p99: base + 9 + 4.6 / (1 - share),
    })),
  })),
};

/** The leader crashes after 10 s; the clients are served again after 3 s and 4 s. */
export const failover: FailoverTimeline = {
  about,
  clients: [
    { id: 'web-us', rate: 40, usual: 66, back: 13 },
    { id: 'web-eu', rate: 25, usual: 138, back: 14 },
  ].map(({ id, rate, usual, back }) => ({
    id,
    seconds: Array.from({ length: 30 }, (_, at) => {
      const out = at >= 10 && at < back;
      const answered = out ? 0 : at === back ? rate * 2 : rate + ((at * 7) % 5) - 2;
      const p99 = out ? null : at === back ? 3900 : at > back ? usual * 1.3 + (at % 3) : usual + (at % 4);
      return { at, answered, mean: p99 === null ? null : p99 * 0.9, p99 };
    }),
  })),
  events: [
    { at: 10, what: 'va1 crashes', bad: true },
    { at: 12.4, what: 'oh1 leads', bad: false },
    { at: 24, what: 'va1 is back', bad: false },
  ],
};

export const alternatives: Alternatives = {
  source: 'payments-ledger · RTTs aws-2025-07',
  operation: 'write',
  names: ['multi-paxos', 'raft', 'epaxos', 'mencius', 'primary-backup'],
  clients: [
    {
      id: 'web-us',
      figures: [
        { p50: 64.9, p99: 70.2 },
        { p50: 64.9, p99: 70.4 },
        { p50: 64.2, p99: 69.8 },
        { p50: 101.3, p99: 118.7 },
        null,
      ],
    },
    {
      id: 'web-eu',
      figures: [
        { p50: 133.4, p99: 140.9 },
        { p50: 133.6, p99: 141.2 },
        { p50: 80.1, p99: 86.4 },
        { p50: 99.8, p99: 131 },
        { p50: 93, p99: 99 },
      ],
    },
  ],
};

export const paretoData: Pareto = {
  source: 'payments-ledger · RTTs aws-2025-07',
  time: 'Mean latency of all clients’ writes',
  alternatives: [
    { name: '3 in one region', ms: 1.4, availability: 0.99993 },
    { name: '3 in North America', ms: 12.8, availability: 0.999991 },
    { name: '5 in North America', ms: 22, availability: 0.9999987 },
    { name: '5 on three continents', ms: 84, availability: 0.99999975 },
    { name: '5, led from Ireland', ms: 96, availability: 0.99999975 },
    { name: '7 around the globe', ms: 142, availability: 0.999999991 },
    { name: 'primary and two backups', ms: 70, availability: 0.9997 },
  ],
};
