import { NODE_LIMIT } from '../../quorum/diagram-builder.js';
import { member, or } from '../../quorum/expression.js';
import { importance } from '../../quorum/importance.js';
import { all, fromExpression, threshold } from '../../quorum/shapes.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { type Component, componentsOf, type Fleet } from './components.js';
import { SECONDS_PER_YEAR } from './downtime.js';
import { exactLaw } from './loss-law.js';
import { checkReplica, checkTime } from './needs.js';

/** Where an acknowledged write is, and who may go on without it. */
export type Copies =
  /**
   * On a quorum of this system (phase 2), and every leader change hears of it: consensus, and primary/backup whose
   * backups all have the write.
   */
  | { readonly kind: 'quorum'; readonly system: QuorumSystem }
  /**
   * On these replicas when it is acknowledged, on all others `lag` ms later at the latest (mean replication lag), and
   * another may take over meanwhile: asynchronous and semi-synchronous replication.
   */
  | { readonly kind: 'holders'; readonly holders: readonly string[]; readonly lag: number };

/** Permanent losses of a machine's disk, one machine like another. */
export interface DiskLoss {
  /** Mean time between losses of one machine's disk (ms). */
  readonly mtbf: number;
  /** Time until a new disk has a copy of everything again (ms). */
  readonly restore: number;
}

export interface Durability {
  /** Probability that a given write is lost in a takeover soon after its acknowledgement. */
  readonly perWrite: number;
  /** Expected takeovers a year that find acknowledged writes missing, writes being under way all the time. */
  readonly lossyTakeoversPerYear: number;
  /** Expected events a year in which every copy is lost permanently; null where no disk losses were given. */
  readonly diskLossesPerYear: number | null;
  /** Probability that within a year some acknowledged write is lost. */
  readonly perYear: number;
  readonly assumptions: readonly string[];
}

const YEAR = SECONDS_PER_YEAR * 1000;

/**
 * How likely it is that an acknowledged write is lost. A crash alone loses nothing: what was on disk is there again
 * after the repair. So writes go in two ways.
 *
 * A takeover while only the `holders` have the write: all of them go down within the lag and another replica is left
 * to take over. Each domain goes down in that time with probability 1 − exp(−lag/mtbf), independently; what covers
 * several holders takes them together. With one holder this is lag × the rate at which the primary is lost.
 *
 * Disks lost permanently: all members of a quorum at once, no lost disk having been restored (for `holders`: all
 * replicas). The rate of entering that state is Σ Birnbaum importance × rate (Vesely, "A time-dependent methodology
 * for fault tree evaluation", Nuclear Engineering and Design 13, 1970), the machines' disks failing independently.
 *
 * Throws a RangeError for a system over other replicas, holders that are no replicas or none, and times below 0.
 */
export function durabilityOf(fleet: Fleet, copies: Copies, diskLoss?: DiskLoss): Durability {
  const ids = fleet.replicas.map(({ id }) => id);
  check(ids, copies, diskLoss);
  const assumptions = ['A machine that crashes has its disk again when it is repaired.'];
  let perWrite = 0;
  let takeovers = 0;
  if (copies.kind === 'holders') {
    const { holders, lag } = copies;
    perWrite = takenOver(fleet, ids, holders, lag);
    takeovers = lag === 0 ? 0 : (perWrite / lag) * YEAR;
    assumptions.push(
      `An acknowledged write is on ${holders.join(', ')}, and on every other replica ${Number(lag.toPrecision(3))} ms later.`,
      'Another replica takes over whenever all of these are down, whatever it may lack.',
    );
  } else {
    assumptions.push('Every change of leader hears of every acknowledged write.');
  }
  let disks: number | null = null;
  if (diskLoss === undefined) {
    assumptions.push('No disk is lost permanently.');
  } else {
    disks = rateOfLoss(copies.kind === 'quorum' ? copies.system : all(ids), diskLoss) * YEAR;
    assumptions.push(
      copies.kind === 'quorum'
        ? 'A write is lost when all members of a quorum lose their disks: copies beyond the quorum do not count.'
        : 'A write that has reached every replica is lost when all of them lose their disks.',
      'Machines lose their disks independently of each other.',
    );
  }
  return {
    perWrite,
    lossyTakeoversPerYear: takeovers,
    diskLossesPerYear: disks,
    perYear: -Math.expm1(-takeovers - (disks ?? 0)),
    assumptions,
  };
}

/** P(all holders go down within the lag, and some other replica does not). */
function takenOver(fleet: Fleet, ids: readonly string[], holders: readonly string[], lag: number): number {
  const within = componentsOf(fleet).map(
    (component): Component => ({ ...component, p: -Math.expm1(-lag / component.mtbf) }),
  );
  const lost = (system: QuorumSystem) => exactLaw(fleet, within, [system], NODE_LIMIT).given([]).probability;
  const anyHolder = fromExpression(ids, or([...new Set(holders)].map(member)));
  return Math.max(0, lost(anyHolder) - lost(threshold(ids, 1)));
}

/** Rate (per ms) at which the set of lost disks comes to contain a quorum. */
function rateOfLoss(system: QuorumSystem, { mtbf, restore }: DiskLoss): number {
  const lost = system.members.map(() => restore / (mtbf + restore));
  return system.members.reduce((sum, _, i) => sum + importance(system, lost, i) / (mtbf + restore), 0);
}

function check(ids: readonly string[], copies: Copies, diskLoss: DiskLoss | undefined): void {
  if (copies.kind === 'quorum') {
    const { members } = copies.system;
    if (members.length !== ids.length || members.some((id, i) => id !== ids[i]))
      throw new RangeError('the system is not over the replicas of the deployment');
  } else {
    checkTime('lag', copies.lag);
    if (copies.holders.length === 0) throw new RangeError('no replica holds the write');
    for (const id of copies.holders) checkReplica(ids, id);
  }
  if (diskLoss !== undefined) {
    checkTime('diskLoss.restore', diskLoss.restore);
    if (!(diskLoss.mtbf > 0 && diskLoss.mtbf < Number.POSITIVE_INFINITY))
      throw new RangeError(`diskLoss.mtbf is ${diskLoss.mtbf}: expected a time above 0, in ms`);
  }
}
