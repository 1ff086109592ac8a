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
  readonly ordered: boolean;
  readonly fastQuorum: boolean;
  /** The default first. */
  readonly reads: readonly string[];
  readonly disk: readonly string[];
  readonly tolerates: string;
  /** Messages between replicas for one write in the steady state, by number of replicas. */
  readonly messagesPerWrite: Readonly<Record<'3' | '5' | '7', number>>;
}
