import type { Severity, Topic } from '../result/review.js';
import type { ReviewContext } from './context.js';

/** A way into the topology file, as `Deployment.locate` takes it. */
export type FilePath = readonly (string | number)[];

/** What a rule found in one deployment. */
export interface Finding {
  /** What it is about: the finding stands at the longest beginning of this that the file has. */
  readonly path: FilePath;
  /** Ids that tell it from others of the same rule and path: a client's, a region's. */
  readonly about?: string;
  /** What was found, with the numbers of this topology; sentences with a full stop. */
  readonly message: string;
  /** What to do about it here. */
  readonly fix: string;
  /** Where it is not as severe, or more, than the rule's findings are as a rule. */
  readonly severity?: Severity;
}

/** One thing that an expert would raise about a deployment. */
export interface Rule {
  /** QR001; never given to another rule, even when this one is gone. */
  readonly id: string;
  /** "even-majority": for people who dislike numbers. */
  readonly name: string;
  /** What it finds, in a few words. */
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** Severities that single findings have instead, by what was found (`Finding.severity`). */
  readonly otherwise?: readonly Severity[];
  /** Why it matters: a paragraph. */
  readonly why: string;
  /** What to do about it in general. */
  readonly fix: string;
  /** Where the rule comes from: a book, a paper, a vendor's guide. */
  readonly source: string;
  /** Messages of the topology's own checks that say the same with fewer figures, and are dropped where this rule has fired. */
  readonly supersedes?: RegExp;
  /** 'file': what the file says is enough, even where its protocol cannot run it. 'estimate': figures of a running one. */
  readonly needs: 'file' | 'estimate';
  /** Absent where the reading of the file itself raises it. */
  check?(context: ReviewContext): readonly Finding[];
}
