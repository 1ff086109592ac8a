import { nearestName } from '../spelling/nearest-name.js';
import { suggestion } from '../spelling/suggestion.js';
import type { Mapping, Path, Report } from './scheme-report.js';

/** A way to write a quorum as a mapping. */
export interface Form {
  readonly name:
    | 'phases'
    | 'reads-writes'
    | 'fast'
    | 'grid'
    | 'groups'
    | 'weights'
    | 'expression'
    | 'threshold';
  /** Any of these says that this form is meant. */
  readonly lead: readonly string[];
  /** These may stand beside it. */
  readonly also: readonly string[];
  /** Gives the quorums of all phases, and so cannot stand inside one phase. */
  readonly whole: boolean;
}

/** `threshold` comes last: beside `weights` it belongs to them. */
export const FORMS: readonly Form[] = [
  { name: 'phases', lead: ['phase1', 'phase2'], also: [], whole: true },
  { name: 'reads-writes', lead: ['read', 'write'], also: [], whole: true },
  { name: 'fast', lead: ['classic', 'fast'], also: [], whole: true },
  { name: 'grid', lead: ['grid'], also: [], whole: true },
  { name: 'groups', lead: ['groups'], also: ['of', 'within'], whole: false },
  { name: 'weights', lead: ['weights'], also: ['threshold'], whole: false },
  { name: 'expression', lead: ['expression'], also: [], whole: false },
  { name: 'threshold', lead: ['threshold'], also: [], whole: false },
];

/** What may stand at this path, for messages: the whole quorum, or one phase of it. */
export function allowedAt(path: Path): string {
  return path.length === 0
    ? "'majority', 'all', or a mapping with threshold, weights, groups, expression, grid, phase1 and phase2, read and write, or classic and fast"
    : "'majority', 'all', a number, or a mapping with threshold, weights, groups or expression";
}

const ALL_KEYS = [...new Set(FORMS.flatMap(({ lead, also }) => [...lead, ...also]))];

/** The form that a mapping is written in, going by its keys alone. */
export function findForm(mapping: Mapping): Form | undefined {
  return FORMS.find(({ lead }) => lead.some((key) => Object.hasOwn(mapping, key)));
}

/** Reports keys that are missing, unknown, or belong to another form. */
export function checkKeys(report: Report, path: Path, mapping: Mapping, form: Form): void {
  const keys = Object.keys(mapping);
  const allowed = [...form.lead, ...form.also];
  const missing = allowed.filter((key) => !keys.includes(key));
  const others = ALL_KEYS.filter((key) => !keys.includes(key));
  const lead = form.lead.find((key) => keys.includes(key))!;
  for (const key of keys.filter((key) => !allowed.includes(key))) {
    if (ALL_KEYS.includes(key)) {
      report.add(
        [...path, key],
        `'${key}' does not go with '${lead}'`,
        `allowed here: ${allowed.join(', ')}`,
      );
    } else {
      const near = nearestName(key, missing) ?? nearestName(key, others);
      const hint = near === undefined ? `allowed here: ${allowed.join(', ')}` : `did you mean '${near}'?`;
      report.add([...path, key], `unknown key '${key}' beside '${lead}'`, hint);
    }
  }
  for (const key of form.lead.filter((key) => missing.includes(key))) {
    report.add(path, `'${key}' is missing beside '${lead}'`);
  }
}

/** Reports a mapping that is in none of the forms. */
export function reportNoForm(report: Report, path: Path, mapping: Mapping): undefined {
  const keys = Object.keys(mapping);
  if (keys.length === 0) {
    return report.add(path, `${path.at(-1) ?? 'quorum'} is empty: expected ${allowedAt(path)}`);
  }
  const leads = FORMS.flatMap(({ lead }) => lead);
  for (const key of keys) {
    if (ALL_KEYS.includes(key)) {
      report.add([...path, key], `'${key}' needs 'groups' beside it`);
    } else {
      report.add([...path, key], `unknown key '${key}'`, suggestion(key, leads, 'the keys'));
    }
  }
}
