/**
 * The replicas that own a slot between a command of `last` and the next command of `entry`, slots going round in the
 * order of `replicas`: all the others where both are one replica.
 */
export function ownersBetween(replicas: readonly string[], last: string, entry: string): string[] {
  const between: string[] = [];
  const n = replicas.length;
  const end = replicas.indexOf(entry);
  for (let i = (replicas.indexOf(last) + 1) % n; i !== end; i = (i + 1) % n) between.push(replicas[i]);
  return between;
}
