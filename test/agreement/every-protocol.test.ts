import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../cli/io.js';
import { load } from '../../cli/load.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { asProtocol } from '../../src/group/as-protocol.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { fitOf } from '../../src/protocol/fit.js';
import { protocols } from '../../src/protocol/registry.js';
import { parseFault } from '../../src/simulation/parse-fault.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { randomFaults } from './faults.js';
import { misses } from './misses.js';

const files = readdirSync(new URL('../../topologies/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .sort();

/** A bundled topology under a protocol, or undefined where the protocol says that it cannot run it. */
async function recast(file: string, protocol: Protocol): Promise<Deployment | undefined> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}`], { quiet: true });
  const { deployment: changed } = asProtocol(deployment, protocol);
  return fitOf(protocol, changed).some(({ severity }) => severity === 'error') ? undefined : changed;
}

describe.each(protocols.map((protocol) => [protocol.name, protocol] as const))('%s', (name, protocol) => {
  it('runs most of the bundled topologies, and says what is in its way on the others', async () => {
    const able = await Promise.all(files.map((file) => recast(file, protocol)));
    expect(able.filter((deployment) => deployment !== undefined).length).toBeGreaterThanOrEqual(5);
  });

  it('takes in the simulator what its model says: p50, p90, p99 within 1 % or the 95 % interval', async () => {
    for (const file of ['three-regions.yaml', 'payments-ledger.yaml', 'eu-azure.yaml']) {
      const deployment = await recast(file, protocol);
      if (deployment === undefined) continue;
      // One interval in twenty misses by chance, a wrong model misses under every seed.
      const first = misses(deployment, protocol, { seed: 1, operations: 10_000, least: 3000 });
      const again =
        first.size === 0 ? first : misses(deployment, protocol, { seed: 2, operations: 10_000, least: 3000 });
      expect({ file, missed: [...first.keys()].filter((figure) => again.has(figure)) }).toEqual({
        file,
        missed: [],
      });
    }
  });

  it('breaks no promise under random crashes, partitions and slowness, and answers again once they are over', async () => {
    let noticed = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const file = seed % 2 === 0 ? 'three-regions.yaml' : 'payments-ledger.yaml';
      const deployment = await recast(file, protocol);
      if (deployment === undefined) continue;
      const faultTexts = randomFaults(deployment, seed);
      const faults = faultTexts.map((text) => {
        const parsed = parseFault(text, deployment);
        if ('problem' in parsed) throw new Error(parsed.problem);
        return parsed.fault;
      });
      const result = simulateDeployment(deployment, protocol, {
        seed,
        arrivals: { kind: 'closed', outstanding: 2 },
        load: 'closed:2',
        operations: undefined,
        duration: 40_000,
        faults,
        faultTexts,
      });
      const replay = `npx quorate simulate topologies/${file} --protocol ${name} --load closed:2 --duration 40s --seed ${seed} ${faultTexts.map((text) => `--fault '${text}'`).join(' ')}`;
      expect({ replay, violations: result.safety.violations, first: result.safety.first }).toEqual({
        replay,
        violations: 0,
        first: undefined,
      });
      const failures = result.clients.flatMap(({ write, read }) => [write.failure ?? 0, read.failure ?? 0]);
      expect({ replay, worst: Math.max(...failures) }).toEqual({ replay, worst: 0 });
      const slow = result.clients.some(({ write }) => (write.p999 ?? 0) > 2 * (write.p50 ?? 0));
      noticed += result.retries + (slow ? 1 : 0);
    }
    // Faults that nobody noticed would prove nothing.
    expect(noticed).toBeGreaterThan(0);
  });
});
