import type { ReportResult } from '../../../result/report.js';
import type { Section } from '../../document/blocks.js';
import { lossesInTurn } from '../../what-if/losses-in-turn.js';
import { chartOr } from '../charts.js';

/** Every region (or zone, or replica) lost in turn: who leads then, and what each client sees. */
export function whatIf(report: ReportResult): Section {
  const { losses } = report;
  const each = losses?.each ?? 'place';
  const blocks =
    losses === null
      ? chartOr(report, 'alternatives', 'losses')
      : [...lossesInTurn(losses), ...chartOr(report, 'alternatives', 'chart of this')];
  return { id: 'what-if', title: `What if a ${each} is lost`, blocks };
}
