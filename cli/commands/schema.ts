import { compareSchema } from '../../src/estimate/compare-schema.js';
import { diffSchema } from '../../src/estimate/diff-schema.js';
import { estimateSchema, explainSchema } from '../../src/estimate/result-schema.js';
import { simulationSchema } from '../../src/estimate/simulation-result-schema.js';
import {
  availabilityTopicSchema,
  failoverTopicSchema,
  spillOverSchema,
  throughputTopicSchema,
  trafficSchema,
} from '../../src/estimate/topic-schema.js';
import { whatIfSchema } from '../../src/estimate/what-if-schema.js';
import { baselineSchema, reviewSchema, rulesSchema } from '../../src/review/review-schema.js';
import { nearestName } from '../../src/spelling/nearest-name.js';
import { topologySchema } from '../../src/topology/schema.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { reportSchema } from '../report/report-schema.js';

/** The schemas that `quorate schema` prints and the package ships under schema/. */
export const schemas: Readonly<Record<string, object>> = {
  topology: topologySchema,
  estimate: estimateSchema,
  explain: explainSchema,
  'explain-throughput': throughputTopicSchema,
  'explain-availability': availabilityTopicSchema,
  'explain-failover': failoverTopicSchema,
  traffic: trafficSchema,
  'spill-over': spillOverSchema,
  simulation: simulationSchema,
  compare: compareSchema,
  'what-if': whatIfSchema,
  review: reviewSchema,
  rules: rulesSchema,
  baseline: baselineSchema,
  diff: diffSchema,
  report: reportSchema,
};

/** `quorate schema [NAME]`: one schema, or the list of names. */
export function schema(io: Io, name: string | undefined): void {
  const names = Object.keys(schemas);
  if (name === undefined) {
    io.stdout(names.map((each) => `${each}\n`).join(''));
    return;
  }
  const found = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (found === undefined) {
    const near = nearestName(name, names);
    const hint = near === undefined ? '' : `; did you mean '${near}'?`;
    throw new InputError(`quorate: no schema '${name}', there are ${names.join(', ')}${hint}`);
  }
  io.stdout(`${JSON.stringify(found, null, 2)}\n`);
}
