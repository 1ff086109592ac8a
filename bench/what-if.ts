import { nodeIo } from '../cli/io.js';
import { load } from '../cli/load.js';
import { domainsOf } from '../src/estimate/what-if/domains.js';
import { whatIf } from '../src/estimate/what-if/what-if.js';
import { readDisruption } from '../src/topology/disruption.js';
import { median } from './cold-start.js';

/**
 * Median ms, warm, of the whole `what-if --each region` of a bundled topology: every region lost in turn, with latencies,
 * throughput, availability and failover of what is left.
 */
export async function eachRegion(file: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    // Read anew each time: what was counted for a deployment is kept with it.
    const [{ deployment, protocol }] = await load(nodeIo(), [file], { quiet: true });
    const start = process.hrtime.bigint();
    const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
    const { clients, failures } = deployment;
    const questions = domainsOf(deployment, 'region').map(({ name, fail }) => {
      const asked = { fail: [fail], slow: [], degrade: [] };
      const read = readDisruption(asked, { replicas, clients, shared: failures.shared });
      if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '));
      return {
        name,
        description: '',
        edits: [],
        notes: [],
        deployment,
        protocol,
        disruption: read.disruption,
      };
    });
    const { scenarios } = whatIf(deployment, protocol, questions, { seed: 1, each: 'region' });
    if (scenarios.some(({ after }) => after === null)) throw new Error('a loss without an answer');
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times.slice(Math.floor(runs / 2)));
}
