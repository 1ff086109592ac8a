import type { Distribution } from '../../distribution/distribution.js';
import { mixture } from '../../distribution/mixture.js';
import { never } from '../../distribution/points.js';
import { contactOf } from '../../group/contact.js';
import { type Placement, placementOf } from '../../group/placement.js';
import { isServed, type Possible, type Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import { messagesMeet } from '../../outcome/meeting.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { ProtocolResult } from '../../result/subject.js';
import type { Client } from '../../topology/deployment.js';
import { viewOf } from './view.js';

/** What a client's operation may find, each with its probability; they add up to 1. */
export type Standings = readonly Possible<Standing>[];

/**
 * The standings of a group in which nothing has happened: one, or where many groups share the replicas (`shards`), one for
 * each replica that leads some of them. An operation is about any of the groups alike.
 */
export function standingsOf(standing: Standing): Standings {
  const placement = placementOf(standing);
  return placement === undefined ? [{ standing, probability: 1 }] : placedStandings(standing, placement);
}

/** One for each replica that leads some of many groups; who is down and what is cut is the same for all. */
export function placedStandings(around: Omit<Standing, 'leader'>, placement: Placement): Standings {
  const { replicas } = around.deployment;
  const groups = placement.reduce((sum, count) => sum + count, 0);
  return placement.flatMap((count, r) =>
    count === 0 ? [] : [{ standing: { ...around, leader: replicas[r].id }, probability: count / groups }],
  );
}

/** Those that lead, in the shape of results, where there are several standings: how likely, or for which share of groups. */
export function leadersIn(standings: Standings): Pick<ProtocolResult, 'leaders'> {
  const leaders = standings.flatMap(({ standing: { leader }, probability }) =>
    leader === undefined ? [] : [{ leader, probability }],
  );
  return standings.length < 2 || leaders.length === 0 ? {} : { leaders };
}

/** Those with one leader put together, the likeliest first. */
export function byLeader(all: Standings): Standings {
  const merged = new Map<string | undefined, Possible<Standing>>();
  for (const { standing, probability } of all) {
    const known = merged.get(standing.leader)?.probability ?? 0;
    merged.set(standing.leader, { standing, probability: known + probability });
  }
  return [...merged.values()].sort((a, b) => b.probability - a.probability);
}

/** What one operation of a client waits for in one standing; undefined where nobody serves it, or none goes on. */
export function operationIn(
  standing: Standing,
  client: Client,
  operation: 'write' | 'read' | 'execution',
): Outcome | undefined {
  const { model } = standing.protocol;
  const kind = operation === 'read' ? 'read' : 'write';
  // One operation may find its quorum while what was begun before it can never be settled: then it is not executed.
  if (!isServed(standing, kind)) return undefined;
  const contact = contactOf(standing, client, kind) ?? contactOf(standing, client);
  return contact === undefined ? undefined : model[operation]?.(viewOf(standing, client, contact, kind));
}

/** A law, and whether it is exact. */
export interface FoundLaw {
  readonly law: Distribution;
  readonly exact: boolean;
}

/** Laws of clients' operations in standings of one deployment, each worked out once. */
export class StandingLaws {
  private readonly known = new Map<string, FoundLaw>();

  /** @param most runs of one that follows messages, which takes longest, at most; as the evaluator was told where absent */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly most?: number,
  ) {}

  /** The law of an operation over all standings that it may find. */
  over(standings: Standings, client: Client, operation: 'write' | 'read' | 'execution'): FoundLaw {
    const found = standings.map(({ standing }) => this.in(standing, client, operation));
    if (found.length === 1) return found[0];
    const parts = found.map(({ law }, i) => ({ weight: standings[i].probability, of: law }));
    return { law: mixture(parts), exact: found.every(({ exact }) => exact) };
  }

  private in(standing: Standing, client: Client, operation: 'write' | 'read' | 'execution'): FoundLaw {
    const { leader, down, severed } = standing;
    // Of cuts there is one kind in a question; where there is none, who leads and who is down is all.
    const key = [operation, client.id, leader ?? '', severed !== undefined, ...[...down].sort()].join('\n');
    let found = this.known.get(key);
    if (found === undefined) {
      const outcome = operationIn(standing, client, operation);
      const evaluation =
        outcome && this.evaluator.evaluate(outcome, messagesMeet(outcome) ? this.most : undefined);
      found =
        evaluation === undefined
          ? { law: never, exact: true }
          : { law: evaluation.law, exact: evaluation.method === 'exact' };
      this.known.set(key, found);
    }
    return found;
  }
}
