import { randomStream } from '../../distribution/random.js';
import type { Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';
import { caseOf, type FailoverOptions } from './case.js';
import type { CrashTimes } from './crash-times.js';
import type { FailoverResult } from './result.js';
import { SimulatedCrash } from './simulated-crash.js';
import { summarise } from './summarise.js';

/**
 * The same by running the protocol's machines: each crash in a world of its own, with a seed of its own, at a random phase
 * of the heartbeat, nothing else under way. A write is handed to whoever takes over, at the moment when it does (where
 * nobody leads: to a survivor, at the moment of the crash); when it is answered there, the service is back.
 *
 * Undefined where the protocol does not get over this loss by itself.
 *
 * @throws RangeError as `caseOf`.
 */
export function failoverBySimulation(
  deployment: Deployment,
  protocol: Protocol,
  options: FailoverOptions,
): FailoverResult | undefined {
  const at = caseOf(deployment, protocol, options);
  if (at === undefined) return undefined;
  const { seed, crashes } = options;
  const uniform = randomStream(seed, 'crashes');
  const times: CrashTimes[] = [];
  for (let i = 0; i < crashes; i++) {
    const own = Math.floor(uniform() * 2 ** 32);
    const witness = at.survivors[Math.floor(uniform() * at.survivors.length)];
    const got = new SimulatedCrash(at, own, witness, uniform()).run();
    if (got !== undefined) times.push(got);
  }
  return summarise({
    ...at,
    times,
    crashes,
    method: 'simulation',
    seed,
    patience: options.patience,
    note: `${crashes} crashes of the protocol's machines, message by message, drawn with seed ${seed}`,
  });
}
