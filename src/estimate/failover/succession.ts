import { randomStream } from '../../distribution/random.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { clashProbability } from '../../topology/keys.js';
import type { Aftermath, LeftBehind } from './aftermath.js';
import { known as certain, durationFigures } from './duration-figures.js';
import { type LossCase, type LossOptions, lossCase } from './loss-case.js';
import type { DurationFigures, Loss, Succession, Unfinished } from './result.js';
import { Trial } from './trial.js';
import { UnfinishedTrial } from './unfinished-trial.js';

export interface SuccessionOptions extends LossOptions {
  readonly loss: Loss;
  readonly seed: number;
  /** How many losses to run; where absent `TRIALS`, or where only what is unfinished waits half of them. */
  readonly trials?: number;
}

/** Enough for a mean whose standard error is about one and a half per cent. */
const TRIALS = 100;
/** What is left unfinished takes twice the events of an election, and how long it waits varies less. */
const UNFINISHED_TRIALS = TRIALS / 2;
/** If none of the first so many was got over, none is. */
const HOPELESS = 8;
/** With more heartbeats than this in the longest round trip a loss takes too many events to run. */
const MOST_BEATS = 1000;

/** Losses of one case, as run: what there is to know of a succession. */
export interface Aftermaths {
  readonly at: LossCase;
  /** Those that were got over. */
  readonly got: readonly Aftermath[];
  readonly trials: number;
}

/**
 * What follows a loss, read off the protocol's machines: each trial is a world of its own, with clients' writes as the file
 * has them, at a random phase of the heartbeat. A write is handed to whoever takes over, at the moment when it does (where
 * nobody leads: to a survivor, at the moment of the loss); when it is answered, the service is back.
 *
 * Undefined where the replicas that are left do not get over it by themselves: no quorum of them can elect, or only an
 * operator helps. Same options, same result; asked again it is not run again.
 *
 * @throws RangeError as `lossCase`.
 */
export function successionOf(
  deployment: Deployment,
  protocol: Protocol,
  options: SuccessionOptions,
): Succession | undefined {
  const found = aftermathsOf(deployment, protocol, options);
  if (found === undefined) return undefined;
  const { at, got, trials } = found;
  const { replicas } = deployment;
  const durations = (of: (one: Aftermath) => number): DurationFigures =>
    got.length > 0 ? durationFigures(got.map(of)) : certain(trials === 0 ? 0 : Number.POSITIVE_INFINITY);
  const counts = new Map<string | null, number>();
  for (const { next } of got) {
    const leader = at.leader === undefined ? null : replicas[next].id;
    counts.set(leader, (counts.get(leader) ?? 0) + 1);
  }
  const goesOn = at.leader === undefined ? null : replicas[at.leader].id;
  const places = new Map(replicas.map(({ id, index }) => [id as string | null, index]));
  const place = (id: string | null): number => places.get(id) ?? -1;
  return {
    leaders:
      got.length === 0
        ? [{ leader: trials === 0 ? goesOn : null, probability: 1 }]
        : [...counts]
            .map(([leader, count]) => ({ leader, probability: count / got.length }))
            .sort((a, b) => b.probability - a.probability || place(a.leader) - place(b.leader)),
    never: trials === 0 ? 0 : 1 - got.length / trials,
    outage: durations(({ answered }) => answered),
    detection: durations(({ called }) => called),
    election: durations(({ called, elected }) => elected - called),
    reconciliation: durations(({ elected, answered }) => answered - elected),
    unfinished: protocol.traits.interruptedBy === 'unfinished' ? unfinishedOf(at, got) : null,
    trials,
  };
}

function unfinishedOf({ deployment: { keys } }: LossCase, got: readonly Aftermath[]): Unfinished {
  const left = got.flatMap((one) => (one.left === undefined ? [] : [one.left]));
  const figures = (of: (one: LeftBehind) => number): DurationFigures | undefined =>
    left.length === 0 ? undefined : durationFigures(left.map(of));
  return {
    probability: got.length === 0 ? 0 : left.length / got.length,
    operations: clashProbability(keys),
    detection: figures(({ called }) => called),
    wait: figures(({ executed }) => executed),
  };
}

const known = new WeakMap<Deployment, WeakMap<Protocol, Map<string, Aftermaths | undefined>>>();

/** The same, loss by loss; `trials` is 0 where nothing had to be run, for writes go on. */
export function aftermathsOf(
  deployment: Deployment,
  protocol: Protocol,
  options: SuccessionOptions,
): Aftermaths | undefined {
  let byProtocol = known.get(deployment);
  if (byProtocol === undefined) {
    byProtocol = new WeakMap();
    known.set(deployment, byProtocol);
  }
  let byLoss = byProtocol.get(protocol);
  if (byLoss === undefined) {
    byLoss = new Map();
    byProtocol.set(protocol, byLoss);
  }
  const { leader, down, loss, seed } = options;
  const { trials = protocol.traits.interruptedBy === 'unfinished' ? UNFINISHED_TRIALS : TRIALS } = options;
  const { kind, members, duration } = loss;
  const key = JSON.stringify([
    leader,
    [...(down ?? [])].sort(),
    kind,
    [...members].sort(),
    duration,
    seed,
    trials,
  ]);
  if (!byLoss.has(key)) byLoss.set(key, run(lossCase(deployment, protocol, options), seed, trials));
  return byLoss.get(key);
}

function run(at: LossCase, seed: number, trials: number): Aftermaths | undefined {
  if (at.foregone === 'stop') return undefined;
  if (at.foregone === 'nothing') return { at, got: [], trials: 0 };
  if (at.slowest > MOST_BEATS * at.deployment.timeouts.heartbeat) return undefined;
  const uniform = randomStream(seed, 'losses');
  const got: Aftermath[] = [];
  for (let i = 0; i < trials; i++) {
    const own = Math.floor(uniform() * 2 ** 32);
    const contact = at.contacts[Math.floor(uniform() * at.contacts.length)];
    // Each phase of the heartbeat as often as any other.
    const one = trialOf(at, own, contact, (i + uniform()) / trials).run();
    if (one !== undefined) got.push(one);
    else if (got.length === 0 && i + 1 === HOPELESS) return { at, got, trials: HOPELESS };
  }
  return { at, got, trials };
}

function trialOf(at: LossCase, seed: number, contact: number, phase: number): Trial | UnfinishedTrial {
  const { interruptedBy } = at.protocol.traits;
  return interruptedBy === 'unfinished'
    ? new UnfinishedTrial(at, seed, contact, phase)
    : new Trial(at, seed, contact, phase);
}
