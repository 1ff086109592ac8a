import type { EstimateResult } from '../result/estimate.js';
import type { Figures } from '../result/latency.js';
import { leaderStays, noLeaderSentence } from './leadership-words.js';
import { ms, percent } from './number.js';
import { serviceLines } from './service-text.js';

/** `quorate estimate` for a pull request or a design document. */
export function estimateMarkdown(result: EstimateResult): string {
  const { topology, protocol, provenance, clients } = result;
  const leader = protocol.leader === null ? '' : `, leader \`${protocol.leader}\``;
  const rtt =
    provenance.rtt === null ? 'inline RTTs' : `RTTs \`${provenance.rtt.dataset}\` (${provenance.rtt.date})`;
  const rows = clients.map(({ id, at, write, read, decidedBy }) => {
    const who = decidedBy
      .filter(({ decides }) => decides >= 0.005)
      .slice(0, 2)
      .map(({ replica, decides }) => `${replica} ${percent(decides)}`)
      .join(', ');
    return `| ${id} | ${at} | ${cells(write)} | ${cells(read)} | ${who} |`;
  });
  return [
    `### ${topology.name}`,
    '',
    `${protocol.title}${leader}, ${protocol.quorum}, disk ${protocol.disk}; ${rtt}. Milliseconds.`,
    '',
    ...(leaderStays(result) ? [] : [`**${noLeaderSentence(result)}**`, '']),
    '| client | at | write p50 | p99 | p99.9 | read p50 | p99 | p99.9 | decided by |',
    '|---|---|--:|--:|--:|--:|--:|--:|---|',
    ...rows,
    '',
    ...serviceLines(result).map((line) => `- ${line}`),
    ...provenance.assumptions.map((assumption) => `- Assumed: ${assumption.replace(/\.$/, '')}.`),
    `- Not modelled: ${provenance.notModelled.join('; ')}.`,
    '',
  ].join('\n');
}

function cells({ p50, p99, p999 }: Figures): string {
  return [p50, p99, p999].map(ms).join(' | ');
}
