import type { Count, Ordinal } from './measures.js';

/** Results of `quorate review` and `quorate rules` as plain data. */

/** A note never fails a review. */
export type Severity = 'error' | 'warning' | 'note';

export type Topic =
  | 'file'
  | 'quorums'
  | 'failures'
  | 'latency'
  | 'timeouts'
  | 'data'
  | 'objectives'
  | 'load'
  | 'suppressions';

export interface ReviewFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  /** 1-based; 1 and 1 for what concerns the whole file. */
  readonly line: Ordinal;
  readonly column: Ordinal;
  readonly fix: string;
  /** Where the rule is explained. */
  readonly docs: string;
  /** What it is about, by ids: "replicas.va1.at". With rule and file it tells the finding from all others. */
  readonly path: string;
}

/** A finding that a comment in its file silences. */
export interface SuppressedFinding extends ReviewFinding {
  /** Line of the comment. */
  readonly by: Ordinal;
  readonly reason: string;
  /** ISO date up to which it holds; null: permanently. */
  readonly until: string | null;
}

/** A finding that a baseline accepts: no line, for lines move. */
export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  readonly path: string;
}

export interface Baseline {
  readonly schema: 'quorate.baseline/1';
  readonly findings: readonly BaselineEntry[];
}

export interface ReviewedFile {
  readonly file: string;
  /** The topology's name; null where the file could not be read as one. */
  readonly name: string | null;
  /** Sound enough to be estimated: false where the input itself is at fault. */
  readonly sound: boolean;
}

export type FailOn = 'error' | 'warning' | 'never';

export interface ReviewResult {
  readonly schema: 'quorate.review/1';
  readonly version: string;
  readonly seed: Count;
  /** ISO date that suppressions and the age of data are held against. */
  readonly date: string;
  readonly files: readonly ReviewedFile[];
  /** By file in the order asked for, then by line. */
  readonly findings: readonly ReviewFinding[];
  readonly counts: Readonly<Record<Severity, Count>>;
  readonly suppressed: readonly SuppressedFinding[];
  /** How many findings the baseline accepts. */
  readonly accepted: Count;
  /** Entries of the baseline that are found no more, of the files reviewed. */
  readonly stale: readonly BaselineEntry[];
  readonly failOn: FailOn;
  /** 'broken': some file is no topology, or cannot be run. */
  readonly verdict: 'passed' | 'failed' | 'broken';
}

export interface ListedRule {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** Severities that single findings have instead; empty where all have `severity`. */
  readonly otherwise: readonly Severity[];
  readonly why: string;
  readonly fix: string;
  readonly source: string;
  readonly docs: string;
}

export interface RuleListResult {
  readonly schema: 'quorate.rules/1';
  readonly version: string;
  readonly rules: readonly ListedRule[];
}
