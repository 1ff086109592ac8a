import { availabilityOf } from '../src/estimate/availability/availability.js';
import type { Fleet } from '../src/estimate/availability/components.js';
import { majority } from '../src/quorum/shapes.js';
import { median } from './cold-start.js';

const DAY = 24 * 3600 * 1000;
const HOUR = DAY / 24;

/**
 * Median ms for the whole availability result, a client in every region, warm: 9 replicas in 3 regions × 3 zones, and
 * 25 in 5 × 5, each with four shared sets that cut across the regions; maintenance and failover included.
 */
export function availability(regions: 3 | 5, runs: number): number {
  const deployment = fleet(regions);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    const system = majority(deployment.replicas.map(({ id }) => id));
    const needs = { write: [system], read: [system], leader: 'r0' };
    const { method, write } = availabilityOf(deployment, needs, { failoverMean: 2000 });
    if (method !== 'exact' || !(write.quorumLossProbability > 0)) throw new Error('not calculated exactly');
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times.slice(Math.floor(runs / 2)));
}

function fleet(regions: number): Fleet {
  const places = Array.from({ length: regions * regions }, (_, index) => [
    `region-${Math.floor(index / regions)}`,
    `zone-${index % regions}`,
  ]);
  const shared = [0, 1, 2, 3].map((s) => ({
    name: `shared-${s}`,
    members: places.flatMap((at, index) => ((index * 7 + s * 3) % 4 === 0 ? [at.join('/')] : [])),
    mtbf: 3650 * DAY,
    mttr: 12 * HOUR,
  }));
  return {
    replicas: places.map((at, index) => ({ id: `r${index}`, index, at })),
    clients: places.slice(0, regions).map((_, index) => ({ id: `c${index}`, at: [`region-${index}`] })),
    failures: {
      machine: { mtbf: 120 * DAY, mttr: HOUR / 2 },
      rack: undefined,
      zone: { mtbf: 730 * DAY, mttr: HOUR },
      region: { mtbf: 2920 * DAY, mttr: 4 * HOUR },
      shared,
    },
    maintenance: { every: 30 * DAY, lasts: HOUR / 3 },
  };
}
