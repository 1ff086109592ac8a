import type { Effects } from '../contract/machine.js';
import { endOf } from '../log/stretch.js';
import { isAmong, masksOf } from '../member-masks.js';
import { epochOf, primaryOf, TAKEOVER, takeoverOf } from './epoch.js';
import { adopt } from './following.js';
import { alikeBelow, append, lastEpoch, otherToken, outlineOf } from './log.js';
import type { Holding, Stale, Survey } from './messages.js';
import { install, rollBack, startOver } from './snapshots.js';
import { BEAT, type Replica, type State, SURVEY, send } from './state.js';
import { rise } from './takeover.js';

/**
 * The operator's order to take over, and what it does.
 *
 * The replica asks all others: "I am about to be the primary of a new epoch; follow no earlier one, and give me what I lack".
 * Whoever hears that writes the new epoch down, and answers then; a primary that hears it is one no more, from the moment it
 * hears it and for good. The replica waits for the old primary's answer: that one has all that was ever acknowledged, so
 * that nothing is lost and nobody else answers clients any more. If none comes within the shortest election timeout, the
 * order is taken to mean what it must mean then: *the operator has stopped the old primary*. The replica takes the most
 * recent log of those that have answered, its own included, and leads.
 *
 * What may be lost then: writes that only those have who did not answer. None, if they do not contain a quorum. And if the
 * old primary is not stopped but unreachable, it goes on answering clients who reach it, alone where it is a quorum by
 * itself, until it hears of the new epoch: split brain, which no message can prevent.
 *
 * A replica that crashes in the middle asks again when it is back. One that never leads does not obey.
 */
export function onPromote(replica: Replica, effects: Effects): boolean {
  const { state, setup } = replica;
  if (!isAmong(masksOf(setup).candidates, setup)) return false;
  if (state.office !== null || state.rising !== 0 || state.takeover !== null) return false;
  beginTakeover(replica, state.epoch, effects);
  return true;
}

/** Replaces the primary of the latest epoch that we know of. */
export function beginTakeover(replica: Replica, latest: number, effects: Effects): void {
  const { state, setup } = replica;
  state.epoch = epochOf(takeoverOf(latest) + 1, setup.self);
  state.matched = 0;
  state.early.clear();
  state.surveyor = null;
  state.takeover = {
    old: primaryOf(latest),
    until: effects.now + setup.election[0],
    answered: 1 << setup.self,
    best: null,
  };
  effects.persist(TAKEOVER, state.epoch, otherToken(state.log));
  askOthers(replica, effects);
}

/** Asks those who have not answered, time and again. */
function askOthers(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { answered, old, until } = state.takeover!;
  const everyone = 2 ** setup.n - 1;
  const oldAnswered = old !== setup.self && ((answered >>> old) & 1) === 1;
  if (oldAnswered || answered === everyone || effects.now >= until - 1e-9) {
    finish(replica, effects);
    return;
  }
  const survey: Survey = {
    type: 'survey',
    epoch: state.epoch,
    executed: state.executed,
    log: outlineOf(state.log),
  };
  for (let to = 0; to < setup.n; to++) if (((answered >>> to) & 1) === 0) send(effects, to, survey);
  effects.setTimer(SURVEY, Math.min(setup.heartbeat, until - effects.now));
}

export function onSurveyTimer(replica: Replica, effects: Effects): void {
  if (replica.state.takeover !== null) askOthers(replica, effects);
}

/** Somebody is about to take over. */
export function onSurvey(replica: Replica, from: number, survey: Survey, effects: Effects): void {
  const { state } = replica;
  if (survey.epoch < state.epoch) {
    send(effects, from, { type: 'stale', epoch: state.epoch });
    return;
  }
  if (survey.epoch > state.epoch) adopt(replica, survey.epoch, effects);
  state.surveyor = { replica: from, survey };
  answerSurvey(replica, effects);
}

/** Not before the new epoch is on disk: having crashed we must not be a primary again. */
export function answerSurvey({ state, setup }: Replica, effects: Effects): void {
  if (state.surveyor === null || state.epochToken !== 0) return;
  const { replica, survey } = state.surveyor;
  state.surveyor = null;
  send(effects, replica, holdingFor(state, survey, isAmong(masksOf(setup).holders, setup)));
}

/** @param hasData without it we have entries to give, and nothing to begin anew with: then our log is of no use to the asker */
function holdingFor(state: State, { epoch, executed, log: other }: Survey, hasData: boolean): Holding {
  const { log } = state;
  const [last, end] = [lastEpoch(log), endOf(log)];
  const theirs = other.runs.at(-1)?.epoch ?? other.baseEpoch;
  const about = { type: 'holding', epoch, last, end } as const;
  const nothing = { first: end, entries: [], anew: false, snapshot: null } as const;
  if (last < theirs || (last === theirs && end <= other.end)) return { ...about, ...nothing };
  let first = alikeBelow(log, other);
  const anew = first < executed;
  if (anew && !hasData && log.base > 0) return { ...about, last: theirs, end: other.end, ...nothing };
  const snapshot = anew && log.base > 0 ? state.snapshot : null;
  if (anew) first = snapshot?.executed ?? 0;
  return { ...about, first, entries: log.entries.slice(first - log.base), anew, snapshot };
}

export function onHolding(replica: Replica, from: number, holding: Holding, effects: Effects): void {
  const { takeover, epoch, log } = replica.state;
  if (takeover === null || holding.epoch !== epoch) return;
  takeover.answered |= 1 << from;
  const best = takeover.best ?? { last: lastEpoch(log), end: endOf(log) };
  if (holding.last > best.last || (holding.last === best.last && holding.end > best.end))
    takeover.best = holding;
  if (from === takeover.old || takeover.answered === 2 ** replica.setup.n - 1) finish(replica, effects);
}

/** There is a later epoch than ours. What was to be replaced is its primary, then. */
export function onStale(replica: Replica, { epoch }: Stale, effects: Effects): void {
  const { state } = replica;
  if (epoch <= state.epoch) return;
  if (state.takeover !== null) beginTakeover(replica, epoch, effects);
  else adopt(replica, epoch, effects);
}

/** Takes the most recent log, and leads. */
function finish(replica: Replica, effects: Effects): void {
  const { state } = replica;
  const { best } = state.takeover!;
  state.takeover = null;
  effects.cancelTimer(SURVEY);
  effects.cancelTimer(BEAT);
  if (best !== null) {
    if (best.snapshot !== null) install(replica, best.snapshot, effects);
    else if (best.anew) startOver(replica, effects);
    else rollBack(replica, best.first, effects);
    for (const entry of best.entries) append(state.log, entry, effects);
  }
  rise(replica, state.epoch, effects);
}
