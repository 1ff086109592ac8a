// npm run bench: figures and ratios, no verdicts. Times on shared machines drift: quote ratios and medians.

import { coldStarts } from './cold-start.js';
import { holdRate } from './event-queue.js';
import { exactEvaluation } from './exact-evaluation.js';
import { simulatorRate } from './simulator.js';
import { loadTopologies } from './topologies.js';

const row = (what: string, figure: string, aim: string): void =>
  console.log(`${what.padEnd(58)} ${figure.padStart(18)}   ${aim}`);

console.log(`node ${process.version}, ${process.arch}\n`);
for (const { command, median, ratio } of coldStarts(15)) {
  const aim = command.endsWith('--help') ? 'aim ≤ 2×' : command.endsWith('estimate') ? 'aim ≤ 4×' : '';
  row(`cold start: ${command}`, `${median.toFixed(0)} ms, ${ratio.toFixed(2)}×`, aim);
}

const { fiveClients, closedLoop } = await loadTopologies();
row(
  'exact evaluation, 5 replicas, 5 clients, one write each',
  `${exactEvaluation(fiveClients.deployment, fiveClients.protocol, 'va1', 400).toFixed(2)} ms`,
  'aim ≤ 2 ms warm',
);

const rates: { simulator: number; hold: number }[] = [];
for (let i = 0; i < 3; i++)
  rates.push({
    hold: holdRate(),
    simulator: simulatorRate(closedLoop.deployment, closedLoop.protocol.machine, 'va1'),
  });
const best = rates.reduce((a, b) => (b.simulator > a.simulator ? b : a));
row('event queue alone, hold model', `${(best.hold / 1e6).toFixed(2)} M events/s`, '');
row(
  'simulator, Multi-Paxos, n=5, 10 closed-loop clients a region',
  `${(best.simulator / 1e6).toFixed(2)} M events/s`,
  'aim > 1.5 M on a quiet core',
);
row('simulator against the event queue alone', (best.simulator / best.hold).toFixed(2), 'aim ≥ 0.3');
const { rss, heapUsed } = process.memoryUsage();
row(
  'memory after all of it',
  `${(rss / 2 ** 20).toFixed(0)} MiB`,
  `heap in use ${(heapUsed / 2 ** 20).toFixed(0)} MiB`,
);
