import type { Check, Defect, Found } from '../test/protocol/defect.js';
import { FAMILY } from '../test/protocol/family.js';

/** What each check of a run holds a protocol to; the names are those that a violation begins with. */
const PROMISES: Readonly<Record<Check, string>> = {
  agreement: 'no two replicas have different commands in one slot of the log',
  atomicity: 'nobody commits a transaction that another aborts, or that not all have voted for',
  durability: 'what a client was told is on the disks of a quorum, and stays in the log',
  invariant:
    'what the paper says of all replicas at once holds at every moment (PacificA: the commit invariant)',
  once: 'no operation takes effect twice: every store is what its log makes',
  order: 'no replica skips or repeats a slot, nor executes commands on one key the other way round',
  roles: 'whoever has no data executes and answers nothing, and an arbiter keeps no log',
  reads: 'operations are linearizable: a read sees the latest write that was over before it began',
};

/** The section of docs/validation.md on what finds the defects that are put into the machines on purpose. */
export function checksBite(): string[] {
  const all = FAMILY.flatMap(({ protocol, defects }) => defects.map((defect) => ({ protocol, defect })));
  return [
    '## The checks bite',
    '',
    `A check that never fails says nothing. So ${all.length} defects are put into the machines on purpose, mistakes that`,
    'have been made or are easily made, and a test for each names the check that reports it first; the same ways find',
    'nothing in the machines as they are. The lists are `test/protocol/<protocol>/defects.ts`. The checks:',
    '',
    ...Object.entries(PROMISES).map(([check, promise]) => `- *${check}*: ${promise}.`),
    '',
    'Random schedules draw the network, the disks, the crashes and the partitions from a seed; the number says within how',
    'many a defect must show. Exhaustive exploration goes through every course of events in a small world. What is too rare',
    'for the one and too large for the other has a script, or a course of events staged after the paper.',
    '',
    '| protocol | defect | what is wrong | caught by | how |',
    '|---|---|---|---|---|',
    ...all.map(({ protocol, defect }) => row(protocol, defect)),
    '',
  ];
}

function row(protocol: string, { name, wrong, check, also, found }: Defect): string {
  const checks = also === undefined ? check : `${check}, ${also}`;
  return `| ${protocol} | ${name} | ${wrong} | ${checks} | ${how(found)} |`;
}

function how(found: Found): string {
  if (found.by !== 'random schedules') return found.by;
  const setting = [
    ...(found.n === undefined ? [] : [`${found.n} replicas`]),
    ...(found.operator === undefined ? [] : ['an operator']),
  ];
  return `${found.seeds} random schedules${setting.length === 0 ? '' : `, ${setting.join(', ')}`}`;
}
