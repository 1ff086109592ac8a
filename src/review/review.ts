import type { Baseline, FailOn, ReviewFinding, ReviewResult, Severity } from '../result/review.js';
import { VERSION } from '../version.js';
import { against } from './baseline.js';
import type { ReviewOptions } from './context.js';
import { type ReviewInput, reviewFile } from './review-file.js';

export interface ReviewSettings extends ReviewOptions {
  readonly failOn: FailOn;
  /** Findings that are accepted; none where absent. */
  readonly baseline?: Baseline;
}

/** Holds every rule against every file. */
export function review(inputs: readonly ReviewInput[], settings: ReviewSettings): ReviewResult {
  const { seed, today, failOn, baseline } = settings;
  const reviews = inputs.map((input) => reviewFile(input, settings));
  const files = reviews.map(({ file }) => file);
  const all = reviews.flatMap(({ findings }) => findings);
  const { fresh, accepted, stale } = against(
    baseline ?? { schema: 'quorate.baseline/1', findings: [] },
    all,
    files.filter(({ sound }) => sound).map(({ file }) => file),
  );
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of fresh) counts[severity]++;
  return {
    schema: 'quorate.review/1',
    version: VERSION,
    seed,
    date: today,
    files,
    findings: fresh,
    counts,
    suppressed: reviews.flatMap(({ suppressed }) => suppressed),
    accepted,
    stale,
    failOn,
    verdict: files.some(({ sound }) => !sound) ? 'broken' : fails(fresh, failOn) ? 'failed' : 'passed',
  };
}

const FAILING: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
};

function fails(findings: readonly ReviewFinding[], failOn: FailOn): boolean {
  return findings.some(({ severity }) => FAILING[failOn].includes(severity));
}
