/**
 * Configurations: who keeps copies, and who is primary. The manager has one sequence of them, numbered 0, 1, 2, …; the
 * first is the deployment's own. Sets of replicas are masks: bit i is replica i.
 */
export interface Configuration {
  readonly version: number;
  readonly primary: number;
  /** The version with which this primary took over: one reign, whatever secondaries come and go in it. */
  readonly since: number;
  readonly members: number;
}

/** What everybody starts with: all are in, the configured primary first. */
export function firstConfiguration(n: number, primary: number): Configuration {
  return { version: 0, primary, since: 0, members: 2 ** n - 1 };
}

/** The next version, other members under the same primary. */
export function withMembers(before: Configuration, members: number): Configuration {
  return { ...before, version: before.version + 1, members };
}

/** The next version, in which a reign begins: of a secondary, the old primary being out; or of the primary once more. */
export function withPrimary(before: Configuration, primary: number): Configuration {
  const version = before.version + 1;
  const gone = before.primary === primary ? 0 : 1 << before.primary;
  return { version, primary, since: version, members: before.members & ~gone };
}

export function has(set: number, replica: number): boolean {
  return ((set >>> replica) & 1) === 1;
}

/** More than half of all n replicas of the deployment, in the configuration or not: what decides at the manager. */
export function isMajority(set: number, n: number): boolean {
  let count = 0;
  for (let i = 0; i < n; i++) if (has(set, i)) count++;
  return 2 * count > n;
}
