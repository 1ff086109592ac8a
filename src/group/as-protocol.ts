import type { Protocol } from '../protocol/contract/protocol.js';
import type { Deployment } from '../topology/deployment.js';

/** A deployment under another protocol than its file names, and what of the file had to give way. */
export interface Recast {
  readonly deployment: Deployment;
  /** One sentence for each choice of the file that the protocol does not know, and what it does instead. */
  readonly changes: readonly string[];
}

/**
 * The same replicas, clients and network under another protocol. Choices that it does not know (a way of reading, an
 * order of disk writes) give way to its own customs.
 */
export function asProtocol(deployment: Deployment, { name, traits }: Protocol): Recast {
  const { protocol } = deployment;
  if (protocol.name === name) return { deployment, changes: [] };
  const changes: string[] = [];
  const keep = <T extends string>(
    what: string,
    chosen: T | undefined,
    known: readonly T[],
  ): T | undefined => {
    if (chosen === undefined || known.includes(chosen)) return chosen;
    changes.push(`${name} has no ${what} '${chosen}', it takes '${known[0]}'`);
    return undefined;
  };
  const reads = keep('reads', protocol.reads, traits.reads);
  const disk = keep('disk', protocol.disk, traits.disk);
  const loop = keep('loop', protocol.loop, traits.loop);
  const { fastQuorum, proposers, commuting } = traits;
  // What makes no difference to the protocol is left out without a word: nothing gives way.
  const rest = {
    learner: proposers === 'clients' ? protocol.learner : undefined,
    commuting: commuting !== 'never' && protocol.commuting,
    interference: fastQuorum ? protocol.interference : undefined,
  };
  return {
    deployment: { ...deployment, protocol: { ...protocol, name, reads, disk, loop, ...rest } },
    changes,
  };
}
