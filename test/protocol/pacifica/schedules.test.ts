import { describe, expect } from 'vitest';
import type { QuorumKind } from '../replay.js';
import { describeSchedules } from '../schedule-suite.js';
import { Invariants } from './invariants.js';
import { pacificaSubject } from './subject.js';

/** Acknowledged means: on the disks of all in the configuration, which one alone may be. The invariants say more. */
function replicas(n: number): { name: string; n: number; quorum: unknown } {
  return { name: `${n}-replicas`, n, quorum: { phase1: n, phase2: 1 } };
}

/** Three voters, and members with roles. */
const GROUPS: readonly (QuorumKind & { share: number })[] = [
  {
    name: 'learner',
    n: 4,
    quorum: { phase1: 3, phase2: 1 },
    members: { 0: { role: 'learner' } },
    share: 0.5,
  },
  {
    name: 'arbiter',
    n: 4,
    quorum: { phase1: 4, phase2: 1 },
    members: { 1: { role: 'arbiter' } },
    share: 0.5,
  },
  { ...replicas(3), name: 'kept-from-leading', members: { 1: { leads: 0 } }, share: 0.5 },
  { ...replicas(4), name: 'preferred', members: { 0: { leads: 5 }, 2: { leads: 3 } }, share: 0.5 },
];

/** Leases are 80 ms and the grace period 160 ms: a lost beacon or a slow link is enough for a configuration to change. */
describe('whatever the network, the disks and the crashes do, PacificA keeps its promises', () => {
  // Of one kind of quorum.
  let watching: Invariants[] = [];
  describeSchedules(
    {
      protocol: 'pacifica',
      subject: () => {
        const invariants = new Invariants();
        watching.push(invariants);
        const subject = { ...pacificaSubject, factory: invariants.watch(pacificaSubject.factory) };
        return { subject, broken: () => invariants.broken.map((what) => `invariant: ${what}`) };
      },
      // One alone is fast, and has long histories.
      quorums: [replicas(3), replicas(4), replicas(5), { ...replicas(1), share: 0.25 }, ...GROUPS],
      reads: ['leader-lease', 'local'],
      disks: ['parallel', 'serial'],
      seeds: 16,
    },
    // Reigns changed, replicas were removed and added, took over snapshots, cut their logs.
    (total, runs, quorum) => {
      const checked = watching.reduce((sum, invariants) => sum + invariants.checked, 0);
      const versions = watching.reduce((sum, invariants) => sum + invariants.versions.size - 1, 0);
      watching = [];
      expect(total.crashes).toBeGreaterThan(runs);
      expect(total.forgotten).toBeGreaterThan(0);
      if (quorum === '1-replicas') return;
      expect(total.leaderships).toBeGreaterThan(1.5 * runs);
      expect(total.splits).toBeGreaterThan(runs);
      expect(versions).toBeGreaterThan(2 * runs);
      expect(checked).toBeGreaterThan(100 * runs);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
    },
  );
});
