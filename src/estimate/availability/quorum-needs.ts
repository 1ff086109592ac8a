import { groupOf } from '../../group/group.js';
import { continuityOf, type Standing } from '../../group/standing.js';
import type { QuorumNeeds } from './needs.js';

/** What must be up for a group's reads and writes to go on, as it stands: in the terms in which availability is worked out. */
export function quorumNeedsOf({ deployment, protocol, leader }: Omit<Standing, 'down'>): QuorumNeeds {
  const group = groupOf(deployment, protocol);
  const { needs } = group;
  const replaced = needs.takeover !== undefined;
  const { write, read } = continuityOf(group, leader);
  const modelled = protocol.traits.failover !== 'automatic' || protocol.takeover !== undefined;
  return {
    write: [write],
    read: [read],
    ...(leader === undefined || !modelled ? {} : { leader, leaderOnly: !replaced }),
    anyLossInterrupts: protocol.traits.interruptedBy !== 'leader',
    readsNeedLeader: needs.readsNeedLeader,
  };
}
