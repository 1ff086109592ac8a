import type { ClientExplanation, Step } from '../../../result/explain.js';
import type { Linchpin } from '../../../result/losses.js';
import type { ReportResult } from '../../../result/report.js';
import { listed } from '../../../spelling/listed.js';
import { type Block, type Cell, left, paragraph, right, type Section } from '../../document/blocks.js';
import { change, ms, percent } from '../../number.js';

/** A step that adds less than this share of the mean is not worth a line. */
const WORTH_A_LINE = 0.001;
/** With so few clients, all are shown unfolded. */
const UNFOLDED = 2;

/** What each client's writes wait for, who decides, and whose loss hurts most. */
export function why(report: ReportResult): Section {
  const { explain, estimate } = report;
  const blocks: Block[] = [paragraph(linchpinText(estimate.linchpin))];
  if (explain === null) return { id: 'why', title: 'Why', blocks };
  blocks.push(
    paragraph(
      'What a write waits for, step by step. “Waited for” says in how many writes a step is on the critical path; ' +
        'what the steps add sums up to the mean.',
      'quiet',
    ),
  );
  for (const client of explain.clients) blocks.push(pathOf(client, explain.clients.length <= UNFOLDED));
  return { id: 'why', title: 'Why', blocks };
}

function linchpinText(linchpin: Linchpin | null): string {
  if (linchpin === null)
    return 'No replica or region is a linchpin: losing any one of them raises no client’s median by a tenth.';
  const { kind, name, alike, client, before, after } = linchpin;
  const names = [name, ...alike];
  const one = names.length === 1;
  const what = kind === 'replica' ? '' : one ? 'Region ' : 'Regions ';
  const verb = one ? 'is the linchpin: without it' : 'are linchpins: without any one of them';
  const then =
    after === null
      ? `the writes of ${client} stop`
      : `the median write of ${client} goes from ${ms(before)} to ${one ? '' : 'up to '}${ms(after)} ms (${change(before, after)})`;
  return `${what}${listed(names)} ${verb} ${then}.`;
}

function pathOf({ id, at, entry, operations }: ClientExplanation, open: boolean): Block {
  const write = operations.find(({ operation }) => operation === 'write');
  if (write === undefined || write.steps.length === 0) {
    const said = entry === null ? 'no replica that could serve it is up.' : 'its writes wait for nothing.';
    return { kind: 'fold', title: `${id} at ${at}`, open, blocks: [paragraph(`${id}: ${said}`)] };
  }
  const total = write.steps.reduce((sum, { adds }) => sum + adds, 0);
  const shown = write.steps.filter(({ adds }) => adds >= WORTH_A_LINE * total);
  const rest = write.steps.length - shown.length;
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: `Critical path of a write of ${id}, ms`,
      columns: [left('step'), left('what'), right('p50'), right('p99'), right('waited for'), right('adds')],
      rows: shown.map((step): (string | Cell)[] => [
        place(step),
        step.what,
        ms(step.p50),
        ms(step.p99),
        percent(step.onPath),
        { text: ms(step.adds), bar: total > 0 ? step.adds / total : 0 },
      ]),
    },
  ];
  const said: string[] = [];
  if (write.quorum !== null) {
    const deciders = write.quorum.deciders.filter(({ decides }) => decides >= 0.0005);
    const who = deciders.map(({ replica, decides }) => `${replica} (${percent(decides)})`);
    if (who.length > 0)
      said.push(`Quorum ${write.quorum.system}; the last answer that it needs comes from ${listed(who)}.`);
  }
  if (rest > 0) said.push(`${rest} ${rest === 1 ? 'step is' : 'steps are'} hardly ever waited for.`);
  if (said.length > 0) blocks.push(paragraph(said.join(' '), 'quiet'));
  const title = `${id} at ${at}: ${ms(write.figures.p50)} ms, by way of ${entry}`;
  return { kind: 'fold', title, open, blocks };
}

function place({ from, to, member }: Step): string {
  const way = to === undefined ? `at ${from}` : `${from} → ${to}`;
  return member === undefined || way.includes(member) ? way : `${way} (for ${member})`;
}
