import { quorumsOf } from '../../group/quorums.js';
import { threshold } from '../../quorum/shapes.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Situation } from '../latency/view.js';
import type { QuorumNeeds } from './needs.js';

/** What must be up for a deployment's reads and writes to go on, as its protocol's traits have it. */
export function quorumNeedsOf({ deployment, protocol, leader }: Situation): QuorumNeeds {
  const { traits } = protocol;
  const { phase1, phase2 } = quorumsOf(deployment, protocol);
  const anyOne = [threshold(phase2.members, 1)];
  // Whoever takes over asks a phase-1 quorum; where copies that are lost are left out, nothing else is needed.
  const elected = traits.failover === 'automatic' ? [phase1] : [];
  // An operator goes on with whoever is left, one copy if need be.
  const operated = traits.failover === 'operator' && deployment.timeouts.operator !== undefined;
  const quorums = traits.reconfigures === true ? [phase1] : [...new Set([phase2, ...elected])];
  const write: QuorumSystem[] = operated ? anyOne : quorums;
  const modelled = traits.failover !== 'automatic' || protocol.failover !== undefined;
  const each = traits.leadership === 'none' && protocol.failover !== undefined;
  const reads = deployment.protocol.reads ?? traits.reads[0];
  const lead = { ...(leader === undefined || !modelled ? {} : { leader }), anyLossInterrupts: each };
  switch (reads) {
    case 'local':
      return { write, read: anyOne, ...lead, readsNeedLeader: false };
    case 'primary':
      return { write, read: anyOne, ...lead };
    default:
      return { write, read: write, ...lead };
  }
}
