import { hasVote, holdsData } from '../protocol/needs.js';
import { meanRoundTrip } from '../topology/client-way.js';
import type { Client, Deployment, Replica } from '../topology/deployment.js';
import { type Group, groupOf } from './group.js';
import { reach, type Standing } from './standing.js';

/**
 * The replica that a client talks to: as its `entry` says, else the leader, or the nearest where none leads. Reads that
 * any holder of the data may answer by itself go to the nearest, unless the file names a replica; where reads are another's
 * than the leader's (`Protocol.readContact`), to that one. Undefined: nobody serves
 * it. Witnesses and arbiters serve no clients; where every replica proposes, one without a vote takes no writes.
 */
export function contactOf(
  standing: Standing,
  client: Client,
  operation: 'write' | 'read' = 'write',
): string | undefined {
  const { deployment, protocol, leader, down } = standing;
  const group = groupOf(deployment, protocol);
  const local = operation === 'read' && group.reads === 'local';
  const useless = uselessTo(standing, group, client, local);
  if (local && !deployment.replicas.some(({ id }) => id === client.entry && !useless.has(id))) {
    return nearest(deployment, client, useless);
  }
  const entry = client.entry ?? usualContact(standing, operation, useless);
  if (entry === 'leader' && leader !== undefined && !useless.has(leader)) return leader;
  if (entry !== 'nearest' && entry !== 'leader' && !useless.has(entry)) return entry;
  return nearest(deployment, client, useless) ?? nearest(deployment, client, unable(group, local, down));
}

/**
 * Whom a client (by position) asks as it sees the group while machines run: the same rule, those that do not answer it
 * being down as well. Undefined: none is left.
 */
export function contactSeen({ deployment, protocol, down, severed }: Omit<Standing, 'leader'>) {
  return (
    client: number,
    operation: 'write' | 'read',
    { leader, silent }: { readonly leader: string | undefined; readonly silent: ReadonlySet<string> },
  ): string | undefined => {
    const seen = { deployment, protocol, leader, down: new Set([...down, ...silent]), severed };
    const one = deployment.clients[client];
    const contact = contactOf(seen, one, operation) ?? contactOf(seen, one);
    return contact ?? (silent.size === 0 ? deployment.replicas[0].id : undefined);
  };
}

/** The replica that the protocol has clients talk to where the file leaves it open. */
function usualContact(
  { deployment, protocol, leader }: Standing,
  operation: 'write' | 'read',
  useless: ReadonlySet<string>,
): string {
  if (leader === undefined) return 'nearest';
  if (operation === 'write' || protocol.readContact === undefined) return 'leader';
  return protocol.readContact(
    leader,
    deployment.replicas.filter(({ id }) => !useless.has(id)),
  );
}

/** May clients talk to this replica? */
export function servesClients(group: Group, replica: Replica, local = false): boolean {
  if (!holdsData(replica)) return false;
  return local || hasVote(replica) || group.protocol.traits.leadership !== 'none';
}

function unable(group: Group, local: boolean, down: ReadonlySet<string>): ReadonlySet<string> {
  const { replicas } = group.deployment;
  const idle = replicas.filter((replica) => !servesClients(group, replica, local));
  return idle.length === 0 ? down : new Set([...down, ...idle.map(({ id }) => id)]);
}

/**
 * Replicas by which a client's operation cannot go: those that are down or serve no clients, and where links are cut, those
 * that the client does not reach, or that themselves reach neither the leader nor, where none leads, a quorum.
 */
function uselessTo(standing: Standing, group: Group, client: Client, local: boolean): ReadonlySet<string> {
  const { deployment, leader, down, severed } = standing;
  const out = unable(group, local, down);
  if (severed === undefined) return out;
  const serves = (id: string): boolean => {
    if (severed(client.id, id)) return false;
    if (local) return true;
    if (leader !== undefined) return id === leader || !severed(id, leader);
    return group.quorum.phase2.contains(reach(standing, id));
  };
  return new Set([...out, ...deployment.replicas.map(({ id }) => id).filter((id) => !serves(id))]);
}

/** The replica not among these that has the shortest mean round trip to the client; the first in the file among equals. */
export function nearest(
  deployment: Deployment,
  client: Client,
  without: ReadonlySet<string>,
): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const replica of deployment.replicas) {
    if (without.has(replica.id)) continue;
    const rtt = meanRoundTrip(deployment.network, client, replica.at);
    if (rtt < least) {
      least = rtt;
      best = replica.id;
    }
  }
  return best;
}
