/**
 * The part of a log without holes that a replica still holds: from slot `base` on. Everything below is in its snapshot.
 */
export interface Stretch<E> {
  base: number;
  readonly entries: E[];
}

/** The slot after the last entry. */
export function endOf({ base, entries }: Stretch<unknown>): number {
  return base + entries.length;
}

/** The entry of a slot within base … end − 1. */
export function entryAt<E>({ base, entries }: Stretch<E>, slot: number): E {
  return entries[slot - base];
}
