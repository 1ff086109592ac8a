import { randomStream } from '../../distribution/random.js';
import type { Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';
import { caseOf, type FailoverCase, type FailoverOptions } from './case.js';
import type { CrashTimes } from './crash-times.js';
import { CrashWorld, messageLaws } from './crash-world.js';
import type { FailoverResult } from './result.js';
import { summarise } from './summarise.js';

export interface ModelOptions extends FailoverOptions {
  /** Writes per second that the leader was ordering, which its followers hear like heartbeats; 0 where absent. */
  readonly traffic?: number;
}

/**
 * How long a deployment is without service when a replica is lost, by the protocol's timed model of it (`Failover`):
 * so many crashes, each at a random phase of the heartbeat, with delays, disk writes and timeouts drawn. No message of the
 * protocol's machine is sent. Logs are taken to be the same everywhere, and messages not to get lost.
 *
 * Undefined where the protocol does not get over this loss by itself.
 *
 * @throws RangeError as `caseOf`.
 */
export function failoverByModel(
  deployment: Deployment,
  protocol: Protocol,
  options: ModelOptions,
): FailoverResult | undefined {
  const at = caseOf(deployment, protocol, options);
  if (at === undefined) return undefined;
  const times = crashesOf(at, options);
  return summarise({
    ...at,
    times,
    crashes: options.crashes,
    method: 'model',
    seed: options.seed,
    patience: options.patience,
    note: `${options.crashes} crashes of a timed model of who loses patience and who is voted for, drawn with seed ${options.seed}`,
  });
}

function crashesOf(at: FailoverCase, { seed, crashes, traffic = 0 }: ModelOptions): CrashTimes[] {
  const uniform = randomStream(seed, 'failover');
  const laws = messageLaws(at);
  const { heartbeat } = at.setup;
  const times: CrashTimes[] = [];
  for (let i = 0; i < crashes; i++) {
    const sinceBeat = heartbeat * uniform();
    const sinceWrite = traffic > 0 ? (-1000 * Math.log1p(-uniform())) / traffic : Number.POSITIVE_INFINITY;
    const witness = at.survivors[Math.floor(uniform() * at.survivors.length)];
    const world = new CrashWorld(at, laws, uniform, Math.min(sinceBeat, sinceWrite), witness);
    const got = world.run().times;
    if (got !== undefined) times.push(got);
  }
  return times;
}
