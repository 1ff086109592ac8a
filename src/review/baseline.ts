import type { Baseline, BaselineEntry, ReviewFinding, ReviewResult } from '../result/review.js';

/** A file's name as baselines have it: without ./ before it, and with / between folders. */
export function baselineFile(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}

/** What a finding is known by across versions of its file: rule, file and path of ids, never the line. */
export function keyOf({ rule, file, path }: BaselineEntry): string {
  return `${rule} ${baselineFile(file)} ${path}`;
}

/** May the finding be accepted? Errors of the input may not: nothing behind them was looked at. */
export function isAcceptable({ rule, severity }: ReviewFinding): boolean {
  return rule !== 'QR000' || severity !== 'error';
}

/** A baseline that accepts these findings, sorted, each once. */
export function baselineOf(findings: ReviewResult['findings']): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    if (!isAcceptable(finding)) continue;
    const { rule, path } = finding;
    entries.set(keyOf(finding), { rule, file: baselineFile(finding.file), path });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { schema: 'quorate.baseline/1', findings: sorted.map(([, entry]) => entry) };
}

/** Reads a baseline's text; a string is what is wrong with it. */
export function readBaseline(text: string): Baseline | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `it is not JSON: ${(error as Error).message}`;
  }
  const { schema, findings } = (data ?? {}) as { schema?: unknown; findings?: unknown };
  if (schema !== 'quorate.baseline/1' || !Array.isArray(findings))
    return 'it needs "schema": "quorate.baseline/1" and a list "findings" (quorate review --write-baseline writes one)';
  const bad = findings.findIndex((entry) => {
    const { rule, file, path } = (entry ?? {}) as Partial<Record<keyof BaselineEntry, unknown>>;
    return [rule, file, path].some((part) => typeof part !== 'string');
  });
  if (bad >= 0) return `entry ${bad + 1} of its findings has no rule, file and path`;
  return data as Baseline;
}

/** Splits findings into those that are new and those that a baseline accepts; and what it accepts in vain. */
export function against(
  baseline: Baseline,
  findings: readonly ReviewFinding[],
  files: readonly string[],
): { readonly fresh: ReviewFinding[]; readonly accepted: number; readonly stale: BaselineEntry[] } {
  const known = new Set(baseline.findings.map(keyOf));
  const fresh = findings.filter((finding) => !known.has(keyOf(finding)) || !isAcceptable(finding));
  const found = new Set(findings.map(keyOf));
  const reviewed = new Set(files.map(baselineFile));
  return {
    fresh,
    accepted: findings.length - fresh.length,
    stale: baseline.findings.filter(
      (entry) => reviewed.has(baselineFile(entry.file)) && !found.has(keyOf(entry)),
    ),
  };
}
