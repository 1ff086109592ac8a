import type { ReportResult } from '../../result/report.js';
import { type Block, paragraph, sentence } from '../document/blocks.js';

/**
 * A chart of the page, or a sentence in its place that says why there is none; a page made from a saved estimate says
 * that once, not here.
 */
export function chartOr(report: ReportResult, name: string, what: string): Block[] {
  const { charts, missing } = report;
  if (isOfSavedEstimate(report)) return [];
  if (charts.some((chart) => chart.name === name)) return [{ kind: 'chart', name }];
  const why = missing.find((chart) => chart.name === name)?.why;
  return why === undefined ? [] : [paragraph(sentence(`no ${what} here: ${why}`), 'quiet')];
}

export function hasChart({ charts }: ReportResult, name: string): boolean {
  return charts.some((chart) => chart.name === name);
}

/** Was it made from a saved result of quorate estimate, which holds figures alone? */
export function isOfSavedEstimate({ explain }: ReportResult): boolean {
  return explain === null;
}
