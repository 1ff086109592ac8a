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

/** What everybody starts with: all voters are in, the configured primary first. */
export function firstConfiguration(voters: number, primary: number): Configuration {
  return { version: 0, primary, since: 0, members: voters };
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
