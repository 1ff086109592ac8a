import { VERSION } from '../version.js';
import type { Protocol } from './contract.js';
import type { ProtocolListResult } from './list-result.js';

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
      ordered: traits.ordered,
      fastQuorum: traits.fastQuorum,
      reads: traits.reads,
      disk: traits.disk,
      tolerates: traits.tolerates,
      messagesPerWrite: {
        3: traits.messagesPerWrite(3),
        5: traits.messagesPerWrite(5),
        7: traits.messagesPerWrite(7),
      },
    })),
  };
}
