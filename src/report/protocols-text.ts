import type { ListedProtocol, ProtocolListResult } from '../protocol/list-result.js';
import { wrap } from './table.js';

/** `quorate protocols` for a terminal. */
export function protocolsText({ protocols }: ProtocolListResult, columns: number): string {
  return protocols.map((protocol) => `${block(protocol, columns).join('\n')}\n`).join('\n');
}

function block(protocol: ListedProtocol, columns: number): string[] {
  const { name, title, summary, source, reads, disk, tolerates, messagesPerWrite } = protocol;
  const facts: [string, string][] = [
    ['leader', protocol.leadership === 'stable' ? 'one, until it fails' : 'none: every replica proposes'],
    [
      'order',
      protocol.ordered
        ? 'all replicas execute all commands in one order'
        : 'only interfering commands are ordered',
    ],
    ['reads', `${reads.join(', ')} (the first where the file does not say)`],
    ['disk', `${disk.join(', ')} (the first where the file does not say)`],
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
    ...facts.flatMap(([what, text]) => wrap(`  ${what.padEnd(10)} ${text}`, columns, ' '.repeat(13))),
  ];
}
