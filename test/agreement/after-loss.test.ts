import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../cli/io.js';
import { load } from '../../cli/load.js';
import { asProtocol } from '../../src/group/as-protocol.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { fitOf } from '../../src/protocol/fit.js';
import { protocols } from '../../src/protocol/registry.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { afterLossRows, whatIfFails } from './after-loss.js';

/**
 * After a loss clients ask whom `contactOf` names, in what-if and in the simulator, and what their operations take then is
 * the same in both. One interval in twenty misses by chance: what differs does so under two seeds.
 */
function missed(deployment: Deployment, protocol: Protocol, fails: readonly string[]): (readonly string[])[] {
  const { before, scenarios } = whatIfFails(deployment, protocol, fails);
  return scenarios.flatMap((scenario) => {
    const under = (seed: number) =>
      afterLossRows(deployment, protocol, before, scenario, { seed, operations: 1500 })?.filter(
        ({ agrees }) => !agrees,
      );
    const first = under(1);
    if (first === undefined) return [];
    const again = first.length === 0 ? [] : (under(2) ?? []);
    return [
      first
        .filter(({ what }) => again.some((row) => row.what === what))
        .map(({ what, said, simulated }) => `${what}: ${said.toFixed(2)}, simulated ${simulated.toFixed(2)}`),
    ];
  });
}

async function recast(file: string, protocol: Protocol): Promise<Deployment | undefined> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const { timeouts } = deployment;
  const operator = protocol.traits.failover === 'operator' ? 20_000 : undefined;
  const { deployment: changed } = asProtocol(
    { ...deployment, timeouts: { ...timeouts, operator } },
    protocol,
  );
  return fitOf(protocol, changed).some(({ severity }) => severity === 'error') ? undefined : changed;
}

describe('what-if and the simulator agree on what clients see after the loss of a region', () => {
  it.each(protocols.map((protocol) => [protocol.name, protocol] as const))(
    'under %s',
    async (_, protocol) => {
      const deployment = (await recast('three-regions', protocol))!;
      const regions = [...new Set(deployment.replicas.map(({ at }) => at[0]))];
      const fails = regions.map((region) => `region:${region}`);
      const found = missed(deployment, protocol, fails);
      expect(found.flat()).toEqual([]);
      // Two-phase commit needs all of them; any other survives.
      if (protocol.name === 'two-phase-commit') expect(found).toEqual([]);
      else expect(found.length).toBeGreaterThan(0);
    },
  );

  // A client that asks the nearest, the way back from which is long, and one that asks the leader.
  it('under chain replication without head or tail, one client asking the nearest and one the leader', async () => {
    const chain = protocols.find(({ name }) => name === 'chain-replication')!;
    const found = missed((await recast('payments-ledger', chain))!, chain, ['va1', 'de1']);
    expect(found).toEqual([[], []]);
  });
});
