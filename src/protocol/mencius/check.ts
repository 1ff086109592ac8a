import { disjointQuorums } from '../../quorum/intersect.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import { traits } from './traits.js';

/** What of this deployment Mencius cannot do, errors first. */
export function check(deployment: Deployment): Diagnostic[] {
  return [
    ...quorumsThatMiss(deployment),
    ...readModes(deployment),
    ...leaders(deployment),
    ...fastQuorums(deployment),
  ];
}

/** What a phase-2 quorum has accepted of its owner's suggestions, a phase-1 quorum must tell whoever revokes the slot. */
function quorumsThatMiss(deployment: Deployment): Diagnostic[] {
  const { phase1, phase2 } = deployment.protocol.quorum;
  const apart = disjointQuorums(phase1, phase2);
  if (apart === undefined) return [];
  const [first, second] = [`{${apart.first.join(', ')}}`, `{${apart.second.join(', ')}}`];
  return [
    diagnostic(deployment, 'error', 'quorum', {
      message:
        `phase-1 quorum ${first} and phase-2 quorum ${second} have no replica in common: a replica that revokes ` +
        "another's slots asking the one would not hear of writes that the other has accepted. Every phase-1 quorum " +
        'must meet every phase-2 quorum',
      hint: 'make the quorums of one phase larger; with counts, phase 1 + phase 2 must exceed the number of replicas',
    }),
  ];
}

function readModes(deployment: Deployment): Diagnostic[] {
  const { reads } = deployment.protocol;
  if (reads === undefined || traits.reads.includes(reads)) return [];
  return [
    diagnostic(deployment, 'error', 'reads', {
      message: `mencius has no '${reads}' reads; allowed are ${traits.reads.join(', ')}`,
    }),
  ];
}

function leaders(deployment: Deployment): Diagnostic[] {
  if (deployment.protocol.leader === undefined) return [];
  return [
    diagnostic(deployment, 'warning', 'leader', {
      message:
        'mencius has no leader, so naming one makes no difference; each client talks to its nearest replica',
    }),
  ];
}

function fastQuorums(deployment: Deployment): Diagnostic[] {
  if (deployment.protocol.quorum.fast === undefined) return [];
  return [
    diagnostic(deployment, 'warning', 'quorum', {
      message: 'mencius has no fast rounds, so the fast quorum makes no difference',
    }),
  ];
}

function diagnostic(
  deployment: Deployment,
  severity: Diagnostic['severity'],
  key: string,
  text: { readonly message: string; readonly hint?: string },
): Diagnostic {
  const position = deployment.locate(['protocol', key]) ?? deployment.locate(['protocol']);
  return { severity, file: deployment.file, ...text, ...(position === undefined ? {} : { position }) };
}
