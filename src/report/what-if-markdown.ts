import type { ScenarioResult, WhatIfResult } from '../result/what-if.js';
import { leadersText } from './leaders.js';
import { ms } from './number.js';
import { REMAINS, remainsCells, SERVICE_MEANS, serviceRows } from './what-if-service.js';
import {
  cells,
  flipText,
  objectivesText,
  sentences,
  shortCells,
  titleOf,
  worstSentence,
} from './what-if-words.js';

/** `quorate what-if` for a pull request or a design document. */
export function whatIfMarkdown(result: WhatIfResult): string {
  const { before, scenarios, each } = result;
  const { topology, protocol } = before;
  const leader = protocol.leader === null ? '' : `, leader \`${protocol.leader}\``;
  const lines = [
    `### ${topology.name}`,
    '',
    `Before: ${protocol.title}${leader}, ${protocol.quorum}. Milliseconds.`,
    '',
  ];
  if (each === null) for (const scenario of scenarios) lines.push(...section(result, scenario));
  else lines.push(...losses(result, each));
  const { provenance } = scenarios.find(({ after }) => after !== null)?.after ?? before;
  lines.push(
    ...provenance.assumptions.map((assumption) => `- Assumed: ${assumption.replace(/\.$/, '')}.`),
    `- Not modelled: ${provenance.notModelled.join('; ')}.`,
    '',
  );
  return lines.join('\n');
}

function section(result: WhatIfResult, scenario: ScenarioResult): string[] {
  const lines = [`**${escaped(titleOf(scenario))}**`, ''];
  if (scenario.clients.length > 0) {
    lines.push(
      '| client | | p50 before | after | change | | p99 before | after | change | |',
      '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    );
    for (const { id, state, figures } of scenario.clients) {
      for (const operation of ['write', 'read', 'execution']) {
        if (!(`${operation}.p50` in figures)) continue;
        const both = [
          ...cells(figures[`${operation}.p50`], state),
          ...cells(figures[`${operation}.p99`], state),
        ];
        lines.push(`| ${[id, operation, ...both].map(escaped).join(' | ')} |`);
      }
    }
    lines.push('');
  }
  const service = serviceRows(scenario);
  if (service.length > 0) {
    lines.push('| service | before | after | change |', '|---|--:|--:|--:|');
    for (const row of service) lines.push(`| ${row.map(escaped).join(' | ')} |`);
    lines.push('', ...(scenario.lost.length > 0 ? [SERVICE_MEANS, ''] : []));
  }
  const objectives =
    scenario.after === null ? undefined : objectivesText(result.objectives, scenario.objectives);
  const said = [...sentences(result.before, scenario), ...(objectives === undefined ? [] : [objectives])];
  return [...lines, ...said.map((sentence) => `- ${escaped(sentence)}`), ''];
}

function losses(result: WhatIfResult, each: string): string[] {
  const { before, scenarios, objectives, worst } = result;
  const names = before.clients.flatMap(({ id }) => [id, 'change']);
  const lines = [
    `| ${[`${each} lost`, 'leader', ...names].map(escaped).join(' | ')} |`,
    `|---|---|${names.map(() => '--:').join('|')}|`,
    `| nothing | ${leadersText(before.protocol)} | ${before.clients.map(({ write }) => `${ms(write.p50)} | `).join(' | ')} |`,
  ];
  for (const { name, after, clients } of scenarios) {
    const figures = before.clients.flatMap(({ id }) => {
      const client = clients.find((one) => one.id === id);
      return client === undefined ? ['–', ''] : shortCells(client.figures['write.p50'], client.state);
    });
    const row = [
      worst.includes(name) ? `**${name}**` : name,
      after === null ? '–' : leadersText(after.protocol),
      ...figures,
    ];
    lines.push(`| ${row.map(escaped).join(' | ')} |`);
  }
  const flips = scenarios.flatMap(({ name, objectives: flipped }) =>
    flipped.map((flip) => `Without ${name}, ${flipText(flip)}.`),
  );
  const none = flips.length === 0 ? objectivesText(objectives, []) : undefined;
  const said = [
    `p50 of writes. ${worstSentence(scenarios, worst)}`,
    ...flips,
    ...(none === undefined ? [] : [none]),
  ];
  const remains = scenarios.map((scenario) => [scenario.name, ...(remainsCells(result, scenario) ?? [])]);
  const rest = [['nothing', ...(remainsCells(result, undefined) ?? [])], ...remains];
  const table = [
    `| ${[`${each} lost`, ...REMAINS].join(' | ')} |`,
    `|---|${REMAINS.map(() => '--:').join('|')}|`,
    ...rest.map((row) => `| ${row.map(escaped).join(' | ')} |`),
  ];
  lines.push('', ...table, '', SERVICE_MEANS);
  return [...lines, '', ...said.map((sentence) => `- ${escaped(sentence)}`), ''];
}

/** A bar would end a cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
