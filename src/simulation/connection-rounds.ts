import type { Client, Deployment } from '../topology/deployment.js';
import { MessageSizes } from './message-size.js';

/** Segments that a new connection may send before anything is acknowledged (RFC 6928 §2). */
export const INITIAL_WINDOW = 10;
/** Bytes of one segment: an Ethernet frame's 1500 without the headers of IP and TCP, 20 each. */
export const SEGMENT = 1460;

/**
 * Round trips that a new connection in slow start spends before it may send the last of so many bytes: 0 for what fits
 * the initial window of 14,600 bytes, then one more each time that the window has doubled: 10, 20, 40, … segments
 * (RFC 5681 §3.1; doubling is what Linux does, and what counting acknowledged bytes gives, RFC 3465 with L = 2).
 *
 * @param bytes at least 0
 */
export function slowStartRounds(bytes: number): number {
  let left = Math.ceil(bytes / SEGMENT) - INITIAL_WINDOW;
  let window = INITIAL_WINDOW;
  let rounds = 0;
  while (left > 0) {
    window *= 2;
    left -= window;
    rounds++;
  }
  return rounds;
}

/** What a connection of its own adds to one operation, in round trips between the client and whom it connects to. */
export interface ConnectionRounds {
  /** Before the last of the request leaves: the TCP handshake (1), and the request's own slow start. */
  readonly handshake: 0 | 1;
  readonly request: number;
  /** Before the last of the answer leaves: the answer's slow start, for each side has a window of its own. */
  readonly reply: number;
}

const KEPT: ConnectionRounds = { handshake: 0, request: 0, reply: 0 };

/**
 * What a connection adds to one operation of this client: nothing where it is kept. A write's request and a read's answer
 * carry the payload beside the overhead, as `MessageSizes` has it. TLS is not counted: it would be another round trip.
 */
export function connectionRounds(
  deployment: Pick<Deployment, 'network' | 'payload'>,
  client: Pick<Client, 'connection'>,
  kind: 'write' | 'read',
): ConnectionRounds {
  if (client.connection === 'kept') return KEPT;
  const { request, reply } = exchangeBytes(deployment, kind);
  return { handshake: 1, request: slowStartRounds(request), reply: slowStartRounds(reply) };
}

/** Bytes of a client's request and of its answer, overhead included. */
export function exchangeBytes(
  { network, payload }: Pick<Deployment, 'network' | 'payload'>,
  kind: 'write' | 'read',
): { readonly request: number; readonly reply: number } {
  const sizes = new MessageSizes(network.overhead, payload);
  // What an answer to a read is, a write's request is: the payload and the overhead.
  return { request: sizes.reply(kind === 'write'), reply: sizes.reply(kind === 'read') };
}
