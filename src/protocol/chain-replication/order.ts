/** A chain: the head, then the others in the order of the file. The last is the tail. */
export function chainOf<T>(head: T, members: readonly T[]): T[] {
  return [head, ...members.filter((member) => member !== head)];
}
