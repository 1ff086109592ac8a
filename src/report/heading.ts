import type { ProtocolResult, Provenance, TopologyResult } from '../result/subject.js';
import { wrap } from './document/table.js';
import { leadersText } from './leaders.js';

/** The first lines of every report: what was evaluated, and on which data. */
export function heading(
  topology: TopologyResult,
  protocol: ProtocolResult,
  provenance: Provenance,
  columns: number,
): string[] {
  const facts = [
    protocol.leader === null ? protocol.name : `${protocol.name}, leader ${leadersText(protocol)}`,
    protocol.quorum,
    `disk ${protocol.disk}`,
    `reads ${protocol.reads}`,
  ];
  const lines = wrap(`${topology.name}   ${facts.join(', ')}`, columns, '  ');
  lines.push(...wrap(`RTTs ${rttSource(provenance)}`, columns, '  '));
  if (protocol.leaderReason !== undefined) {
    lines.push(...wrap(`Leader ${protocol.leader ?? 'none'}: ${protocol.leaderReason}`, columns, '  '));
  }
  return lines;
}

function rttSource({ rtt, overrides }: Provenance): string {
  const base =
    rtt === null
      ? 'inline'
      : rtt.title === ''
        ? `${rtt.dataset} (${rtt.date})`
        : `${rtt.dataset} (${rtt.title})`;
  return overrides === 0 ? base : `${base}, ${overrides} ${overrides === 1 ? 'override' : 'overrides'}`;
}

/** The last lines: what was taken for granted and what is left out. */
export function notes(provenance: Provenance, why: string, columns: number): string[] {
  const lines: string[] = [];
  if (provenance.assumptions.length > 0) {
    const assumed = provenance.assumptions.map((assumption) => assumption.replace(/\.$/, ''));
    lines.push(...wrap(`Assumed: ${assumed.join('; ')}.`, columns, '  '));
  }
  lines.push(...wrap(`Not modelled: ${provenance.notModelled.join('; ')}.`, columns, '  '));
  if (why !== '') lines.push(`Why: ${why}`);
  return lines;
}
