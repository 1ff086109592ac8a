import type { Amount, Count } from './measures.js';

/** The result of `quorate protocols` as plain data. */
export interface ProtocolListResult {
  readonly schema: 'quorate.protocols/1';
  readonly version: string;
  readonly protocols: readonly ListedProtocol[];
}

export interface ListedProtocol {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly leadership: 'stable' | 'none';
  /** Who replaces a replica that others cannot do without. */
  readonly failover: 'automatic' | 'operator' | 'none';
  /** Who puts commands before the acceptors. */
  readonly proposers: 'replicas' | 'clients';
  readonly ordered: boolean;
  readonly fastQuorum: boolean;
  /** Does it know that commands on different keys commute? */
  readonly commuting: 'never' | 'optional' | 'always';
  /** The default first. */
  readonly reads: readonly string[];
  readonly disk: readonly string[];
  /** Ways of reading under which the history of all clients is linearizable. */
  readonly linearizable: readonly string[];
  readonly tolerates: string;
  /** How many replicas may crash, any of them, so that writes go on without anybody's help, by number of replicas. */
  readonly survives: Readonly<Record<'3' | '5' | '7', Count>>;
  /** Sizes of quorums where the file asks for a majority, by number of replicas. */
  readonly quorums: Readonly<Record<'3' | '5' | '7', { readonly classic: Count; readonly fast?: Count }>>;
  /** Messages between replicas for one write in the steady state, by number of replicas. */
  readonly messagesPerWrite: Readonly<Record<'3' | '5' | '7', Amount>>;
}
