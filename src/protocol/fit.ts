import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import type { Protocol } from './contract/protocol.js';
import { finding } from './finding.js';
import { mayLead } from './needs.js';

/**
 * What of this deployment a protocol cannot do (errors), or what of it makes no difference to it (warnings): first what
 * its traits tell, then what it has to say itself; errors before warnings.
 */
export function fitOf(protocol: Protocol, deployment: Deployment): Diagnostic[] {
  const found = [
    ...reads(protocol, deployment),
    ...roles(protocol, deployment),
    ...loop(protocol, deployment),
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

function loop({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const asked = deployment.protocol.loop;
  if (asked === undefined || traits.loop.includes(asked)) return [];
  return [
    finding(deployment, 'error', ['protocol', 'loop'], {
      message: `${name} has no model of a '${asked}' loop; allowed is ${traits.loop.join(', ')}`,
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
  const able = deployment.replicas.filter(mayLead).map(({ id }) => id);
  if (asked === 'best' || able.includes(asked) || able.length === 0) return [];
  const named = deployment.replicas.find(({ id }) => id === asked);
  const why =
    named === undefined
      ? `no replica is called '${asked}'`
      : `${asked} never leads, being ${named.role === 'voter' ? 'kept from it (leads)' : `${articleOf(named.role)} ${named.role}`}`;
  return [
    finding(deployment, 'error', ['protocol', 'leader'], {
      message: `${why}; the leader is one of ${able.join(', ')}, or best`,
    }),
  ];
}

/** Roles that the protocol's machines do not know, and groups in which nobody may lead though somebody has to. */
function roles({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const { replicas } = deployment;
  const strange = replicas.filter(({ role }) => !traits.roles.includes(role));
  const found = strange.map(({ id, index, role }) =>
    finding(deployment, 'error', ['replicas', index, 'role'], {
      message: `${name} has no ${pluralOf(role)}, and ${id} is one`,
      hint: `roles it has: ${traits.roles.join(', ')}`,
    }),
  );
  if (traits.leadership === 'none' || replicas.some(mayLead)) return found;
  return [
    ...found,
    finding(deployment, 'error', ['replicas'], {
      message: `no replica may lead, and ${name} needs a leader`,
      hint: 'let a voter lead: leads: allowed',
    }),
  ];
}

function pluralOf(role: string): string {
  return role === 'witness' ? 'witnesses' : `${role}s`;
}

function articleOf(role: string): string {
  return role === 'arbiter' ? 'an' : 'a';
}

function unused({ name, traits }: Protocol, deployment: Deployment): Diagnostic[] {
  const { quorum, learner, commuting, interference, disk } = deployment.protocol;
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
  if (disk !== undefined && !traits.disk.includes(disk))
    found.push(
      noDifference(
        'disk',
        `writes to disk in one order, ${traits.disk[0]}, so disk: ${disk} makes no difference`,
      ),
    );
  return [
    ...found,
    ...unusedTimeouts(deployment, { name, traits }),
    ...unusedPrecedence(deployment, { name, traits }),
  ];
}

/** Keys about who leads first and who tries when, which the protocol does not go by. */
function unusedPrecedence(
  deployment: Deployment,
  { name, traits }: Pick<Protocol, 'name' | 'traits'>,
): Diagnostic[] {
  const unusedAt = (path: readonly (string | number)[], why: string): Diagnostic[] =>
    deployment.locate(path) === undefined
      ? []
      : [finding(deployment, 'warning', path, { message: `${name} ${why}, so it makes no difference` })];
  const ofEach = (key: string, why: string): Diagnostic[] =>
    deployment.replicas.flatMap(({ id, index }) => unusedAt(['replicas', index, key], `${why} of ${id}`));
  return [
    ...(traits.handsBack === true
      ? []
      : unusedAt(['protocol', 'leadership', 'returns-after'], 'does not go by leadership.returns-after')),
    ...(traits.leadership === 'none' ? ofEach('leads', 'has no leader, and does not go by leads') : []),
    ...(traits.ownElections === true ? [] : ofEach('election', 'does not go by the election timeouts')),
  ];
}

/** Timeouts of the file that the protocol does not go by. */
function unusedTimeouts(
  deployment: Deployment,
  { name, traits }: Pick<Protocol, 'name' | 'traits'>,
): Diagnostic[] {
  const { leases = [] } = traits;
  const found: Diagnostic[] = [];
  for (const key of ['lease', 'grace', 'leader-lease'] as const) {
    if (leases.includes(key) || deployment.locate(['timeouts', key]) === undefined) continue;
    const own = leases.map((other) => `timeouts.${other}`).join(' and ');
    found.push(
      finding(deployment, 'warning', ['timeouts', key], {
        message: `${name} does not go by timeouts.${key}, so it makes no difference`,
        ...(own === '' ? {} : { hint: `what ${name} goes by is ${own}` }),
      }),
    );
  }
  if (traits.failover !== 'operator' && deployment.locate(['timeouts', 'operator']) !== undefined)
    found.push(
      finding(deployment, 'warning', ['timeouts', 'operator'], {
        message: `under ${name} no operator replaces a leader, so timeouts.operator makes no difference`,
      }),
    );
  return found;
}
