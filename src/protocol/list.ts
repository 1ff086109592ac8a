import type { ProtocolListResult } from '../result/protocols.js';
import { VERSION } from '../version.js';
import type { Protocol } from './contract/protocol.js';

/** What there is to choose from, as plain data. */
export function protocolList(protocols: readonly Protocol[]): ProtocolListResult {
  return {
    schema: 'quorate.protocols/1',
    version: VERSION,
    protocols: protocols.map(({ name, title, summary, source, traits }) => ({
      name,
      title,
      summary,
      source,
      leadership: traits.leadership,
      failover: traits.failover,
      proposers: traits.proposers,
      ordered: traits.ordered,
      fastQuorum: traits.fastQuorum,
      commuting: traits.commuting,
      reads: traits.reads,
      linearizable: traits.linearizable,
      disk: traits.disk,
      tolerates: traits.tolerates,
      survives: { 3: traits.survives(3), 5: traits.survives(5), 7: traits.survives(7) },
      quorums: { 3: traits.quorumSizes(3), 5: traits.quorumSizes(5), 7: traits.quorumSizes(7) },
      messagesPerWrite: {
        3: traits.messagesPerWrite(3),
        5: traits.messagesPerWrite(5),
        7: traits.messagesPerWrite(7),
      },
    })),
  };
}
