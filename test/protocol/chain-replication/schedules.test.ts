import { describe, expect } from 'vitest';
import { describeSchedules } from '../schedule-suite.js';
import { Invariants } from './invariants.js';
import { chainSubject } from './subject.js';

/** Acknowledged means: on the disks of all in the chain, which one alone may be. The invariants say more. */
function replicas(n: number): { name: string; n: number; quorum: unknown } {
  return { name: `${n}-replicas`, n, quorum: { phase1: n, phase2: 1 } };
}

/** Leases are 80 ms and the grace period 160 ms: a lost beacon or a slow link is enough for the chain to change. */
describe('whatever the network, the disks and the crashes do, chain replication keeps its promises', () => {
  // Of one kind of quorum.
  let watching: Invariants[] = [];
  describeSchedules(
    {
      protocol: 'chain-replication',
      subject: () => {
        const invariants = new Invariants();
        watching.push(invariants);
        const subject = { ...chainSubject, factory: invariants.watch(chainSubject.factory) };
        return { subject, broken: () => invariants.broken.map((what) => `invariant: ${what}`) };
      },
      quorums: [
        replicas(3),
        replicas(4),
        replicas(5),
        // One alone is fast, and has long histories.
        { ...replicas(1), share: 0.25 },
        // Two copies, and a third that only decides who is in the chain.
        { ...replicas(3), name: 'arbiter', members: { 2: { role: 'arbiter' } } },
      ],
      reads: ['tail'],
      disks: ['serial'],
      seeds: 40,
    },
    // Chains changed, replicas were taken out and added, took over snapshots, cut their logs.
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
