import type { SimulationResult } from '../../result/simulation.js';
import type { Outage } from '../../result/simulation-run.js';
import { count } from '../number.js';
import { duration } from '../spans.js';

/** What a simulation has shown, in sentences, the most important first. */
export function simulationVerdict(result: SimulationResult): string[] {
  return [safety(result), ...service(result), ...outages(result), ...untested(result), ...leadership(result)];
}

function safety({
  finished,
  samples,
  warmUp,
  safety: { checked, violations, first },
}: SimulationResult): string {
  const what = `(checked: ${checked.join(', ')})`;
  if (violations > 0) {
    const number = violations === 1 ? '1 SAFETY VIOLATION' : `${count(violations)} SAFETY VIOLATIONS`;
    return `${number}, the first: ${first ?? ''} ${what}.`;
  }
  if (finished > 0) return `No safety violation in ${count(finished)} operations ${what}.`;
  const why = warmUp.served
    ? samples === 0
      ? 'none was sent'
      : `${count(samples)} ${samples === 1 ? 'was' : 'were'} sent`
    : `no client was served in ${(warmUp.lasted / 1000).toFixed(0)} s of warm-up`;
  return `NOTHING SHOWN: no operation completed (${why}), so there was nothing to check for safety or to compare with the model.`;
}

/** Operations without an answer, and a group that can have no leader. */
function service({ finished, samples, leadership }: SimulationResult): string[] {
  const lines: string[] = [];
  if (leadership !== null && leadership.why !== null) lines.push(leadership.why);
  if (finished > 0 && finished < samples)
    lines.push(`${count(samples - finished)} of ${count(samples)} operations were never answered.`);
  return lines;
}

/** How long writes went unanswered under the faults, of all clients and of each that waited longer. */
function outages({ outage, clients }: SimulationResult): string[] {
  if (outage === null) return [];
  const longer = clients
    .flatMap(({ id, outage: own }) =>
      own !== null && own.lasted > outage.lasted ? [`${id} ${outageText(own)}`] : [],
    )
    .join(', ');
  return [
    `After the first fault began, no write was answered for ${outageText(outage)}${longer === '' ? '' : `; by client: ${longer}`}.`,
  ];
}

/** "11.02 s at most (from 5.00 s on)" */
function outageText({ from, lasted, answered }: Outage): string {
  const place = answered
    ? `from ${(from / 1000).toFixed(2)} s on`
    : `from ${(from / 1000).toFixed(2)} s to the end`;
  return `${duration(lasted)} at most (${place})`;
}

function untested({ faultOutcomes }: SimulationResult): string[] {
  return faultOutcomes
    .filter(({ untested }) => untested !== null)
    .map(({ fault, untested }) => `NOT TESTED: ${fault}. ${untested}`);
}

/** Told one by one; more than these are counted. */
const CHANGES_TOLD = 5;

function leadership({ leaders, leaderChanges, successions, protocol }: SimulationResult): string[] {
  const lines: string[] = [];
  if (leaderChanges > 0) {
    const told = successions
      .slice(0, CHANGES_TOLD)
      .map(({ at, from, to }) => `${from ?? 'none'} → ${to} at ${(at / 1000).toFixed(2)} s`);
    const times = leaderChanges === 1 ? 'once' : `${count(leaderChanges)} times`;
    const more = leaderChanges > told.length ? ', …' : '';
    lines.push(`Leadership changed ${times}: ${told.join(', ')}${more}.`);
  }
  if (protocol.leader === null) return lines;
  if (leaders.length === 0) lines.push('At the end no replica led.');
  else if (leaders.length > 1 || leaders[0] !== protocol.leader)
    lines.push(`At the end ${leaders.join(' and ')} led; at first ${protocol.leader} did.`);
  return lines;
}
