import type { Option } from 'commander';

const known = new WeakMap<Option, readonly string[]>();

/** Remembers which values an option takes that has a parser of its own, for shells to complete. */
export function suggest(option: Option, values: readonly string[]): Option {
  known.set(option, values);
  return option;
}

/** What an option may be given, as far as its definition says; none: anything. */
export function suggestedFor(option: Option): readonly string[] {
  return option.argChoices ?? known.get(option) ?? [];
}
