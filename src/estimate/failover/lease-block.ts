import { exponential } from '../../distribution/gamma.js';
import type { Standing } from '../../group/standing.js';
import type { LeaseResult } from '../../result/topics.js';
import type { Deployment } from '../../topology/deployment.js';
import { holderOf, leaseSweep } from './lease-sweep.js';

/** What the file does not tell: each connection of the holder of the leases pauses once a day, for half a second on average. */
const HICCUPS = { perYear: 365, meanLength: 500 };
/** Crashes of each replica in a year where the file gives no failure figures. */
const CRASHES = 2;
/** Periods that are looked at, as multiples of the file's own. */
const LEASES = [0.5, 1, 2];
const GRACES = [0.5, 1, 2, 4];
const YEAR = 365 * 24 * 3_600_000;

/**
 * What other lease and grace periods than the file's would cost, in the order of leases, then graces. Null for a protocol
 * that does not notice losses by leases, and where no lease fits.
 */
export function leaseBlock({ deployment, protocol, leader }: Standing, seed: number): LeaseResult | null {
  if (leader === undefined) return null;
  const { lease, grace, heartbeat } = deployment.timeouts;
  const given = crashesPerYear(deployment);
  const crashes = given ?? CRASHES;
  const rows = leaseSweep(deployment, protocol, {
    leader,
    // One that ends before the next beacon renews it is none.
    leases: LEASES.map((factor) => factor * lease).filter((each) => each > heartbeat),
    graces: GRACES.map((factor) => factor * grace),
    hiccups: { perYear: HICCUPS.perYear, length: exponential({ mean: HICCUPS.meanLength }) },
    crashesPerYear: crashes,
    seed,
  });
  if (rows.length === 0) return null;
  const holder = holderOf(deployment, protocol, leader);
  return {
    holder: holder === leader ? null : holder,
    hiccups: HICCUPS,
    crashesPerYear: crashes,
    crashesGiven: given !== null,
    rows: rows.map((row) => ({
      lease: row.lease,
      grace: row.grace,
      chosen: row.lease === lease && row.grace === grace,
      suspicionsPerYear: row.suspicionsPerYear,
      unavailable: row.unavailable,
    })),
  };
}

/** How often a year one replica goes down with its machine or what the machine stands in; null where the file is silent. */
function crashesPerYear({ failures }: Deployment): number | null {
  const figures = [failures.machine, failures.rack, failures.zone, failures.region];
  const rates = figures.flatMap((each) => (each === undefined ? [] : [YEAR / each.mtbf]));
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
}
