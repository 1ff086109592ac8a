import type { Build } from './build.js';
import {
  type Changes,
  isEmpty,
  MANY,
  NO_CHANGES,
  readAddition,
  readAssignment,
  type Scenario,
} from './changes.js';
import { readDisruption } from './disruption.js';
import type { Population } from './disruption-words.js';
import type { Field } from './field.js';
import { didYouMean } from './suggest.js';

/**
 * Reads `scenarios`. Names in `fail`, `slow` and `degrade` are resolved, `add` and `set` taken apart; whether an edited
 * topology is sound is found out when the scenario is run.
 *
 * @param protocols names that this version speaks
 */
export function readScenarios(
  build: Build,
  field: Field,
  population: Population,
  protocols: readonly string[],
): Scenario[] {
  // Where something else is wrong, a name that is missing here may be the one that could not be read there.
  const resolvable = !build.findings.failed;
  return field.keys.map((name) => {
    const entry = field.get(name);
    const changes = changesOf(entry);
    check(build, entry, changes, resolvable ? population : undefined, protocols);
    return { name, description: entry.get('description').text ?? '', changes };
  });
}

function changesOf(entry: Field): Changes {
  const many = MANY.map((key) => [key, entry.get(key).entries.map(({ text }) => text ?? '')]);
  const quorum = entry.get('quorum').value;
  return {
    ...NO_CHANGES,
    ...Object.fromEntries(many),
    leader: entry.get('leader').text,
    protocol: entry.get('protocol').text,
    // JSON is YAML on one line.
    quorum: quorum === undefined ? undefined : JSON.stringify(quorum),
  };
}

function check(
  build: Build,
  entry: Field,
  changes: Changes,
  population: Population | undefined,
  protocols: readonly string[],
): void {
  const { findings } = build;
  if (!entry.isMapping) return;
  if (isEmpty(changes) && !entry.keys.some((key) => key !== 'description'))
    findings.error(entry.path, 'a scenario that changes nothing', 'write fail: ["region:us-east-1"]');
  const { protocol } = changes;
  if (protocol !== undefined && !protocols.includes(protocol)) {
    const hint = didYouMean(protocol, protocols) ?? `this version has: ${protocols.join(', ')}`;
    findings.error(entry.get('protocol').path, `unknown protocol '${protocol}'`, hint);
  }
  const added: Population['replicas'][number][] = [];
  for (const { text, path } of entry.get('add').entries) {
    const addition = readAddition(text ?? '');
    if ('problem' in addition) findings.error(path, addition.problem);
    else added.push({ id: addition.id, at: addition.at.split('/'), disk: addition.disk ?? '' });
  }
  for (const { text, path } of entry.get('set').entries) {
    const assignment = readAssignment(text ?? '');
    if ('problem' in assignment) findings.error(path, assignment.problem);
  }
  if (population === undefined) return;
  const read = readDisruption(changes, { ...population, replicas: [...population.replicas, ...added] });
  if (!('problems' in read)) return;
  for (const { key, index, message } of read.problems) findings.error([...entry.path, key, index], message);
}
