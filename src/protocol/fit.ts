import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import type { Protocol } from './contract.js';
import { finding } from './finding.js';

/**
 * What of this deployment a protocol cannot do (errors), or what of it makes no difference to it (warnings): first what
 * its traits tell, then what it has to say itself; errors before warnings.
 */
export function fitOf(protocol: Protocol, deployment: Deployment): Diagnostic[] {
  const found = [
    ...reads(protocol, deployment),
    ...leader(protocol, deployment),
    ...protocol.check(deployment),
    ...unused(protocol, deployment),
  ];
  return [
    ...found.filter(({ severity }) => severity === 'error'),
    ...found.filter(({ severity }) => severity !== 'error'),
  ];
}

function reads({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const asked = deployment.protocol.reads;
  if (asked === undefined || traits.reads.includes(asked)) return [];
  return [
    finding(deployment, 'error', ['protocol', 'reads'], {
      message: `${name} has no '${asked}' reads; allowed are ${traits.reads.join(', ')}`,
    }),
  ];
}

function leader({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const asked = deployment.protocol.leader;
  if (asked === undefined) return [];
  if (traits.leadership === 'none') {
    return [
      finding(deployment, 'warning', ['protocol', 'leader'], {
        message: `${name} has no leader, so naming one makes no difference; each client talks to its nearest replica`,
      }),
    ];
  }
  const ids = deployment.replicas.map(({ id }) => id);
  if (asked === 'best' || ids.includes(asked)) return [];
  return [
    finding(deployment, 'error', ['protocol', 'leader'], {
      message: `no replica is called '${asked}'; the leader is one of ${ids.join(', ')}, or best`,
    }),
  ];
}

function unused({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const { quorum, learner, commuting, interference } = deployment.protocol;
  const noDifference = (key: string, why: string): Diagnostic =>
    finding(deployment, 'warning', ['protocol', key], { message: `${name} ${why}` });
  const found: Diagnostic[] = [];
  if (quorum.fast !== undefined && !traits.fastQuorum)
    found.push(noDifference('quorum', 'has no fast rounds, so the fast quorum makes no difference'));
  if (learner !== undefined && traits.proposers === 'replicas')
    found.push(
      noDifference('learner', 'has its replicas propose and learn, so the learner makes no difference'),
    );
  if (commuting && traits.commuting === 'never')
    found.push(
      noDifference(
        'commuting',
        'executes all commands in one order, so that some commute makes no difference',
      ),
    );
  if (interference !== undefined && !traits.fastQuorum)
    found.push(noDifference('interference', 'has no fast path to miss, so interference makes no difference'));
  return found;
}
