import type { ProtocolResult, Provenance } from '../result/subject.js';
import { leadersText } from './leaders.js';

/** "multi-paxos, leader va1, majority (3 of 5), disk parallel, reads leader-lease": what was evaluated. */
export function choicesText(protocol: ProtocolResult): string {
  return [
    protocol.leader === null ? protocol.name : `${protocol.name}, leader ${leadersText(protocol)}`,
    protocol.quorum,
    `disk ${protocol.disk}`,
    `reads ${protocol.reads}`,
  ].join(', ');
}

/** What was evaluated, and on which data: the protocol and its choices; the round trips; why this leader. */
export function factsOf(protocol: ProtocolResult, provenance: Provenance): string[] {
  return [
    choicesText(protocol),
    rttFact(provenance),
    ...(protocol.leaderReason === undefined
      ? []
      : [`Leader ${protocol.leader ?? 'none'}: ${protocol.leaderReason}`]),
  ];
}

/** "RTTs aws-2026-07 (one year's median), 1 override" */
export function rttFact({ rtt, overrides }: Provenance): string {
  const base =
    rtt === null
      ? 'inline'
      : rtt.title === ''
        ? `${rtt.dataset} (${rtt.date})`
        : `${rtt.dataset} (${rtt.title})`;
  const more = overrides === 0 ? '' : `, ${overrides} ${overrides === 1 ? 'override' : 'overrides'}`;
  return `RTTs ${base}${more}`;
}

/** What was taken for granted and what is left out. */
export function notesOf({
  assumptions,
  notModelled,
}: Pick<Provenance, 'assumptions' | 'notModelled'>): string[] {
  const assumed = assumptions.map((assumption) => assumption.replace(/\.$/, ''));
  return [
    ...(assumed.length === 0 ? [] : [`Assumed: ${assumed.join('; ')}.`]),
    `Not modelled: ${notModelled.join('; ')}.`,
  ];
}
