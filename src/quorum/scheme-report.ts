import { nearestName } from '../spelling/nearest-name.js';
import { suggestion } from '../spelling/suggestion.js';
import { DiagramTooLarge } from './diagram-builder.js';
import type { QuorumSystem } from './system.js';

export type Path = readonly (string | number)[];
export type Mapping = Readonly<Record<string, unknown>>;

/** What is wrong with a quorum as written in a topology file. */
export interface SchemeProblem {
  /** Keys and indices from the quorum's own value to the part at fault; empty for the whole of it. */
  readonly path: Path;
  /** What was found and what is allowed. */
  readonly message: string;
  readonly hint?: string;
  /** Where inside an expression: 0-based offset into the string at `path`, and characters to underline. */
  readonly span?: { readonly offset: number; readonly length: number };
}

/** Collects every problem of one quorum, so that they are all told at once. */
export class Report {
  readonly problems: SchemeProblem[] = [];

  /** @param voteless members that no quorum may count on */
  constructor(
    readonly members: readonly string[],
    readonly voteless: readonly string[] = [],
  ) {}

  get voters(): readonly string[] {
    return this.members.filter((id) => !this.voteless.includes(id));
  }

  /** A member that quorums name although it has no vote. */
  withoutVote(path: Path, id: string): void {
    this.add(path, `'${id}' has no vote, so no quorum can count on it`, 'leave it out, or make it a voter');
  }

  add(path: Path, message: string, hint?: string): undefined {
    this.problems.push(hint === undefined ? { path, message } : { path, message, hint });
    return undefined;
  }

  /** An id that is no replica's; returns the one that was probably meant. */
  stranger(path: Path, id: string): string | undefined {
    this.add(path, `unknown replica '${id}'`, suggestion(id, this.members, 'the replicas'));
    return nearestName(id, this.members);
  }
}

/** A value as a message shows it: 'four', 2.5, a list, a mapping, nothing. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'a list' : 'a mapping';
  }
  return String(value);
}

/** The value as a mapping, or undefined where it is something else. */
export function asMapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Mapping)
    : undefined;
}

/** A whole number from 1 to `most` (Infinity: unknown as yet); `why` says where that bound comes from. */
export function readCount(
  report: Report,
  path: Path,
  name: string,
  value: unknown,
  most: number,
  why?: string,
  words: readonly string[] = [],
): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most) {
    return value;
  }
  const alternatives = words.map((word) => `'${word}'`).join(', ');
  const allowed = words.length > 0 ? `${alternatives} or ${bounded(most)}` : bounded(most);
  return report.add(path, `${name} is ${show(value)}: expected ${allowed}`, countHint(value, words) ?? why);
}

function bounded(most: number): string {
  if (most === 1) {
    return '1';
  }
  return most === Number.POSITIVE_INFINITY ? 'a whole number, 1 or more' : `a whole number from 1 to ${most}`;
}

function countHint(value: unknown, words: readonly string[]): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  if (/^\d+$/.test(value)) {
    return 'write it without quotes';
  }
  const near = nearestName(value, words);
  return near && `did you mean '${near}'?`;
}

/** Compiles a system; reports one that no diagram of a sane size can hold. */
export function attempt(report: Report, path: Path, make: () => QuorumSystem): QuorumSystem | undefined {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof DiagramTooLarge) {
      return report.add(path, `this quorum system is too intricate: ${thrown.message}`);
    }
    throw thrown;
  }
}
