import type { TrafficResult, TrafficState } from '../result/traffic.js';
import { percent } from './number.js';
import { bitRate, megabits, perSecond } from './rate.js';
import { lossSentence } from './traffic-text.js';

/** Traffic between places for a pull request or a design document. */
export function trafficMarkdown(result: TrafficResult): string {
  const { topology, protocol, shards, now, losses, overloads } = result;
  const states = [now, ...losses];
  const names = new Map<string, { readonly name: string; readonly limit: number | null }>();
  for (const { lanes } of states) {
    for (const { from, to, limit } of lanes) {
      names.set(`${from} → ${to} ${limit ?? ''}`, { name: `${from} → ${to}`, limit });
    }
  }
  const rows = [...names.values()].map(({ name, limit }) => {
    const cells = states.map((state) => cell(carried(state, name, limit), limit));
    return `| ${name} | ${megabits(limit)} | ${cells.join(' | ')} |`;
  });
  const leaders = now.replicas.map(
    ({ id, at, leaders, share, out, limit }) =>
      `| ${id} | ${at} | ${leaders ?? '–'} | ${share === null ? '–' : percent(share)} | ${cell(out, limit)} | ${megabits(limit)} |`,
  );
  return [
    `### ${topology.name}: traffic between places`,
    '',
    `${protocol}, ${shards === 1 ? 'one group' : `${shards} shards`}, ${perSecond(now.offered)} operations a second. Mbit/s.`,
    '',
    '| replica | at | leads | share | out | limit |',
    '|---|---|--:|--:|--:|--:|',
    ...leaders,
    '',
    `| link | limit | now | ${losses.map(({ lost }) => `without ${lost}`).join(' | ')}${losses.length > 0 ? ' |' : ''}`,
    `|---|${'--:|'.repeat(2 + losses.length)}`,
    ...rows,
    '',
    ...losses.map((state) => `- ${lossSentence(now, state)}`),
    ...overloads.map(
      ({ lost, kind, name, bytesPerSecond, limit }) =>
        `- **Overloaded ${lost === null ? 'now' : `without ${lost}`}:** ${kind} ${name}, ${bitRate(bytesPerSecond)} of ${bitRate(limit)}.`,
    ),
    ...result.assumptions.map((assumption) => `- Assumed: ${assumption.replace(/\.$/, '')}.`),
    `- Not modelled: ${result.notModelled.join('; ')}.`,
    '',
  ].join('\n');
}

function carried({ lanes }: TrafficState, name: string, limit: number | null): number {
  return (
    lanes.find((lane) => `${lane.from} → ${lane.to}` === name && lane.limit === limit)?.bytesPerSecond ?? 0
  );
}

function cell(bytesPerSecond: number, limit: number | null): string {
  const text = megabits(bytesPerSecond);
  return limit !== null && bytesPerSecond > limit ? `**${text}**` : text;
}
