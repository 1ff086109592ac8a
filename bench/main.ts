// npm run bench: figures and ratios, no verdicts. Times on shared machines drift: quote ratios and medians.

import { protocols } from '../src/protocol/registry.js';
import { availability } from './availability.js';
import { coldStarts } from './cold-start.js';
import { holdRate } from './event-queue.js';
import { exactEvaluation } from './exact-evaluation.js';
import { protocolFigures } from './protocols.js';
import { fiveNodes, majorityOfThirteen } from './quorum.js';
import { simulatorRate } from './simulator.js';
import { throughput } from './throughput.js';
import { loadTopologies } from './topologies.js';
import { eachRegion } from './what-if.js';

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

row('availability, 9 replicas, 3×3, four shared sets', `${availability(3, 40).toFixed(1)} ms`, 'aim ≤ 20 ms');
row(
  'availability, 25 replicas, 5×5, four shared sets',
  `${availability(5, 20).toFixed(1)} ms`,
  'aim ≤ 1000 ms',
);

for (const name of ['payments-ledger', 'seven-around-the-globe'])
  row(
    `what-if --each region, ${name}`,
    `${(await eachRegion(`topologies/${name}.yaml`, 8)).toFixed(0)} ms`,
    'aim ≤ 1000 ms',
  );

const { flow, listed } = await majorityOfThirteen(9);
row('best strategy, majority of 13', `${flow.toFixed(1)} ms`, 'aim ≤ 34 ms (published: 3.4 s)');
row('the same against one column for each quorum', `${(flow / listed).toFixed(3)}×`, '');
row('best scheme of five nodes', `${(await fiveNodes(9)).toFixed(0)} ms`, 'aim ≤ 56 ms (published: 5.6 s)');

for (const [name, protocol] of [
  ['three-regions', undefined],
  ['seven-around-the-globe', undefined],
  ['seven-around-the-globe', 'mencius'],
] as const) {
  const what = `explain throughput, ${name}${protocol === undefined ? '' : `, ${protocol}, simulated`}`;
  row(what, `${(await throughput(name, protocol, 5)).toFixed(0)} ms`, 'aim ≤ 1000 ms');
}

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
for (const protocol of protocols) {
  const figures = protocolFigures(closedLoop.deployment, protocol);
  if (figures === undefined) continue;
  const { name, eventsPerSecond, messages, textbook } = figures;
  row(`simulator, ${name}, the same, half reads`, `${(eventsPerSecond / 1e6).toFixed(2)} M events/s`, '');
  row(`messages for a write at the leader, ${name}`, messages.toFixed(2), `textbook ${textbook}`);
}
const { rss, heapUsed } = process.memoryUsage();
row(
  'memory after all of it',
  `${(rss / 2 ** 20).toFixed(0)} MiB`,
  `heap in use ${(heapUsed / 2 ** 20).toFixed(0)} MiB`,
);
