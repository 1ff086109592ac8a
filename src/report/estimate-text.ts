import type { EstimateResult } from '../result/estimate.js';
import type { ClientEstimate, Decider } from '../result/latency.js';
import type { Linchpin } from '../result/losses.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { heading, notes } from './heading.js';
import { leaderStays, noLeaderSentence } from './leadership-words.js';
import { change, ms, percent } from './number.js';
import { serviceLines } from './service-text.js';

/** `quorate estimate` for a terminal: one screen that can be pasted into a design review. */
export function estimateText(result: EstimateResult, columns: number): string {
  const { topology, protocol, provenance, clients, linchpin } = result;
  const lines = heading(topology, protocol, provenance, columns);
  if (!leaderStays(result)) lines.push(...wrap(noLeaderSentence(result), columns, '  '));
  lines.push('', ...figures(clients), '');
  if (linchpin !== null) lines.push(...wrap(linchpinSentence(linchpin), columns));
  else lines.push('No replica or region is a linchpin: losing any one raises no p50 by a tenth.');
  lines.push(...serviceLines(result).flatMap((line) => wrap(line, columns, '  ')));
  if (result.method === 'sampled') {
    lines.push(
      'Sampled, 131,072 draws: delays are shared within an operation, or a tail is too long to be exact.',
    );
  }
  lines.push(...notes(provenance, `quorate explain ${topology.file}`, columns));
  return `${lines.join('\n')}\n`;
}

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

function figures(clients: readonly ClientEstimate[]): string[] {
  const leaderless = new Set(clients.map(({ entry }) => entry)).size > 1;
  const at = leaderless ? 'at → entry' : 'at';
  const header = [left('client'), left(at)];
  const group = [right('p50'), right('p99'), right('p99.9')];
  const rows = clients.map((client) => {
    const place = leaderless ? `${client.at} → ${client.entry ?? 'none up'}` : client.at;
    const { write, read } = client;
    return [
      client.id,
      place,
      ms(write.p50),
      ms(write.p99),
      ms(write.p999),
      ms(read.p50),
      ms(read.p99),
      ms(read.p999),
      deciders(client.decidedBy),
    ];
  });
  return table([...header, ...group, ...group, left('decided by (write)')], rows, [
    { title: 'write, ms', first: 2, last: 4 },
    { title: 'read, ms', first: 5, last: 7 },
  ]);
}

/** "oh1 81 %, or1 19 %": at most two, and whoever decides less than one time in a hundred is left out. */
function deciders(all: readonly Decider[]): string {
  const named = all.filter(({ decides }) => decides >= 0.005).slice(0, 2);
  if (named.length === 0) return '–';
  return named.map(({ replica, decides }) => `${replica} ${percent(decides)}`).join(', ');
}

function linchpinSentence({ kind, name, alike, client, before, after }: Linchpin): string {
  const names = [name, ...alike];
  const what = kind === 'replica' ? '' : names.length === 1 ? 'Region ' : 'Regions ';
  const one = `${what}${listed(names)} ${names.length === 1 ? 'is the linchpin' : 'are linchpins'}: without ${names.length === 1 ? 'it' : 'any one of them'}`;
  if (after === null) return `${one} the writes of ${client} stop.`;
  const upTo = names.length === 1 ? '' : 'up to ';
  return `${one} ${client} p50 goes ${ms(before)} → ${upTo}${ms(after)} ms (${change(before, after)}).`;
}
