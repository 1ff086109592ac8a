import type { EstimateResult, StandingEstimate } from '../../result/estimate.js';
import { type Price, priceOf } from '../../result/price.js';
import type {
  ClientChange,
  FigureChange,
  ObjectiveFlip,
  ObjectiveNotJudged,
  ScenarioLoss,
  ScenarioResult,
  WhatIfResult,
} from '../../result/what-if.js';
import { listed } from '../../spelling/listed.js';
import { rpoText, unfinishedText } from '../failover-words.js';
import { lateSentence } from '../late-text.js';
import { leadersText } from '../leaders.js';
import { leaderStays, noLeaderSentence } from '../leadership-words.js';
import { byLeaderText } from '../linchpin-words.js';
import { available } from '../nines.js';
import { change, ms, percent } from '../number.js';
import { duration } from '../spans.js';
import { mixSentences, overCapacityTexts } from './load-words.js';

/** Smaller changes than this share are none that a figure could mean. */
const SAME = 0.0005;

/** Before, after, difference in ms and in per cent: what a table shows of one figure of a client. */
export function cells(
  { before, after }: FigureChange,
  state: ClientChange['state'],
): [string, string, string, string] {
  if (after === null) return [ms(before), '–', state === 'down' ? 'down' : 'stops', ''];
  if (before === null) return ['–', ms(after), 'served', ''];
  if (isSame(before, after)) return [ms(before), ms(after), 'same', ''];
  return [ms(before), ms(after), signed(after - before), before === 0 ? '' : change(before, after)];
}

/** After, and the difference in per cent. */
export function shortCells({ before, after }: FigureChange, state: ClientChange['state']): [string, string] {
  if (after === null) return [state === 'down' ? 'down' : 'stops', ''];
  if (before === null) return [ms(after), ''];
  return [ms(after), isSame(before, after) ? 'same' : change(before, after)];
}

function isSame(before: number, after: number): boolean {
  return Math.abs(after - before) <= SAME * before;
}

function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${ms(Math.abs(difference))}`;
}

/** What the figures mean, one sentence each, the gravest first. */
export function sentences(before: EstimateResult, scenario: ScenarioResult): string[] {
  const { after, clients, notes, obstacles } = scenario;
  if (after === null) return obstacles.map((obstacle) => `No answer: ${unstopped(obstacle)}.`);
  const said: string[] = [];
  if (!leaderStays(before)) said.push(`Before: ${noLeaderSentence(before)}`);
  if (after.leadership?.stays === false) said.push(after.leadership.why ?? '');
  said.push(...overCapacityTexts(scenario).map((text) => `Then ${text}`));
  const leader = leaderSentence(before, after);
  if (leader !== undefined) said.push(leader);
  // Of groups with a leader each some go on.
  said.push(...outageSentences(scenario, (before.protocol.leaders?.length ?? 0) > 1));
  for (const [what, ids] of byPlace(clients, 'cutOffWith'))
    said.push(
      `${listed(ids)} ${ids.length === 1 ? 'is' : 'are'} cut off: ${ids.length === 1 ? 'its proxy is' : 'their proxies are'} lost with ${what}.`,
    );
  const stopped = clients
    .filter(({ state, cutOffWith }) => state === 'stopped' && cutOffWith === null)
    .map(({ id }) => id);
  if (nobodyServed(scenario)) said.push('Nobody is served any more.');
  else if (stopped.length > 0)
    said.push(
      `The writes of ${listed(stopped)} stop: ${scenario.loss?.never === 1 ? 'enough replicas are left, but none is ever elected' : 'they reach no quorum'}.`,
    );
  const reading = clients
    .filter(({ state, figures }) => state === 'stopped' && (figures['read.p50']?.after ?? null) !== null)
    .map(({ id }) => id);
  if (reading.length > 0) said.push(`Reads of ${listed(reading)} go on.`);
  for (const [what, ids] of byPlace(clients, 'downWith'))
    said.push(`${listed(ids)} ${ids.length === 1 ? 'is' : 'are'} down with ${what}.`);
  const served = clients.filter(
    ({ state, figures }) => state === 'served' && figures['write.p50'].after !== null,
  );
  if (served.length > 0) said.push(mostChanged(served, scenario.loss));
  said.push(...mixSentences(scenario));
  if (after.late !== undefined) said.push(lateSentence(after.late));
  said.push(...notes.map((note) => `Note: ${note}.`));
  return said;
}

function unstopped(text: string): string {
  return text.replace(/\.$/, '');
}

function leaderSentence(
  { protocol: was }: EstimateResult,
  { protocol: is }: StandingEstimate,
): string | undefined {
  const facts = `${is.quorum}, disk ${is.disk}, reads ${is.reads}`;
  const leader = is.leader === null ? '' : `, leader ${is.leader}`;
  if (was.name !== is.name) return `Protocol ${was.name} → ${is.name}${leader}, ${facts}.`;
  if (was.leader === is.leader && is.leaders === undefined) return undefined;
  if ((was.leaders?.length ?? 0) > 1)
    return `Groups are led by ${leadersText(was)} → ${is.leader === null && is.leaders === undefined ? 'none' : leadersText(is)}.`;
  const why = is.leaderReason === undefined ? '' : `: ${is.leaderReason}`;
  return `Leader ${was.leader ?? 'none'} → ${is.leader === null && is.leaders === undefined ? 'none' : leadersText(is)}${why}.`;
}

/** How long writes stop, who waits for a replica that is paused, and from which pause on the leader may be deposed. */
function outageSentences({ loss, paused }: ScenarioResult, sharded: boolean): string[] {
  if (loss === null) return [];
  const { never, outage, recovery, waits, shortest, stalls } = loss;
  const said: string[] = [];
  if (stalls !== null)
    said.push(
      `Each durable write of ${stalls.leader} costs it its leadership with ${percent(stalls.perWrite)}, ${times(stalls.perDay)} a day while it leads; who leads is told for a day later.`,
    );
  if (outage !== null && outage.mean > 0) {
    const whose = sharded ? 'Writes of groups that lose their leader' : 'Writes';
    const by = recovery.rto?.by === 'operator' ? ', until an operator has acted' : '';
    said.push(
      outage.p50 === outage.p99
        ? `${whose} stop for ${duration(outage.mean)}${by}.`
        : `${whose} stop for ${duration(outage.mean)} on average, ${duration(outage.p99)} at p99${by}.`,
    );
  } else if (loss.kind !== 'fail' && outage !== null && never === 0) said.push('Writes do not stop.');
  if (never > 0 && never < 1)
    said.push(
      `In ${percent(never)} of such losses no replica is ever elected: then writes stop until what is lost is back.`,
    );
  if (recovery.rpo.ms > 0) said.push(`Acknowledged writes may be lost: RPO ${rpoText(recovery)} on average.`);
  if (loss.unfinished !== null && !loss.stops) said.push(unfinishedText(loss.unfinished));
  if (shortest !== null) {
    const short = paused?.duration !== null && paused !== null && paused.duration < shortest;
    said.push(
      `No pause shorter than ${duration(shortest)} deposes the leader${short ? ', and this one is' : ''}.`,
    );
  }
  for (const { from, after, leaders } of loss.later) {
    const who = leadersText({ leader: leaders[0].leader, ...(leaders.length > 1 ? { leaders } : {}) });
    const when = from === 'repair' ? 'Once what is lost has been back' : 'After the next leader has led';
    said.push(`${when} for ${duration(after)}, ${who} leads.`);
  }
  if (paused !== null && paused.duration !== null) {
    const they = `${listed(paused.replicas)} ${paused.replicas.length === 1 ? 'is' : 'are'}`;
    const same = paused.replicas.map((id) => `--pause ${id}`).join(' ');
    said.push(
      `The table is of the time after the pause, when ${they} back, and not of the pause itself: once another leads in that, figures are those of ${same}, which has no end.`,
    );
  }
  for (const [upTo, clients] of byWait(waits))
    said.push(
      `${listed(clients)} ${clients.length === 1 ? 'talks' : 'talk'} to a paused replica: an operation there may wait up to ${duration(upTo)}.`,
    );
  return said;
}

/** "86,000 times" */
function times(perDay: number): string {
  return perDay >= 1.5
    ? `${Number(perDay.toPrecision(2)).toLocaleString('en-US')} times`
    : `${perDay.toPrecision(2)} times`;
}

function byWait(waits: ScenarioLoss['waits']): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { client, upTo } of waits) found.set(upTo, [...(found.get(upTo) ?? []), client]);
  return found;
}

/** Clients that are down, or cut off, by what with. */
function byPlace(clients: readonly ClientChange[], how: 'downWith' | 'cutOffWith'): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const client of clients) {
    const what = client[how];
    if (what === null) continue;
    places.set(what, [...(places.get(what) ?? []), client.id]);
  }
  return places;
}

/** No client has a replica to ask, and nobody leads. */
export function nobodyServed({ after }: ScenarioResult): boolean {
  return after?.clients.every(({ entry }) => entry === null) === true && after.protocol.leader === null;
}

/** The client whose writes change most, relatively. */
function mostChanged(clients: readonly ClientChange[], loss: ScenarioLoss | null): string {
  let most: { id: string; before: number; after: number; price: Price | null } | undefined;
  const size = (before: number, after: number): number => Math.abs(Math.log(after / before));
  for (const { id, figures } of clients) {
    const { before, after: over } = figures['write.p50'];
    const price = loss === null ? null : priceOf(loss.leaders, id);
    const after = price?.mean ?? over;
    if (before === null || after === null || before === 0 || after === 0 || isSame(before, after)) continue;
    if (most === undefined || size(before, after) > size(most.before, most.after))
      most = { id, before, after, price };
  }
  if (most === undefined) return 'No p50 of a write changes.';
  const { id, before, after, price } = most;
  const verb = after > before ? 'rises' : 'falls';
  const which = clients.length === 1 ? '' : 'Most changed: ';
  return `${which}${id}'s write p50 ${verb} ${ms(before)} → ${ms(after)} ms (${change(before, after)})${byLeaderText(price)}.`;
}

/** "write.p99 of web-us at most 120ms: met (71.7 ms) → missed (130.2 ms)" */
export function flipText({ objective, before, after, actualBefore, actualAfter }: ObjectiveFlip): string {
  return `${objective}: ${before} (${actualText(objective, actualBefore)}) → ${after} (${actualText(objective, actualAfter)})`;
}

export function actualText(objective: string, actual: number | null): string {
  if (actual === null) return 'never';
  if (/^(write|read)\.(?!failure)/.test(objective)) return `${ms(actual)} ms`;
  if (objective.startsWith('availability')) return available(actual);
  if (objective.includes('failure')) return percent(actual);
  return String(Number(actual.toPrecision(4)));
}

/** "No objective flips (1 judged, 2 not)", or those that do; and which are not judged afterwards, and why. */
export function objectivesText(
  all: readonly { readonly met: boolean | null }[],
  flips: readonly ObjectiveFlip[],
  notJudged: readonly ObjectiveNotJudged[],
): string | undefined {
  const why = notJudged.map(({ objective, reason }) => `${objective} (${reason})`);
  const open = why.length === 0 ? '' : ` Not judged afterwards: ${why.join('; ')}.`;
  const text = verdictText(all, flips, notJudged.length);
  return text === undefined ? undefined : `${text}${open}`;
}

function verdictText(
  all: readonly { readonly met: boolean | null }[],
  flips: readonly ObjectiveFlip[],
  notJudged: number,
): string | undefined {
  if (all.length === 0) return undefined;
  if (flips.length > 0) return `Objectives that flip: ${flips.map(flipText).join('; ')}.`;
  const judged = all.filter(({ met }) => met !== null).length - notJudged;
  if (judged === 0) return 'None of the objectives could be judged.';
  const rest = all.length - judged;
  return `No objective flips (${judged} judged${rest === 0 ? '' : `, ${rest} not`}).`;
}

/** What a scenario changes, in one line; its name first where it has one. */
export function titleOf({ name, changes, description }: ScenarioResult): string {
  const what = changes.length === 0 ? 'nothing changes' : changes.join('; ');
  const said = description === '' ? '' : ` (${unstopped(description)})`;
  return name === '' ? `What if ${what}?` : `${name}${said}: ${what}`;
}

/** What stands over the names of what is lost in turn: "region lost", "region cut off". */
export function eachTitle({ each, how }: Pick<WhatIfResult, 'each' | 'how'>): string {
  return `${each} ${{ fail: 'lost', cut: 'cut off', pause: 'paused' }[how ?? 'fail']}`;
}

/** Which loss is the worst, and what it comes to. */
export function worstSentence(scenarios: readonly ScenarioResult[], worst: readonly string[]): string {
  const found = scenarios.find(({ name }) => name === worst[0]);
  if (found === undefined)
    return 'No linchpin: no loss raises the write p50 of a client that is still there by a tenth.';
  const one = worst.length === 1;
  const without = `${listed(worst)} ${one ? 'is the linchpin: without it' : 'are linchpins: without any one of them'}`;
  const stopped = found.clients.filter(({ state }) => state === 'stopped').map(({ id }) => id);
  if (stopped.length > 0) return `${without} the writes of ${listed(stopped)} stop.`;
  const rest = mostChanged(
    found.clients.filter(({ state }) => state === 'served'),
    found.loss,
  ).replace('Most changed: ', '');
  return `${without} ${rest.replace(' rises ', ' goes ').replace(' → ', one ? ' → ' : ' → up to ')}`;
}
