/**
 * Instances: replica r commands its own row (r, 0), (r, 1), (r, 2), … of the instance space (SOSP 2013, §4.2). Outside
 * this folder an instance (r, i) of n replicas goes by one number, its slot i·n + r.
 */
export function slotOf(row: number, number: number, n: number): number {
  return number * n + row;
}

/** The replica whose row it is in: its command leader. */
export function rowOf(slot: number, n: number): number {
  return slot % n;
}

export function numberOf(slot: number, n: number): number {
  return Math.floor(slot / n);
}

/** A set of all n replicas, as a mask. */
export function everyone(n: number): number {
  return 2 ** n - 1;
}
