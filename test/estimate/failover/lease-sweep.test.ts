import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { exponential } from '../../../src/distribution/gamma.js';
import { leaseSweep } from '../../../src/estimate/failover/lease-sweep.js';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import { pause } from './hand/pause.js';

const HICCUPS = { perYear: 365, length: exponential({ mean: 500 }) };

async function sweep(more: object = {}) {
  const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
  return leaseSweep(deployment, pacifica, {
    leader: 'va1',
    leases: [600, 1200, 2400],
    graces: [1000, 3000],
    hiccups: HICCUPS,
    crashesPerYear: 3,
    seed: 1,
    crashes: 200,
    ...more,
  });
}

describe('PacificA: lease and grace periods against a network that hiccups', () => {
  it('leaves out leases that are not shorter than the grace', async () => {
    const rows = await sweep();
    expect(rows.map(({ lease, grace }) => [lease, grace])).toEqual([
      [600, 1000],
      [600, 3000],
      [1200, 3000],
      [2400, 3000],
    ]);
  });

  it('a longer lease suspects fewer healthy replicas and takes longer to notice a dead one; grace is for the primary', async () => {
    const [, short, middle, long] = await sweep();
    expect(short.suspicionsPerYear).toBeGreaterThan(middle.suspicionsPerYear);
    expect(middle.suspicionsPerYear).toBeGreaterThan(long.suspicionsPerYear);
    expect(long.suspicionsPerYear).toBeGreaterThan(0);
    expect(short.unavailable.others).toBeLessThan(middle.unavailable.others);
    expect(middle.unavailable.others).toBeLessThan(long.unavailable.others);
    // A false suspicion ends a pause earlier, so that short leases win on that, too.
    expect(short.unavailable.hiccups).toBeLessThan(long.unavailable.hiccups);
    const [impatient] = await sweep();
    expect(impatient.unavailable.leader).toBeLessThan(short.unavailable.leader);
    expect(impatient.suspicionsPerYear).toBe(short.suspicionsPerYear);
    for (const { unavailable } of [short, middle, long]) {
      const { leader, others, hiccups, total } = unavailable;
      expect(total).toBeCloseTo(leader + others + hiccups, 9);
    }
  });

  it('agrees with the closed form of pauses: time without writes within 4 %, suspicions within 10 %', async () => {
    const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
    const { network, replicas, timeouts } = deployment;
    const rows = await sweep({ leases: [600, 1200], graces: [3000], pauses: 200 });
    expect(rows).toHaveLength(2);
    const LENGTHS = 2000;
    for (const { lease, grace, suspicionsPerYear, unavailable } of rows) {
      let suspicions = 0;
      let seconds = 0;
      for (const other of replicas.slice(1)) {
        const timed = { ...deployment, timeouts: { ...timeouts, lease, grace } };
        const loss = { kind: 'kill', members: [other.id] } as const;
        const crash = successionOf(timed, pacifica, { leader: 'va1', loss, seed: 1 });
        const reconfiguration = (crash?.outage.mean ?? 0) - (crash?.detection.mean ?? 0);
        const roundTrip =
          network.link(replicas[0].at, other.at).rtt.mean + 2 * deployment.protocol.processing;
        for (let i = 0; i < LENGTHS; i++) {
          const length = HICCUPS.length.quantile((i + 0.5) / LENGTHS);
          const fsync = other.disk.fsync.mean;
          const { heartbeat } = timeouts;
          const one = pause({ length, roundTrip, fsync, heartbeat, lease, reconfiguration });
          suspicions += (HICCUPS.perYear * one.suspicion) / LENGTHS;
          seconds += (HICCUPS.perYear * one.outage) / LENGTHS / 1000;
        }
      }
      expect(Math.abs(unavailable.hiccups / seconds - 1)).toBeLessThan(0.04);
      expect(Math.abs(suspicionsPerYear / suspicions - 1)).toBeLessThan(0.1);
    }
  });

  it('has nothing to say of a protocol that one lost connection does not stop', async () => {
    const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
    const options = {
      leader: 'va1',
      leases: [600],
      graces: [1000],
      hiccups: HICCUPS,
      crashesPerYear: 3,
      seed: 1,
    };
    expect(leaseSweep(deployment, raft, options)).toEqual([]);
  });
});

describe('a pause of one connection', () => {
  const base = { roundTrip: 20, fsync: 1, heartbeat: 100, reconfiguration: 50 };

  it('shorter than lease − 2 round trips − 2 heartbeats is never suspected, longer than the lease always', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 250, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lease, part) => {
          const safe = lease - 2 * base.roundTrip - 2 * base.heartbeat;
          expect(pause({ ...base, lease, length: part * safe }).suspicion).toBe(0);
          expect(pause({ ...base, lease, length: lease * (1 + part) }).suspicion).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('costs at most the lease and the reconfiguration where it is suspected, and about its own length where not', () => {
    const long = pause({ ...base, lease: 1000, length: 60_000 });
    // The lease began a round trip and, on average, half a heartbeat before the pause.
    expect(long.outage).toBeCloseTo(1000 - 20 - 50 + 50, 9);
    const short = pause({ ...base, lease: 5000, length: 300 });
    expect(short.outage).toBeCloseTo(300 + 50 + 2 * 20 + 1, 9);
  });
});
