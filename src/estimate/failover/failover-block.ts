import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import type { DurationResult, FailoverBlock } from '../../result/failover.js';
import { durationFigures, known } from './duration-figures.js';
import { patienceOf } from './patience.js';
import { aftermathsOf, successionOf } from './succession.js';
import { unfinishedBlock } from './unfinished-block.js';

/** How long writes stop when the leader (where nobody leads, the first replica) is killed; null: until it is back. */
export function failoverBlock(situation: Standing, seed: number): FailoverBlock | null {
  const { deployment, protocol, leader, down } = situation;
  if (protocol.traits.leadership === 'stable' && leader === undefined) return null;
  const lost = leader ?? deployment.replicas.find(({ id }) => !down.has(id))?.id;
  if (lost === undefined) return null;
  const options = { leader, down, loss: { kind: 'kill', members: [lost] }, seed } as const;
  const found = successionOf(deployment, protocol, options);
  if (found === undefined || found.never === 1) return null;
  const got = aftermathsOf(deployment, protocol, options)?.got ?? [];
  // Where nothing has to be run, for nothing waits, only its own clients notice.
  if (got.length === 0 && found.unfinished === null) return null;
  const patience = patienceOf(deployment);
  return {
    lost,
    nextLeaders: found.leaders.flatMap(({ leader: replica, probability: share }) =>
      replica === null ? [] : [{ replica, share }],
    ),
    never: found.never,
    detection: figures(found.detection),
    election: figures(found.election),
    reconciliation: figures(found.reconciliation),
    total: figures(found.outage),
    perceived: {
      ...figures(
        got.length === 0
          ? known(patience)
          : durationFigures(got.map(({ answered }) => Math.max(answered, patience))),
      ),
      patience,
      given: deployment.timeouts.request !== undefined,
      clients: deployment.clients
        .filter((client) => contactOf(situation, client) === lost)
        .map(({ id }) => id),
    },
    unfinished: unfinishedBlock(deployment, found),
    note: `${found.trials} losses of ${lost}, run on the protocol's machines message by message, drawn with seed ${seed}`,
  };
}

function figures({ mean, p50, p90, p99 }: DurationResult): DurationResult {
  return { mean, p50, p90, p99 };
}
