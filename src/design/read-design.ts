import { DiagramTooLarge } from '../quorum/diagram-builder.js';
import { dual } from '../quorum/dual.js';
import { namesIn } from '../quorum/expression-names.js';
import { disjointQuorums } from '../quorum/intersect.js';
import { parseExpression } from '../quorum/parse-expression.js';
import { resilience } from '../quorum/resilience.js';
import { fromExpression } from '../quorum/shapes.js';
import { MAX_MEMBERS, type QuorumSystem } from '../quorum/system.js';
import { suggestion } from '../spelling/suggestion.js';
import { Field } from '../topology/field.js';
import { describeFound } from '../topology/found.js';
import type { DesignQuestion, GivenScheme } from './analysis.js';
import { DESIGN_METRICS, type DesignMetric, type Goal } from './design.js';
import type { DesignReport } from './design-report.js';
import { readLimits, readShares, wholeNumber } from './read-goal.js';
import { readNodes } from './read-nodes.js';
import { MOST_IN_EXPRESSIONS, SEARCH_KINDS, type SearchKind } from './search.js';

const KEYS = ['reads', 'writes', 'nodes', 'read-share', 'minimise', 'limits', 'f', 'search'];

/**
 * The question that a design file asks: `quorum:` with `reads`, `writes`, `nodes`, `read-share`, `minimise`, `limits`, `f` and
 * `search`. Every problem goes to the report; undefined where there is one.
 *
 * @param data the file as plain data
 * @param file what the result calls it; null for an expression
 */
export function readDesign(
  data: unknown,
  file: string | null,
  report: DesignReport,
): DesignQuestion | undefined {
  const root = new Field(data);
  unknownKeys(root, ['version', 'name', 'description', 'quorum'], report);
  if (root.get('version').value !== 1)
    report.error(['version'], `version is ${describeFound(root.get('version').value)}: expected 1`);
  const field = root.get('quorum');
  if (!field.isMapping)
    return report.error(
      ['quorum'],
      `quorum is ${describeFound(field.value)}: expected a mapping`,
      `its keys are ${KEYS.join(', ')}`,
    );
  unknownKeys(field, KEYS, report);
  const read = readNodes(field.get('nodes'), namesOf(field), report);
  const search = readSearch(field.get('search'), read.nodes.length, report);
  const scheme = readScheme(
    field,
    read.nodes.map(({ id }) => id),
    search.length > 0,
    report,
  );
  const goal = readGoal(field, report);
  if (asks(goal, 'latency') && read.nodes.some(({ latency }) => latency === undefined))
    report.error(
      ['quorum', goal.minimise === 'latency' ? 'minimise' : 'limits'],
      'latency is asked for, and the nodes have none',
      'write for each node: { latency: 4ms }',
    );
  if (scheme !== undefined && search.length === 0) checkResilience(scheme, goal, report);
  if (report.failed) return undefined;
  const name = root.get('name').text ?? 'quorum';
  return { file, name, ...read, scheme, goal, search };
}

function asks({ minimise, limits }: Goal, metric: DesignMetric): boolean {
  return minimise === metric || limits[metric] !== undefined;
}

function unknownKeys(field: Field, known: readonly string[], report: DesignReport): void {
  for (const key of field.keys)
    if (!known.includes(key))
      report.errorAtKey([...field.path, key], `unknown key '${key}'`, suggestion(key, known, 'the keys'));
}

/** Ids that the expressions name: the nodes, where the file lists none. */
function namesOf(field: Field): string[] {
  const texts = ['reads', 'writes'].map((key) => field.get(key).text ?? '');
  return [...new Set(texts.flatMap(namesIn))];
}

function readScheme(
  field: Field,
  ids: readonly string[],
  searching: boolean,
  report: DesignReport,
): GivenScheme | undefined {
  if (ids.length > MAX_MEMBERS)
    return report.error(
      ['quorum', 'nodes'],
      `there are ${ids.length} nodes; a quorum system may have ${MAX_MEMBERS}`,
      `of ${ids.length} nodes there are ${(2 ** ids.length).toLocaleString('en-US')} sets`,
    );
  const texts = { reads: field.get('reads'), writes: field.get('writes') };
  if (!texts.reads.present && !texts.writes.present) {
    if (searching) return undefined;
    return report.error(
      ['quorum'],
      'there are neither reads nor writes: nothing says what a quorum is',
      "write reads: 'a & b | c & d', or search: all to have the best found",
    );
  }
  const reads = readSystem(texts.reads, ids, report);
  const writes = readSystem(texts.writes, ids, report);
  if (report.failed) return undefined;
  if (reads !== undefined && writes !== undefined) {
    const apart = disjointQuorums(reads, writes);
    if (apart === undefined) return { reads, writes, dual: null };
    return report.error(
      ['quorum', 'writes'],
      `reads from {${apart.first.join(', ')}} miss writes to {${apart.second.join(', ')}}: every read quorum must meet every write quorum`,
      'leave writes out: they are then the sets that meet every read quorum',
    );
  }
  if (reads !== undefined) return { reads, writes: dual(reads), dual: 'writes' };
  return writes && { reads: dual(writes), writes, dual: 'reads' };
}

function readSystem(field: Field, ids: readonly string[], report: DesignReport): QuorumSystem | undefined {
  if (!field.present) return undefined;
  const { text, path } = field;
  if (text === undefined)
    return report.error(
      path,
      `${path.at(-1)} is ${describeFound(field.value)}: expected an expression`,
      "as in 'a & b | c & d'",
    );
  const parsed = parseExpression(text, ids);
  if ('problems' in parsed) {
    for (const { offset, length, message, hint } of parsed.problems)
      report.errorWithin(path, offset, length, message, hint);
    return undefined;
  }
  try {
    return fromExpression(ids, parsed.expression);
  } catch (error) {
    if (error instanceof DiagramTooLarge) return report.error(path, error.message);
    throw error;
  }
}

/** What is asked of a strategy: `read-share`, `minimise`, `limits`, `f`. */
export function readGoal(field: Field, report: DesignReport): Goal {
  const minimise = field.get('minimise');
  const metric = DESIGN_METRICS.find((each) => each === minimise.value);
  if (minimise.present && metric === undefined)
    report.error(
      minimise.path,
      `minimise is ${describeFound(minimise.value)}: expected load, network or latency`,
      minimise.text && suggestion(minimise.text, DESIGN_METRICS, 'the metrics'),
    );
  const f = field.get('f');
  return {
    shares: readShares(field.get('read-share'), report),
    minimise: metric ?? 'load',
    limits: readLimits(field.get('limits'), report),
    f: f.present ? wholeNumber(f, report) : 0,
  };
}

/** Reports an f that the quorums cannot lose. */
export function checkResilience({ reads, writes }: GivenScheme, { f }: Goal, report: DesignReport): void {
  const [r, w] = [resilience(reads), resilience(writes)];
  if (f <= Math.min(r, w)) return;
  const which = r < w ? 'reads tolerate' : w < r ? 'writes tolerate' : 'these quorums tolerate';
  report.error(
    ['quorum', 'f'],
    `f is ${f}, and ${which} the loss of ${Math.min(r, w)} nodes at most`,
    `f may be ${Math.min(r, w)} here`,
  );
}

function readSearch(field: Field, nodes: number, report: DesignReport): SearchKind[] {
  const { value, path } = field;
  if (!field.present || value === false) return [];
  const every = SEARCH_KINDS.filter((kind) => kind !== 'expressions' || nodes <= MOST_IN_EXPRESSIONS);
  if (value === true || value === 'all') return every;
  const wanted = field.text?.split(',').map((each) => each.trim()) ?? field.entries.map((each) => each.value);
  if (wanted.length === 0)
    report.error(
      path,
      `search is ${describeFound(value)}: expected all, or a list`,
      `the kinds are ${SEARCH_KINDS.join(', ')}`,
    );
  return wanted.flatMap((each) => {
    const kind = SEARCH_KINDS.find((known) => known === each);
    if (kind === undefined) {
      report.error(
        path,
        `search has ${describeFound(each)}, which is no kind of scheme`,
        suggestion(String(each), SEARCH_KINDS, 'the kinds'),
      );
      return [];
    }
    if (kind === 'expressions' && nodes > MOST_IN_EXPRESSIONS) {
      report.error(
        path,
        `every expression over ${nodes} nodes is too many to search: at most ${MOST_IN_EXPRESSIONS} nodes, of which there are some 20,000`,
        `search: [${every.join(', ')}]`,
      );
      return [];
    }
    return [kind];
  });
}
