import type { AvailabilityResult, DowntimeResult, SurvivalResult } from '../result/availability.js';
import type { DurabilityResult } from '../result/durability.js';
import type { EstimateResult } from '../result/estimate.js';
import { listed } from '../spelling/listed.js';
import { share } from './nines.js';
import { duration, often, span } from './spans.js';

/** Shares of the time and what the year's downtime is made of. */
export function availabilityLine({
  write,
  read,
  downtimePerYear,
  readDowntimePerYear,
  method,
  clients,
}: AvailabilityResult): string {
  const sampled = method === 'sampled' ? ' (sampled)' : '';
  const parts = causes(downtimePerYear);
  const why = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  const reads =
    Math.abs(read - write) < 1e-12
      ? 'reads the same'
      : `reads ${share(read)}, ${span(readDowntimePerYear.total)}`;
  const seen = seenBy(
    clients.map((client) => client.downtimePerYear.total),
    downtimePerYear.total,
  );
  return `Availability${sampled}: writes ${share(write)}, ${span(downtimePerYear.total)} downtime/year${why}; ${reads}.${seen}`;
}

/** Downtime as clients see it where that is notably more: they ask a lost replica until their request times out. */
function seenBy(clients: readonly number[], service: number): string {
  const [least, most] = [Math.min(...clients), Math.max(...clients)];
  if (clients.length === 0 || most < 1.05 * service) return '';
  const range = span(least) === span(most) ? span(most) : `${span(least)} to ${span(most)}`;
  return ` Clients wait for a lost replica before they ask another: to them it is ${range}.`;
}

/** Losses a year below this are not worth a line. */
const NEGLIGIBLE = 1e-9;

/** Where an acknowledged write may be lost: to a takeover, or with one region. Empty where neither is to be feared. */
export function durabilityLine({
  holders,
  lag,
  perYear,
  lossyTakeoversPerYear,
  lostWith,
}: DurabilityResult): string[] {
  const said: string[] = [];
  if (holders !== null && lag !== null && perYear > NEGLIGIBLE)
    said.push(
      `a takeover within ${duration(lag)} of an acknowledgement, while only ${listed(holders)} ${holders.length === 1 ? 'has' : 'have'} the write, loses it (${often(lossyTakeoversPerYear)})`,
    );
  const [region, more] = lostWith.region ?? [];
  if (region !== undefined && more === undefined)
    said.push(`${region} lost permanently can take acknowledged writes with it`);
  return said.length === 0 ? [] : [`Durability: ${said.join('; ')}.`];
}

/** "quorum loss 2 s", what is below a hundredth of the whole left out, largest first. */
export function causes({ total, quorumLoss, failover, maintenance, clientCutOff }: DowntimeResult): string[] {
  const all: [string, number][] = [
    ['quorum loss', quorumLoss],
    ['failover', failover],
    ['maintenance', maintenance],
    ['client cut off', clientCutOff],
  ];
  return all
    .filter(([, seconds]) => seconds > total / 100)
    .sort(([, a], [, b]) => b - a)
    .map(([cause, seconds]) => `${cause} ${span(seconds)}`);
}

const PLURAL: Readonly<Record<string, string>> = {
  machine: 'machines',
  rack: 'racks',
  zone: 'zones',
  region: 'regions',
};

/** What may be lost of each level, and which shared failures stop writes by themselves. */
export function survivalLine(survives: EstimateResult['survives'], survival: SurvivalResult): string {
  const levels = Object.entries(survives).map(([level, any]) =>
    any === 0 ? `no ${level}` : `any ${any} ${any === 1 ? level : PLURAL[level]}`,
  );
  const fatal = survival.fatalShared;
  const shared =
    fatal.length === 0
      ? ''
      : ` ${listed(fatal)} ${fatal.length === 1 ? 'stops' : 'stop'} them by ${fatal.length === 1 ? 'itself' : 'themselves'}.`;
  return `Writes survive the loss of ${levels.join(', ')}.${shared}`;
}
