import type { Candidate } from '../src/estimate/compare/compare.js';
import { dropOneByOne, type Without } from '../src/estimate/compare/fewer-replicas.js';
import type { Protocol } from '../src/protocol/contract/protocol.js';
import { type Changes, NO_CHANGES } from '../src/topology/changes.js';
import type { Deployment } from '../src/topology/deployment.js';
import { editTopology } from '../src/topology/edit.js';
import type { Io } from './io.js';
import { readTopology } from './load.js';

/** What is varied; undefined: as the file has it. */
export interface Axes {
  readonly protocols: readonly Protocol[] | undefined;
  /** As YAML on one line. */
  readonly quorums: readonly string[] | undefined;
  readonly leaders: readonly string[] | undefined;
  readonly sizes: readonly number[] | undefined;
}

/** One sound topology to be varied. */
export interface Original {
  readonly path: string;
  readonly text: string;
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  /** Its name where several files are compared. */
  readonly label: string | undefined;
}

/** One combination, before it is known whether it can be had. */
interface Combination {
  readonly protocol: Protocol;
  readonly quorum: string | undefined;
  readonly leader: string | undefined;
}

/** Every combination of protocol, quorums and leader; a protocol without a leader is asked once for all leaders. */
export function combinations({ protocol: own }: Original, axes: Axes): Combination[] {
  return (axes.protocols ?? [own]).flatMap((protocol) =>
    (axes.quorums ?? [undefined]).flatMap((quorum) => {
      const leaders = protocol.traits.leadership === 'none' ? [undefined] : (axes.leaders ?? [undefined]);
      return leaders.map((leader) => ({ protocol, quorum, leader }));
    }),
  );
}

/**
 * Every alternative of one file: the text is edited, parsed and checked like a file. What cannot be had so is a candidate
 * with its obstacles.
 */
export async function crossed(io: Io, original: Original, axes: Axes, seed: number): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const combination of combinations(original, axes))
    found.push(...(await ofSizes(io, original, axes, combination, seed)));
  return found;
}

async function ofSizes(
  io: Io,
  original: Original,
  axes: Axes,
  combination: Combination,
  seed: number,
): Promise<Candidate[]> {
  const { protocol } = combination;
  const made = await edited(io, original, combination, []);
  if (axes.sizes === undefined)
    return [candidate(original, axes, combination, null, [], withProtocol(made, protocol))];
  if ('obstacles' in made)
    return axes.sizes.map((size) => candidate(original, axes, combination, size, [], made));
  const all = made.deployment.replicas.length;
  const { dropped, obstacles } = await dropOneByOne(
    made.deployment,
    protocol,
    (removed) => edited(io, original, combination, removed),
    Math.min(all, ...axes.sizes),
    seed,
  );
  const candidates: Candidate[] = [];
  for (const size of axes.sizes) {
    const gone = dropped.get(size);
    let outcome: Without;
    if (gone !== undefined) outcome = await edited(io, original, combination, gone);
    else if (size > all) outcome = { obstacles: [`there are ${all} replicas to choose from, not ${size}`] };
    else outcome = { obstacles: [noneOf(size, obstacles)] };
    candidates.push(
      candidate(original, axes, combination, size, gone ?? [], withProtocol(outcome, protocol)),
    );
  }
  return candidates;
}

/** The first reason is enough: the others say the same of other replicas. */
function noneOf(size: number, [first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  return `it cannot go down to ${size} replicas: ${first}${more}`;
}

type Subject = Candidate['subject'];

function withProtocol(made: Without, protocol: Protocol): Subject {
  return 'obstacles' in made ? made : { deployment: made.deployment, protocol };
}

/** The file with these quorums, this leader and without these replicas, or everything that is wrong with that. */
async function edited(
  io: Io,
  { path, text, deployment }: Original,
  { quorum, leader }: Combination,
  remove: readonly string[],
): Promise<Without> {
  const changes: Changes = { ...NO_CHANGES, quorum, leader, remove };
  const made = editTopology(text, changes);
  if ('problems' in made) return { obstacles: made.problems.map(({ message }) => message), needed: true };
  if (made.text === text) return { deployment };
  const read = await readTopology(io, path, deployment.file, made.text, []);
  const errors = read.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  if (read.deployment === undefined || errors.length > 0) return { obstacles: [...new Set(errors)] };
  return { deployment: read.deployment };
}

function candidate(
  { label }: Original,
  axes: Axes,
  { protocol, quorum, leader }: Combination,
  size: number | null,
  dropped: readonly string[],
  subject: Subject,
): Candidate {
  const name = [
    ...(label === undefined ? [] : [label]),
    ...(axes.protocols === undefined ? [] : [protocol.name]),
    ...(quorum === undefined ? [] : [quorum]),
    ...(leader === undefined ? [] : [`leader ${leader}`]),
    ...(size === null ? [] : [`${size} ${size === 1 ? 'replica' : 'replicas'}`]),
  ].join(', ');
  return {
    name,
    choices: {
      protocol: axes.protocols === undefined ? null : protocol.name,
      quorum: quorum ?? null,
      leader: leader ?? null,
      replicas: size,
      dropped,
    },
    subject,
  };
}
