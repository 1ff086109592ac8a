import { nodeIo } from '../cli/io.js';
import { load } from '../cli/load.js';
import { explainThroughput } from '../src/estimate/explain/topics.js';
import { asProtocol } from '../src/group/as-protocol.js';
import { protocolNamed } from '../src/protocol/registry.js';
import { median } from './cold-start.js';

/**
 * Median ms, warm, for everything that `quorate explain throughput` works out: demands counted by running the protocol,
 * every bound, and the curve of latency under load, modelled or simulated.
 *
 * @param name of a bundled topology
 * @param recast the protocol in place of its own
 */
export async function throughput(name: string, recast: string | undefined, runs: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    // What is counted is kept with a deployment: each run has one of its own.
    const [loaded] = await load(nodeIo(), [`topologies/${name}.yaml`], { quiet: true });
    const protocol = recast === undefined ? loaded.protocol : protocolNamed(recast);
    if (protocol === undefined) throw new Error(`no protocol ${recast}`);
    const { deployment } = recast === undefined ? loaded : asProtocol(loaded.deployment, protocol);
    const start = process.hrtime.bigint();
    const { curve } = explainThroughput(deployment, protocol, { seed: 1 });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (curve.length === 0) throw new Error(`nothing limits ${name}`);
  }
  return median(times.slice(Math.floor(runs / 2)));
}
