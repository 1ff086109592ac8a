import type { ScenarioResult, WhatIfResult } from '../../result/what-if.js';
import { type Block, type Document, left, list, paragraph, right, type Section } from '../document/blocks.js';
import { factsOf, notesOf } from '../heading.js';
import { lossesInTurn } from './losses-in-turn.js';
import { SERVICE_MEANS, serviceRows } from './service.js';
import { cells, objectivesText, sentences, titleOf } from './words.js';

/** `quorate what-if`: before → after for each client, or with `--each` one line for each loss. */
export function whatIfDocument(result: WhatIfResult): Document {
  const { before, scenarios, each } = result;
  const after = scenarios.find((scenario) => scenario.after !== null)?.after ?? before;
  return {
    title: before.topology.name,
    subtitle: '',
    facts: factsOf(before.protocol, before.provenance),
    sections:
      each === null
        ? scenarios.map((scenario, i) => scenarioSection(result, scenario, i))
        : [{ id: 'losses', title: '', blocks: lossesInTurn(result) }],
    notes: notesOf(after.provenance),
  };
}

function scenarioSection(result: WhatIfResult, scenario: ScenarioResult, i: number): Section {
  const objectives =
    scenario.after === null
      ? undefined
      : objectivesText(result.objectives, scenario.objectives, scenario.notJudged);
  return {
    id: `scenario-${i + 1}`,
    title: titleOf(scenario),
    blocks: [
      ...list([...(objectives === undefined ? [] : [objectives]), ...sentences(result.before, scenario)]),
      ...changeTable(scenario),
      ...serviceTable(scenario),
    ],
  };
}

function changeTable({ clients }: ScenarioResult): Block[] {
  if (clients.length === 0) return [];
  const group = [right('before'), right('after'), right('change'), right('')];
  const rows = clients.flatMap(({ id, state, figures }) =>
    (['write', 'read', 'execution'] as const)
      .filter((operation) => `${operation}.p50` in figures)
      .map((operation, i) => [
        i === 0 ? id : '',
        operation,
        ...cells(figures[`${operation}.p50`], state),
        ...cells(figures[`${operation}.p99`], state),
      ]),
  );
  return [
    {
      kind: 'table',
      caption: 'Latency of each client',
      columns: [left('client'), left(''), ...group, ...group],
      groups: [
        { title: 'p50, ms', first: 2, last: 5 },
        { title: 'p99, ms', first: 6, last: 9 },
      ],
      keys: 2,
      rows,
    },
  ];
}

function serviceTable(scenario: ScenarioResult): Block[] {
  const rows = serviceRows(scenario);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'The service as a whole',
      columns: [left(''), right('before'), right('after'), right('change')],
      rows,
    },
    ...(scenario.lost.length > 0 ? [paragraph(SERVICE_MEANS, 'quiet')] : []),
  ];
}
