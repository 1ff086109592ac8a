import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Client, Deployment } from '../../topology/deployment.js';
import { count } from './count.js';
import { type Departure, departureKey, TO_CLIENT } from './tally.js';

/** Whose operation it is, and how it goes. */
export interface Way {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly leader: string | undefined;
  readonly client: Client;
  readonly entry: string;
  readonly kind: 'write' | 'read';
}

/** How a message leaves; `to` undefined: for the client. */
export type Departures = (from: number, to: number | undefined, type: string) => Departure;

/** Where a broadcast leaves an interface within this time (ms), nobody needs to know who is served first. */
const NEGLIGIBLE = 0.005;

/**
 * How long the messages of an operation take to leave their replicas when nothing else is going on: processor time for
 * sending, and time on the interface, behind what the same step of the machine has sent before. Counted by running it.
 *
 * @param together operations that share a batch; their messages leave later
 */
export function departuresOf(way: Way, together = 1): Departures {
  const { deployment, protocol, leader, client, entry, kind } = way;
  const { network, payload, replicas } = deployment;
  const { sending } = deployment.protocol;
  const perByte = network.bandwidth === undefined ? 0 : 1000 / network.bandwidth;
  const alone: Departure = { lag: sending + (network.overhead + payload) * perByte, handled: false };
  if (sending === 0 && perByte === 0) return () => alone;
  if (sending === 0 && together === 1 && replicas.length * alone.lag < NEGLIGIBLE) return () => alone;
  if (protocol.traits.leadership === 'stable' && leader === undefined) return () => alone;
  const { tally } = count({ deployment, protocol, leader, client: client.index, entry, kind, together });
  return (from, to, type) => tally.departures.get(departureKey(from, to ?? TO_CLIENT, type)) ?? alone;
}
