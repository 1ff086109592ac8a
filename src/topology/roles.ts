import { membersInQuorums } from '../quorum/combined.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Build } from './build.js';
import type { Replica } from './deployment.js';
import { firstOf, quoted } from './found.js';

/**
 * What each member is for, once the quorums are known: one that no quorum counts on has no say, whatever its role was
 * called, so it is a learner.
 */
export function settleRoles(build: Build, replicas: readonly Replica[], quorum: QuorumScheme): Replica[] {
  const { phase1, phase2, fast } = quorum;
  const elects = membersInQuorums(phase1);
  const acknowledges = new Set([...membersInQuorums(phase2), ...(fast ? membersInQuorums(fast) : [])]);
  const demoted: string[] = [];
  const settled = replicas.map((replica): Replica => {
    const { id, index, role } = replica;
    if (role === 'learner' || elects.has(index) || (role !== 'arbiter' && acknowledges.has(index)))
      return replica;
    if (role !== 'voter') {
      build.findings.error(
        ['replicas', index, 'role'],
        `${quoted(id)} is ${role === 'arbiter' ? 'an' : 'a'} ${role}, but no quorum counts on it`,
        'give it a vote in protocol.quorum, or make it a learner',
      );
      return replica;
    }
    if (replica.leads > 1) {
      const message = `${quoted(id)} is preferred as leader, but no quorum counts on it, and a replica without a vote never leads`;
      build.findings.error(['replicas', index, 'leads'], message);
    }
    demoted.push(id);
    return { ...replica, role: 'learner', leads: 0 };
  });
  if (demoted.length > 0) {
    const verb =
      demoted.length === 1
        ? 'is a learner: no quorum counts on it'
        : 'are learners: no quorum counts on them';
    build.assumptions.add(`${firstOf(demoted, 6)} ${verb}.`);
  }
  return settled;
}

/** Clients that the file sends to a replica which serves none. */
export function checkContacts(
  build: Build,
  replicas: readonly Replica[],
  clients: readonly { readonly index: number; readonly entry: string | undefined }[],
): void {
  for (const { index, entry } of clients) {
    const contact = replicas.find(({ id }) => id === entry);
    if (contact === undefined || contact.role === 'voter' || contact.role === 'learner') continue;
    build.findings.error(
      ['clients', index, 'entry'],
      `${quoted(contact.id)} is ${contact.role === 'arbiter' ? 'an' : 'a'} ${contact.role}, and serves no clients`,
      'name a voter or a learner, or nearest',
    );
  }
}
