import { readdirSync } from 'node:fs';
import { nodeIo } from '../cli/io.js';
import { load } from '../cli/load.js';
import { chooseLeader } from '../src/estimate/latency/leader.js';
import { Evaluator } from '../src/outcome/evaluate.js';
import { protocolNamed } from '../src/protocol/registry.js';
import { nextLeaders } from '../test/estimate/failover/next-leaders.js';

/**
 * `npm run next-leaders -- [LOSSES [FILE...]]`: who leads after a kill and after a cut of each file's leader, by the small
 * world and by so many runs of the whole simulator (1000 where absent). All bundled topologies where no file is named. Fails
 * where shares differ by more than chance among so many comparisons, or a mean is off by 2 % and three errors.
 */
const [count = '1000', ...named] = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync('topologies')
        .filter((file) => file.endsWith('.yaml'))
        .sort()
        .map((file) => `topologies/${file}`);
/** Where the file has no rates; and no more than this for each client, for a thousand runs have to end. */
const RATE = 20;

let compared = 0;
let rejected = 0;
let least = 1;
let off = 0;
for (const file of files) {
  const [{ deployment: asked }] = await load(nodeIo(), [file], { quiet: true });
  const protocol = protocolNamed(asked.protocol.name);
  if (protocol === undefined) continue;
  const { failover, leadership, proposers } = protocol.traits;
  if (failover !== 'automatic' || leadership === 'none' || proposers === 'clients') continue;
  const { leader } = chooseLeader(asked, protocol, new Set(), new Evaluator({ seed: 1, samples: 20_000 }));
  if (leader === undefined) continue;
  const clients = asked.clients.map((client) => ({
    ...client,
    rate: Math.min(client.rate ?? RATE, RATE),
    reads: 0,
    entry: 'leader',
  }));
  for (const kind of ['kill', 'cut'] as const) {
    try {
      const found = nextLeaders({ ...asked, clients }, protocol, leader, kind, 1, Number(count));
      const wrong = Math.abs(found.ratio - 1) > Math.max(0.02, 3 * found.error);
      console.log(`${found.p < 0.01 || wrong ? '!' : ' '} ${file}, ${protocol.name}: ${found.line}`);
      compared++;
      least = Math.min(least, found.p);
      if (found.p < 0.01) rejected++;
      if (wrong) off++;
    } catch (error) {
      console.log(`- ${file}, ${protocol.name}, ${kind}: ${(error as Error).message}`);
    }
  }
}
console.log(`${compared} compared, ${rejected} below 1 % (least p ${least.toFixed(5)}), ${off} means off`);
process.exitCode = least < 0.01 / Math.max(1, compared) || off > 0 ? 1 : 0;
