import { type Build, number } from './build.js';
import type { Shards } from './deployment.js';
import { Field } from './field.js';
import { describeFound } from './found.js';
import { checkReplica } from './members.js';

const COUNT = { least: 1, most: 1_000_000, whole: true };
const SOME = { ...COUNT, least: 0 };

/** Reads `shards`. */
export function readShards(build: Build, field: Field, replicas: readonly string[]): Shards | undefined {
  if (!field.isMapping) return undefined;
  const count = number(build, field.get('count'), COUNT);
  const leaders = readLeaders(build, field.get('leaders'), replicas, count);
  const log = field.get('log').text === 'combined' ? 'combined' : 'separate';
  return count === undefined || leaders === undefined ? undefined : { count, leaders, log };
}

function readLeaders(
  build: Build,
  field: Field,
  replicas: readonly string[],
  count: number | undefined,
): Shards['leaders'] | undefined {
  if (!field.present) return 'leader';
  if (field.value === 'leader' || field.value === 'balanced') return field.value;
  if (!field.isMapping) {
    const found = describeFound(field.value);
    return build.findings.error(
      field.path,
      `'leaders' cannot be ${found}; allowed: leader, balanced, or a number for each replica`,
      'write, for example, leaders: { va1: 600, or1: 400 }',
    );
  }
  const leaders = new Map<string, number>();
  let sum = 0;
  for (const id of field.keys) {
    if (!replicas.includes('')) checkReplica(build, new Field(id, [...field.path, id]), replicas, []);
    const some = number(build, field.get(id), SOME);
    if (some === undefined) return undefined;
    leaders.set(id, some);
    sum += some;
  }
  if (count === undefined || sum === count) return leaders;
  return build.findings.error(field.path, `the leaders add up to ${sum}, but there are ${count} shards`);
}
