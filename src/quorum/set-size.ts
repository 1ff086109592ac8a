/** How many members a set has: bit i set means that the i-th is in. */
export function setSize(set: number): number {
  let size = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) size++;
  return size;
}
