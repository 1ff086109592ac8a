import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../cli/io.js';
import { load } from '../../cli/load.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import type { Deployment } from '../../src/topology/deployment.js';

const files = readdirSync(new URL('../../topologies/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .sort();

/** Counted operations of each client, half of them writes. */
const OPERATIONS = 10_000;
const SEED = 2;

interface Miss {
  readonly what: string;
  readonly model: number | null;
  readonly simulated: number | null;
  readonly interval: readonly [number | null, number | null];
}

/**
 * Every figure that is neither within 1 % of the model nor has the model inside its interval, and is so again under another
 * seed: of figures that agree, one in twenty lies outside its own 95 % interval.
 */
async function misses(
  file: string,
  change: (deployment: Deployment) => Deployment,
  operations = OPERATIONS,
): Promise<{ missed: Miss[]; held: number }> {
  const first = await missesOf(file, change, operations, SEED);
  if (first.missed.length === 0) return first;
  const again = await missesOf(file, change, operations, SEED + 1);
  const repeated = new Set(again.missed.map(({ what }) => what));
  return { ...first, missed: first.missed.filter(({ what }) => repeated.has(what)) };
}

async function missesOf(
  file: string,
  change: (deployment: Deployment) => Deployment,
  operations: number,
  seed: number,
): Promise<{ missed: Miss[]; held: number }> {
  const [{ deployment, protocol }] = await load(nodeIo(), [`topologies/${file}`], { quiet: true });
  const result = simulateDeployment(change(deployment), protocol, {
    seed,
    arrivals: { kind: 'spaced' },
    load: 'spaced',
    operations,
    faults: [],
    faultTexts: [],
  });
  expect(result.safety.violations).toBe(0);
  const missed: Miss[] = [];
  let held = 0;
  for (const client of result.clients) {
    for (const operation of ['write', 'read'] as const) {
      const simulated = client[operation];
      expect(simulated.samples).toBeGreaterThan(operations / 3);
      expect(simulated.failure).toBe(0);
      for (const name of ['p50', 'p90', 'p99'] as const) {
        const model = client.model?.[operation][name] ?? null;
        const found = simulated[name];
        const interval = simulated.confidence[name];
        const close = model !== null && found !== null && Math.abs(model - found) <= 0.01 * found + 1e-9;
        const inside =
          model !== null && (interval[0] ?? 0) <= model && model <= (interval[1] ?? Number.POSITIVE_INFINITY);
        if (close || inside) held++;
        else missed.push({ what: `${client.id} ${operation} ${name}`, model, simulated: found, interval });
      }
    }
  }
  return { missed, held };
}

describe('model and simulator agree: p50, p90, p99 of every client within 1 % or the 95 % interval', () => {
  it.each(files)('%s', async (file) => {
    const { missed, held } = await misses(file, (deployment) => deployment);
    expect(missed).toEqual([]);
    expect(held).toBeGreaterThan(0);
  });

  it.each([
    ['a serial disk', { disk: 'serial' as const }],
    ['read-index reads', { reads: 'read-index' as const }],
    ['consensus reads', { reads: 'consensus' as const }],
    ['local reads', { reads: 'local' as const }],
  ])('payments-ledger.yaml with %s', async (_name, choice) => {
    const { missed, held } = await misses('payments-ledger.yaml', (deployment) => ({
      ...deployment,
      protocol: { ...deployment.protocol, ...choice },
    }));
    expect(missed).toEqual([]);
    expect(held).toBeGreaterThan(0);
  });

  it('three-regions.yaml with one message in a thousand lost: heartbeats that are sent again hold others up', async () => {
    const lossy = (deployment: Deployment): Deployment => ({
      ...deployment,
      network: { ...deployment.network, link: (from, to) => deployment.network.link(from, to), loss: 0.001 },
    });
    const { missed, held } = await misses('three-regions.yaml', lossy, 100_000);
    expect(missed).toEqual([]);
    expect(held).toBeGreaterThan(0);
  });

  it('and a wrong model is caught: parallel disks against a simulation of serial ones lie outside the interval', async () => {
    const [{ deployment, protocol }] = await load(nodeIo(), ['topologies/payments-ledger.yaml'], {
      quiet: true,
    });
    const slow = { ...deployment, protocol: { ...deployment.protocol, disk: 'serial' as const } };
    const options = {
      seed: SEED,
      arrivals: { kind: 'spaced' as const },
      load: 'spaced',
      operations: 2000,
      faults: [],
      faultTexts: [],
    };
    const parallel = simulateDeployment(deployment, protocol, options);
    const serial = simulateDeployment(slow, protocol, options);
    const [low] = serial.clients[0].write.confidence.p50;
    expect(low).toBeGreaterThan(parallel.clients[0].model?.write.p50 ?? Number.POSITIVE_INFINITY);
  });
});
