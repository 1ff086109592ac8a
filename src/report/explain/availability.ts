import type { AvailabilityResult } from '../../result/availability.js';
import type { DurabilityResult } from '../../result/durability.js';
import type { AvailabilityExplanation } from '../../result/topics.js';
import { listed } from '../../spelling/listed.js';
import { availabilityLine, survivalLine } from '../availability-words.js';
import { type Block, type Document, left, list, paragraph, right } from '../document/blocks.js';
import { share } from '../nines.js';
import { percent } from '../number.js';
import { duration, often, span } from '../spans.js';
import { topicDocument } from './topic.js';

/** So many domains are listed by what they cost, and none of a smaller share. */
const DOMAINS = 12;
const WORTH_A_LINE = 0.001;

/** `quorate explain availability`: how much of the year operations go on, what takes the rest, and what loses a write. */
export function availabilityDocument(result: AvailabilityExplanation): Document {
  const { availability, survives, survival, needs } = result;
  const smallest = Object.entries(survival.smallest).flatMap(([level, names]) =>
    names === null ? [] : [`A smallest set of ${level}s that stops them: ${listed(names)}.`],
  );
  const standing = [
    survivalLine(survives, survival),
    ...smallest,
    `Writes need ${listed(needs.write)} up; reads ${listed(needs.read)}.`,
  ];
  if (availability === null)
    return topicDocument(result, [
      ...list(standing),
      paragraph('The file gives no failure figures (failures:), so there is no availability to compute.'),
    ]);
  const { failoverMean, durability, method, quorumLossProbability } = availability;
  return topicDocument(result, [
    ...list([
      availabilityLine(availability),
      failoverMean === 0
        ? 'The loss of one replica stops no writes.'
        : failoverMean === null
          ? 'No replica takes over from the leader by itself: its outage lasts until it is repaired.'
          : `A failover takes ${duration(failoverMean)} on average.`,
      ...standing,
    ]),
    ...clientTable(availability),
    ...domainTable(availability),
    ...maintenance(availability),
    ...list(durabilitySentences(durability)),
    paragraph(
      `Quorum loss ${quorumLossProbability.toExponential(3)} (${method}). Assumed of failures: ${availability.assumptions.join(' ')}`,
      'quiet',
    ),
  ]);
}

/** What takes writes from a client. */
const CAUSES = [
  ['quorumLoss', 'quorum loss'],
  ['failover', 'failover'],
  ['maintenance', 'maintenance'],
  ['clientCutOff', 'cut off'],
] as const;

/** What each client sees, and which causes its downtime has. */
export function clientTable({ clients }: AvailabilityResult): Block[] {
  if (clients.length === 0) return [];
  const parts = CAUSES.filter(([key]) => clients.some(({ downtimePerYear: year }) => year[key] > 0));
  return [
    {
      kind: 'table',
      caption: 'As each client sees it while its own place is up',
      columns: [
        left('client'),
        ...['writes', 'reads', 'write downtime/year', ...parts.map(([, title]) => title)].map(right),
      ],
      ...(parts.length === 0 ? {} : { groups: [{ title: 'of which', first: 4, last: 3 + parts.length }] }),
      keys: 1,
      rows: clients.map(({ id, write, read, downtimePerYear: year }) => [
        id,
        share(write),
        share(read),
        span(year.total),
        ...parts.map(([key]) => span(year[key])),
      ]),
    },
  ];
}

/** Which domain causes how much of the loss of write quorums. */
export function domainTable({ contributions }: AvailabilityResult): Block[] {
  const worth = contributions.filter((domain) => domain.share >= WORTH_A_LINE).slice(0, DOMAINS);
  if (worth.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'What the loss of write quorums would be less by, if a domain never failed',
      columns: [left('domain'), right('down, %'), right('less'), right('downtime/year')],
      rows: worth.map(({ kind, name, unavailability, share: part, secondsPerYear }) => [
        `${kind} ${name}`,
        (100 * unavailability).toPrecision(3),
        { text: percent(part), bar: part },
        span(secondsPerYear),
      ]),
    },
  ];
}

function maintenance({ maintenanceWindow }: AvailabilityResult): Block[] {
  if (maintenanceWindow === null) return [];
  const { machines, share: part, smallest } = maintenanceWindow;
  return [
    paragraph(
      machines.length === 0
        ? 'During maintenance of one machine the group tolerates the loss of any one more.'
        : `For ${percent(part)} of the time (${span(part * 365 * 86_400)} a year) maintenance of ${listed(machines)} leaves nothing to spare: the loss of ${listed(smallest ?? [])} stops writes.`,
    ),
  ];
}

/** How likely it is that an acknowledged write is lost, and with what. */
function durabilitySentences(durability: DurabilityResult): string[] {
  const { holders, lag, perWrite, lossyTakeoversPerYear, perYear, lostWith, assumptions } = durability;
  const takeovers =
    holders === null || lag === null
      ? 'Durability: no crash, and no change of leader, loses an acknowledged write.'
      : `Durability: an acknowledged write is with ${listed(holders)}, and with all others ${duration(lag)} later. A ` +
        `takeover in between loses it: ${perWrite.toExponential(2)} of a given write, ` +
        `${lossyTakeoversPerYear === 0 ? 'never' : often(lossyTakeoversPerYear)} of some write, writes being under way ` +
        `all the time; ${percent(perYear)} that it happens within a year.`;
  const disks = Object.entries(lostWith).map(([level, names]) => `${level}s: ${listed(names)}`);
  return [
    takeovers,
    ...(disks.length === 0
      ? []
      : [`Fewest that can lose such a write if their disks are lost permanently: ${disks.join('; ')}.`]),
    `Assumed of durability: ${assumptions.join(' ')}`,
  ];
}
