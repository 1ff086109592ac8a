import { all } from '../../quorum/shapes.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { finding } from '../finding.js';
import { leaseBelowBeacons, leaseBeyondGrace } from '../grace-findings.js';
import { idsOf } from '../needs.js';

/** What of this deployment chain replication cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  return [
    ...neverHead(deployment),
    ...leaseBeyondGrace(
      deployment,
      'another replica could become the tail while the old one still answers reads',
    ),
    ...leaseBelowBeacons(
      deployment,
      () => true,
      'the tail then stops answering reads and has a healthy replica taken out of the chain',
    ),
    ...otherPrecedence(deployment),
    ...otherQuorums(deployment),
  ];
}

/** When all before it are lost, a replica is the head, whoever it is. */
function neverHead({ replicas, ...deployment }: Deployment): Diagnostic[] {
  const kept = replicas.filter(({ role, leads }) => role === 'voter' && leads === 0);
  return kept.map(({ id, index }) =>
    finding({ ...deployment, replicas }, 'error', ['replicas', index, 'leads'], {
      message: `${id} is kept from leading, and every replica of a chain is its head once those before it are lost`,
      hint: `leave leads out, or make ${id} an arbiter: it votes on who is in the chain, and keeps no data`,
    }),
  );
}

/** Priorities, where the head is named: who follows is the next in the chain. */
function otherPrecedence(deployment: Deployment): Diagnostic[] {
  const voters = deployment.replicas.filter(({ role, leads }) => role === 'voter' && leads > 0);
  if (new Set(voters.map(({ leads }) => leads)).size < 2) return [];
  const first = voters.find(({ leads }) => leads !== 1)?.index ?? 0;
  return [
    finding(deployment, 'warning', ['replicas', first, 'leads'], {
      message:
        'priorities (leads) choose the first head only: a lost head is followed by the next in the chain, and who comes ' +
        'back is added at the tail',
      hint: 'the order of the replicas in the file is the order of the chain',
    }),
  ];
}

/** The file asks for quorums, and writes go through all. */
function otherQuorums(deployment: Deployment): Diagnostic[] {
  const { replicas, protocol } = deployment;
  if (deployment.locate(['protocol', 'quorum']) === undefined) return [];
  const ids = replicas.map(({ id }) => id);
  const chain = all(
    ids,
    idsOf(replicas, ({ role }) => role === 'voter'),
  );
  const everyone = 2 ** replicas.length - 1;
  const same = replicas.every(({ index }) => {
    const without = everyone & ~(1 << index);
    return protocol.quorum.phase2.contains(without) === chain.contains(without);
  });
  if (same) return [];
  return [
    finding(deployment, 'warning', ['protocol', 'quorum'], {
      message:
        'writes go through every replica of the chain, and its configuration manager needs a majority of all replicas, so ' +
        'the quorum makes no difference',
    }),
  ];
}
