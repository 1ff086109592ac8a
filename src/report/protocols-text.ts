import type { ListedProtocol, ProtocolListResult } from '../result/protocols.js';
import { wrap } from './document/table.js';

/** `quorate protocols` for a terminal. */
export function protocolsText({ protocols }: ProtocolListResult, columns: number): string {
  return protocols.map((protocol) => `${block(protocol, columns).join('\n')}\n`).join('\n');
}

const LEADERSHIP = { stable: 'one, until it fails', none: 'none: every replica proposes' } as const;
const FAILOVER = {
  automatic: 'the others replace one that is lost by themselves',
  operator: 'an operator replaces one that is lost',
  none: 'nobody replaces one that is lost: it has to come back',
} as const;

function block(protocol: ListedProtocol, columns: number): string[] {
  const { name, title, summary, source, reads, disk, tolerates, messagesPerWrite } = protocol;
  const { quorums, survives } = protocol;
  const sizes = (['3', '5', '7'] as const).map((n) => {
    const { classic, fast } = quorums[n];
    return `${classic}${fast === undefined || fast === classic ? '' : ` (fast ${fast})`} of ${n}`;
  });
  const facts: [string, string][] = [
    ['leader', `${LEADERSHIP[protocol.leadership]}; ${FAILOVER[protocol.failover]}`],
    ...(protocol.proposers === 'clients'
      ? [['proposers', 'the clients, to all replicas at once'] satisfies [string, string]]
      : []),
    [
      'order',
      protocol.ordered
        ? 'all replicas execute all commands in one order'
        : 'only interfering commands are ordered',
    ],
    ['reads', `${reads.join(', ')} (the first where the file does not say)`],
    ['disk', `${disk.join(', ')} (the first where the file does not say)`],
    [
      'linearizable',
      protocol.linearizable.length === 0 ? 'never' : `reads ${protocol.linearizable.join(', ')}`,
    ],
    ['quorums', sizes.join(', ')],
    ['survives', `${survives[3]}, ${survives[5]}, ${survives[7]} crashes of 3, 5, 7 replicas, without help`],
    ['tolerates', tolerates],
    [
      'messages',
      `${messagesPerWrite[3]}, ${messagesPerWrite[5]}, ${messagesPerWrite[7]} a write with 3, 5, 7 replicas`,
    ],
    ['source', source],
  ];
  return [
    `${name}   ${title}`,
    ...wrap(`  ${summary}`, columns, '  '),
    ...facts.flatMap(([what, text]) => wrap(`  ${what.padEnd(12)} ${text}`, columns, ' '.repeat(15))),
  ];
}
