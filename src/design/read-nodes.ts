import { suggestion } from '../spelling/suggestion.js';
import type { Field } from '../topology/field.js';
import { describeFound } from '../topology/found.js';
import { parseShare } from '../topology/share.js';
import { parseDuration, parseRate, type Reading } from '../topology/units.js';
import type { DesignNode } from './design.js';
import type { DesignReport } from './design-report.js';

const KEYS = ['capacity', 'reads', 'writes', 'latency', 'failure'];

/** What is taken for a node's capacity where none has one (operations per second). */
const UNIT = 1;

/**
 * The nodes of a design: a mapping of ids to `{ capacity, reads, writes, latency, failure }`, a list of ids, or nothing, where
 * the ids are those that the expressions name. `capacity` stands for both `reads` and `writes`, and one of these for the other.
 */
export function readNodes(
  field: Field,
  named: readonly string[],
  report: DesignReport,
): { nodes: DesignNode[]; capacitiesGiven: boolean } {
  if (!field.present) {
    if (named.length === 0) report.error(field.path, 'there are no nodes', 'write nodes: [a, b, c]');
    return { nodes: named.map(bare), capacitiesGiven: false };
  }
  if (field.entries.length > 0) return { nodes: listed(field, report).map(bare), capacitiesGiven: false };
  if (!field.isMapping || field.keys.length === 0) {
    report.error(
      field.path,
      `nodes is ${describeFound(field.value)}: expected a list of ids, or a mapping of ids to figures`,
    );
    return { nodes: [], capacitiesGiven: false };
  }
  const nodes = field.keys.map((id) => ({
    id,
    field: field.get(id),
    ...readNode(id, field.get(id), report),
  }));
  for (const [what, have] of [
    ['capacity', nodes.map(({ reads, writes }) => reads ?? writes)],
    ['latency', nodes.map(({ latency }) => latency)],
    ['failure', nodes.map(({ failure }) => failure)],
  ] as const) {
    const without = have.indexOf(undefined);
    if (without >= 0 && have.some((each) => each !== undefined))
      report.error(
        nodes[without].field.path,
        `${nodes[without].id} has no ${what}, and other nodes have one`,
      );
  }
  return {
    nodes: nodes.map(({ id, reads, writes, latency, failure }) => ({
      id,
      reads: reads ?? writes ?? UNIT,
      writes: writes ?? reads ?? UNIT,
      latency,
      failure,
    })),
    capacitiesGiven: nodes.some(({ reads, writes }) => (reads ?? writes) !== undefined),
  };
}

function bare(id: string): DesignNode {
  return { id, reads: UNIT, writes: UNIT, latency: undefined, failure: undefined };
}

function listed(field: Field, report: DesignReport): string[] {
  const ids = field.entries.flatMap((entry) => {
    if (typeof entry.value === 'string' && entry.value !== '') return [entry.value];
    report.error(entry.path, `a node is ${describeFound(entry.value)}: expected its id, a text`);
    return [];
  });
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
  if (twice >= 0) report.error([...field.path, twice], `node '${ids[twice]}' is listed twice`);
  return [...new Set(ids)];
}

type Figures = Record<'reads' | 'writes' | 'latency' | 'failure', number | undefined>;

function readNode(id: string, field: Field, report: DesignReport): Figures {
  if (field.value !== null && !field.isMapping)
    report.error(
      field.path,
      `node ${id} is ${describeFound(field.value)}: expected a mapping`,
      `its keys are ${KEYS.join(', ')}`,
    );
  for (const key of field.keys)
    if (!KEYS.includes(key))
      report.errorAtKey([...field.path, key], `unknown key '${key}'`, suggestion(key, KEYS, 'the keys'));
  const both = capacity('capacity', field, report);
  return {
    reads: capacity('reads', field, report) ?? both,
    writes: capacity('writes', field, report) ?? both,
    latency: reading(field.get('latency'), parseDuration, report),
    failure: reading(field.get('failure'), parseShare, report),
  };
}

function capacity(key: string, field: Field, report: DesignReport): number | undefined {
  const found = reading(field.get(key), parseRate, report);
  if (found !== 0) return found;
  return report.error(
    [...field.path, key],
    `${key} is 0/s: a capacity is more than 0`,
    'a node that takes nothing is no node: leave it out',
  );
}

function reading(
  field: Field,
  parse: (value: unknown) => Reading<number>,
  report: DesignReport,
): number | undefined {
  if (!field.present) return undefined;
  const { value, problem, hint } = parse(field.value);
  return problem === undefined ? value : report.error(field.path, problem, hint);
}
