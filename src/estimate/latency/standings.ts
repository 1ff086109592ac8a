import type { Distribution } from '../../distribution/distribution.js';
import { mixture } from '../../distribution/mixture.js';
import { never } from '../../distribution/points.js';
import { contactOf } from '../../group/contact.js';
import { groupOf } from '../../group/group.js';
import type { Possible, Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { Client } from '../../topology/deployment.js';
import { placeLeaders } from '../traffic/leaders.js';
import { viewOf } from './view.js';

/** What a client's operation may find, each with its probability; they add up to 1. */
export type Standings = readonly Possible<Standing>[];

/**
 * The standings of a group in which nothing has happened: one, or where many groups share the replicas (`shards`), one for
 * each replica that leads some of them. An operation is about any of the groups alike.
 */
export function standingsOf(standing: Standing): Standings {
  const { deployment, protocol, leader } = standing;
  const { shards, replicas } = deployment;
  if (shards === undefined || shards.leaders === 'leader' || leader === undefined)
    return [{ standing, probability: 1 }];
  const able = new Set(groupOf(deployment, protocol).candidates.map(({ id }) => id));
  const ids = replicas.map(({ id }) => id);
  const placed = placeLeaders(
    shards,
    ids,
    leader,
    ids.map((id) => able.has(id)),
  );
  return placed.flatMap((count, r) =>
    count === 0 ? [] : [{ standing: { ...standing, leader: ids[r] }, probability: count / shards.count }],
  );
}

/** What one operation of a client waits for in one standing; undefined where nobody serves it. */
export function operationIn(
  standing: Standing,
  client: Client,
  operation: 'write' | 'read' | 'execution',
): Outcome | undefined {
  const { model } = standing.protocol;
  const kind = operation === 'read' ? 'read' : 'write';
  const contact = contactOf(standing, client, kind) ?? contactOf(standing, client);
  return contact === undefined ? undefined : model[operation]?.(viewOf(standing, client, contact, kind));
}

/** The law of an operation over all standings that it may find, and whether it is exact. */
export function lawOver(
  standings: Standings,
  client: Client,
  operation: 'write' | 'read' | 'execution',
  evaluator: Evaluator,
  most?: number,
): { readonly law: Distribution; readonly exact: boolean } {
  let exact = true;
  const parts = standings.map(({ standing, probability }) => {
    const outcome = operationIn(standing, client, operation);
    if (outcome === undefined) return { weight: probability, of: never };
    const found = evaluator.evaluate(outcome, most);
    exact &&= found.method === 'exact';
    return { weight: probability, of: found.law };
  });
  return { law: parts.length === 1 ? parts[0].of : mixture(parts), exact };
}
