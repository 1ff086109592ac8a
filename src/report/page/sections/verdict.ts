import type { EstimateResult } from '../../../result/estimate.js';
import type { ClientEstimate } from '../../../result/latency.js';
import type { Judgement } from '../../../result/objectives.js';
import type { ReportResult } from '../../../result/report.js';
import { listed } from '../../../spelling/listed.js';
import { type Block, type KeyFigure, left, paragraph, right, type Section } from '../../document/blocks.js';
import { leaderStays, noLeaderSentence } from '../../leadership-words.js';
import { share } from '../../nines.js';
import { ms, percent } from '../../number.js';
import { actual } from '../../objectives-words.js';
import { operationsPerSecond } from '../../rate.js';
import { span } from '../../spans.js';
import { boundBy } from '../../throughput-words.js';
import { isOfSavedEstimate } from '../charts.js';

/** One sentence that a manager reads, the key figures, and every objective. */
export function verdict(report: ReportResult): Section {
  const { estimate } = report;
  const { objectives } = estimate;
  const blocks: Block[] = [
    ...(leaderStays(estimate) ? [] : [paragraph(noLeaderSentence(estimate), 'lead')]),
    paragraph(verdictSentence(estimate), 'lead'),
    { kind: 'key-figures', items: keyFigures(estimate) },
  ];
  if (isOfSavedEstimate(report)) blocks.push(paragraph(SAVED, 'quiet'));
  if (objectives.length > 0) {
    blocks.push({
      kind: 'table',
      caption: 'Objectives of the file',
      columns: [left('objective'), right('actual'), left('')],
      rows: objectives.map((objective) => [objective.objective, actualOf(objective), met(objective)]),
    });
  }
  return { id: 'verdict', title: 'Verdict', blocks };
}

const SAVED =
  'Made from a saved result of quorate estimate. It holds these figures, but not what charts, critical paths and losses ' +
  'are worked out from; quorate report of the topology file has them all.';

function actualOf(objective: Judgement): string {
  return objective.met === null ? '–' : actual(objective);
}

function met({ met: is, reason }: Judgement): { text: string; tone: 'good' | 'bad' | 'quiet' } {
  if (is === null)
    return { text: reason === undefined ? 'not judged' : `not judged: ${reason}`, tone: 'quiet' };
  return is ? { text: 'met', tone: 'good' } : { text: 'missed', tone: 'bad' };
}

/** The client whose writes take longest; one whose writes never finish is slower than any. */
function slowest(clients: readonly ClientEstimate[]): ClientEstimate | undefined {
  const time = ({ write }: ClientEstimate): number => write.p50 ?? Number.POSITIVE_INFINITY;
  return clients.reduce<ClientEstimate | undefined>(
    (most, client) => (most === undefined || time(client) > time(most) ? client : most),
    undefined,
  );
}

function verdictSentence(estimate: EstimateResult): string {
  const parts: string[] = [];
  const widest = survived(estimate);
  if (widest !== undefined)
    parts.push(widest === 'nothing' ? 'survive no loss' : `survive the loss of ${widest}`);
  const { availability } = estimate;
  if (availability !== null) parts.push(`have ${span(availability.downtimePerYear.total)} downtime/year`);
  const rest = parts.length === 0 ? '' : `; writes ${listed(parts)}`;
  return `${objectivesInWords(estimate.objectives)}: ${slowestText(estimate.clients)}${rest}.`;
}

function slowestText(clients: readonly ClientEstimate[]): string {
  const slow = slowest(clients);
  if (slow === undefined) return 'there are no clients';
  const { p50, p99 } = slow.write;
  if (p50 === null) return `the writes of ${slow.id} never finish`;
  const tail =
    p99 === null ? 'more than one in a hundred never finishes' : `${ms(p99)} ms at the 99th percentile`;
  const most = clients.length === 1 ? '' : ', the slowest client,';
  return `half the writes of ${slow.id}${most} are done within ${ms(p50)} ms (${tail})`;
}

function objectivesInWords(objectives: readonly Judgement[]): string {
  const judged = objectives.filter(({ met: is }) => is !== null);
  const missed = judged.filter(({ met: is }) => is === false);
  if (objectives.length === 0) return 'No objectives are set';
  if (judged.length === 0) return 'None of the objectives could be judged';
  if (missed.length === 0) {
    const all = judged.length === objectives.length;
    if (all)
      return judged.length === 1
        ? 'The one objective is met'
        : judged.length === 2
          ? 'Both objectives are met'
          : `All ${judged.length} objectives are met`;
    return `The ${judged.length} of ${objectives.length} objectives that could be judged are met`;
  }
  return `${missed.length} of ${judged.length} objectives ${missed.length === 1 ? 'is' : 'are'} missed`;
}

/** "any one region": the widest level of which some may be lost. */
function survived({ survives }: EstimateResult): string | undefined {
  for (const level of ['region', 'zone', 'rack', 'machine'] as const) {
    const any = survives[level];
    if (any === undefined || any === 0) continue;
    return any === 1 ? `any one ${level}` : `any ${any} ${level}s`;
  }
  return Object.keys(survives).length === 0 ? undefined : 'nothing';
}

function keyFigures(estimate: EstimateResult): KeyFigure[] {
  const { clients, throughput, availability, survives, survival } = estimate;
  const figures: KeyFigure[] = [];
  const slow = slowest(clients);
  if (slow !== undefined) {
    figures.push({
      label: clients.length === 1 ? `Writes of ${slow.id}` : `Slowest writes: ${slow.id}`,
      value: slow.write.p50 === null ? 'never' : `${ms(slow.write.p50)} ms`,
      note: slow.write.p99 === null ? 'median' : `median; p99 ${ms(slow.write.p99)} ms`,
      ...(slow.write.p50 === null ? { tone: 'bad' as const } : {}),
    });
  }
  const { max, load } = throughput;
  const [lowest] = throughput.limits;
  if (max === null || lowest === undefined)
    figures.push({ label: 'Capacity', value: '–', note: 'nothing in the file limits it' });
  else
    figures.push({
      label: 'Capacity',
      value: `${operationsPerSecond(max)}/s`,
      note: `${boundBy(lowest)}${load === null ? '' : `; asked for ${percent(load)} of it`}`,
      ...(load !== null && load > 1 ? { tone: 'bad' as const } : {}),
    });
  if (availability === null)
    figures.push({ label: 'Availability', value: '–', note: 'the file gives no failure figures' });
  else
    figures.push({
      label: 'Availability of writes',
      value: share(availability.write),
      note: `${span(availability.downtimePerYear.total)} downtime/year`,
    });
  const widest = survived(estimate);
  if (widest !== undefined) {
    const others = (['zone', 'machine'] as const).flatMap((level) => {
      const any = survives[level];
      return any === undefined || any === 0 || widest.endsWith(level) || widest.endsWith(`${level}s`)
        ? []
        : [any === 1 ? `any one ${level}` : `any ${any} ${level}s`];
    });
    const fatal = survival.fatalShared.length === 0 ? [] : [`not ${listed(survival.fatalShared)}`];
    figures.push({
      label: 'Writes survive',
      value: widest,
      note: [...others, ...fatal].join('; '),
      ...(widest === 'nothing' ? { tone: 'bad' as const } : {}),
    });
  }
  return figures;
}
