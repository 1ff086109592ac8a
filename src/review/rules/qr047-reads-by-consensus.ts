import type { Finding, Rule } from '../rule.js';
import { choosing } from '../variant.js';
import { growth, inMs, inPercent } from '../words.js';

const FACTOR = 1.1;
const LEAST = 0.5;

export const readsByConsensus: Rule = {
  id: 'QR047',
  name: 'reads-by-consensus',
  title: 'Reads that go through the log although they need not',
  topic: 'latency',
  severity: 'note',
  needs: 'estimate',
  why: 'A read through the log costs as much as a write: a quorum, and a durable write at each. Reads are most of most workloads, and a leader that has made sure of its leadership (by a round of messages, or by a lease) can answer them from its state, as linearizable as before.',
  fix: 'Use reads: read-index (no clocks to trust) or leader-lease.',
  source:
    'Ongaro, "Consensus: Bridging Theory and Practice", Stanford 2014, §6.4; Beyer et al., "Site Reliability Engineering", ch. 23, "Quorum leases"',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    const now = deployment.protocol.reads ?? protocol.traits.reads[0];
    if (now !== 'consensus') return [];
    let best: { reads: string; id: string; now: number; better: number; share: number } | undefined;
    for (const reads of protocol.traits.linearizable.filter((one) => one !== 'consensus')) {
      const changed = context.standing(choosing(deployment, { reads })).clients;
      for (const [i, { id, read }] of estimate.clients.entries()) {
        const [before, after] = [read.p50, changed[i].read.p50];
        const share = deployment.clients[i].reads;
        if (share === 0 || before === null || after === null) continue;
        if (before < FACTOR * after || before - after < LEAST) continue;
        if (best === undefined || before - after > best.now - best.better)
          best = { reads, id, now: before, better: after, share };
      }
    }
    if (best === undefined) return [];
    return [
      {
        path: ['protocol', 'reads'],
        message: `Reads go through the log, and are ${inPercent(best.share)} of what ${best.id} does: read p50 ${inMs(best.now)}; by ${best.reads} it would be ${inMs(best.better)} (${growth(best.now, best.better)}), as linearizable as now.`,
        fix: `Write reads: ${best.reads}${best.reads === 'read-index' ? '' : ', or read-index where no clock is to be trusted'}.`,
      },
    ];
  },
};
