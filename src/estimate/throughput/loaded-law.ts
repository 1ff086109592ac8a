import type { Distribution } from '../../distribution/distribution.js';
import { mixture, type Part } from '../../distribution/mixture.js';
import { after, leaf } from '../../outcome/build.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Outcome } from '../../outcome/outcome.js';
import { alternatives } from './alike.js';
import type { Operation } from './demands.js';
import { loadedView } from './loaded-view.js';
import type { Stations, Part as WaitingPart } from './stations.js';

/** Runs of a sampled evaluation: p99 then rests on about 100 of them, and is good to 2 or 3 %. */
const SAMPLES = 10_000;
/** Mean waits below this share of the latency make no difference that anybody could see. */
const NEGLIGIBLE = 0.005;

/**
 * The law of one operation's latency under a load. What is between the request's coming and the answer's leaving is the
 * same for all clients that enter at one replica, and worked out once; only their ways there and back differ.
 */
export function loadedLaw(stations: Stations, operation: Operation, evaluator: Evaluator): Distribution {
  const { protocol } = stations.situation;
  const { entry, kind } = operation;
  const model = protocol.model[kind];
  if (protocol.traits.proposers === 'clients') {
    return evaluator.evaluate(model(loadedView(stations, operation)), SAMPLES).law;
  }
  const ways: Outcome[] = [];
  model(loadedView(stations, operation, { ways }));
  const inside = stations.remember(`inside ${entry} ${kind}`, () => {
    const lawWith = (shared: ReadonlySet<WaitingPart>): Distribution => {
      const outcome = model(loadedView(stations, operation, { shared, ways: [] }));
      return evaluator.evaluate(outcome, SAMPLES).law;
    };
    const parts: Part[] = [];
    for (const [shared, weight] of alternatives(stations, operation)) {
      const of = lawWith(shared);
      // Where waits are next to nothing, so is how alike they are.
      if (shared.size === 0 && longestWait(stations) < NEGLIGIBLE * of.mean) return of;
      parts.push({ weight, of });
    }
    return mixture(parts);
  });
  return evaluator.evaluate(after(leaf(inside, { what: 'from request to answer' }), ...ways), SAMPLES).law;
}

function longestWait(stations: Stations): number {
  const parts = ['processor', 'interface', 'disk'] as const;
  return Math.max(...parts.map((part) => stations.waiting(stations.busiest(part), part).mean));
}
