import type { ObjectiveDiff, ObjectiveVerdict } from '../../result/diff.js';

/** An objective with its verdict, as results have it. */
export interface Judged {
  readonly objective: string;
  readonly actual: number | null;
  readonly met: boolean | null;
}

/**
 * Every objective of both, in the order of head, then those that only base asked. One whose bound changed is the same
 * objective, as long as no other is about the same.
 */
export function objectiveDiffs(before: readonly Judged[], after: readonly Judged[]): ObjectiveDiff[] {
  const left = new Set(before);
  const partnerOf = (one: Judged): Judged | undefined => {
    const exact = [...left].find(({ objective }) => objective === one.objective);
    const about = subject(one.objective);
    const alike = [...left].filter(({ objective }) => subject(objective) === about);
    const rivals = after.filter(({ objective }) => subject(objective) === about);
    const partner = exact ?? (alike.length === 1 && rivals.length === 1 ? alike[0] : undefined);
    if (partner !== undefined) left.delete(partner);
    return partner;
  };
  const paired = after.map((one) => diffOf(partnerOf(one), one));
  return [...paired, ...[...left].map((one) => diffOf(one, undefined))];
}

/** "write.p99 of web-us" of "write.p99 of web-us at most 120ms" */
function subject(objective: string): string {
  return objective.replace(/ at (most|least) .*$/, '');
}

function diffOf(before: Judged | undefined, after: Judged | undefined): ObjectiveDiff {
  const [was, is] = [verdictOf(before), verdictOf(after)];
  const objective = (after ?? before)?.objective ?? '';
  const other = before !== undefined && before.objective !== objective;
  return {
    objective,
    ...(other ? { asked: before.objective } : {}),
    before: was,
    after: is,
    actualBefore: before?.actual ?? null,
    actualAfter: after?.actual ?? null,
    flips: (was === 'met' && is === 'missed') || (was === 'missed' && is === 'met'),
  };
}

function verdictOf(judged: Judged | undefined): ObjectiveVerdict {
  if (judged === undefined) return 'not asked';
  if (judged.met === null) return 'not judged';
  return judged.met ? 'met' : 'missed';
}
