import type { ReportResult } from '../../../result/report.js';
import type { ReviewFinding } from '../../../result/review.js';
import { type Block, paragraph, type Section, sentence, type Text } from '../../document/blocks.js';
import { chartOr } from '../charts.js';

/** One write, message by message. */
export function oneWrite(report: ReportResult): Section {
  return {
    id: 'one-write',
    title: 'One write, message by message',
    blocks: chartOr(report, 'space-time', 'diagram'),
  };
}

export function roundTrips(report: ReportResult): Section {
  return { id: 'round-trips', title: 'Round trips', blocks: chartOr(report, 'rtt-heat-map', 'heat map') };
}

/** What the review of the file found. */
export function findings({ review }: ReportResult): Section {
  const id = 'findings';
  const title = 'Review';
  if (review === null) return { id, title, blocks: [] };
  const silenced =
    review.suppressed === 0
      ? ''
      : ` ${review.suppressed} more ${review.suppressed === 1 ? 'is' : 'are'} suppressed in the file.`;
  if (review.findings.length === 0)
    return { id, title, blocks: [paragraph(`The review has nothing to object to.${silenced}`)] };
  const order = ['error', 'warning', 'note'] as const;
  const items = order.flatMap((severity) =>
    review.findings.filter((finding) => finding.severity === severity).map(findingText),
  );
  const blocks: Block[] = [{ kind: 'list', items }];
  if (silenced !== '') blocks.push(paragraph(silenced.trim(), 'quiet'));
  return { id, title, blocks };
}

function findingText({ rule, severity, line, message, fix }: ReviewFinding): Text {
  return [{ code: rule }, ` (${severity}, line ${line}) ${sentence(message)} ${sentence(fix)}`];
}

/** Where the figures come from, what was taken for granted, and what is left out. */
export function assumptions({ estimate }: ReportResult): Section {
  const { rtt, overrides, assumptions: assumed, notModelled } = estimate.provenance;
  const source =
    rtt === null
      ? 'Round-trip times are those that the file gives'
      : `Round-trip times are those of ${rtt.dataset} (${rtt.title === '' ? rtt.date : `${rtt.title}; ${rtt.date}`})`;
  const measured =
    overrides === 0 ? '' : `, with ${overrides} ${overrides === 1 ? 'link' : 'links'} overridden in the file`;
  const method =
    estimate.method === 'exact'
      ? 'Latencies are computed, not sampled.'
      : 'Some latencies are sampled: delays are shared within an operation, or a tail is too long to be exact.';
  const blocks: Block[] = [paragraph(`${source}${measured}. ${method}`)];
  const items = [
    ...assumed.map((text) => sentence(`assumed: ${text}`)),
    ...notModelled.map((text) => sentence(`not modelled: ${text}`)),
  ];
  if (items.length > 0) blocks.push({ kind: 'list', items });
  return { id: 'assumptions', title: 'Assumptions and sources', blocks };
}

/** How to make the page again. */
export function again({ command, version, seed, estimate }: ReportResult): Section {
  const saved = estimate.version === version ? '' : ` The figures were saved by version ${estimate.version}.`;
  return {
    id: 'again',
    title: 'Making this page again',
    blocks: [
      { kind: 'command', text: command },
      paragraph(`quorate ${version}, seed ${seed}: the same input gives the same bytes.${saved}`),
    ],
  };
}
