import fc from 'fast-check';
import type { View } from '../../../src/protocol/contract/model.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import { hasVote } from '../../../src/protocol/needs.js';
import type { Deployment, ReadMode } from '../../../src/topology/deployment.js';
import { anyQuietCase, type QuietCase, type QuietChoices, viewOfCase } from '../quiet-case.js';
import { QUORUMS } from '../quorums.js';
import type { QuietWorld } from '../steady-state.js';
import { schemeOf, setupsOf } from '../subject.js';
import { GROUPS } from './groups.js';

/** An operation at `entry` after one at `last`, in a world of constant delays. */
export interface Case extends Omit<QuietCase, 'leader'> {
  readonly last: number;
}

const anyOf = (quorums: QuietChoices['quorums']): fc.Arbitrary<Case> =>
  anyQuietCase({
    factory: mencius.machine,
    quorums,
    disks: ['parallel', 'serial'],
    reads: ['consensus', 'local'],
    leads: false,
  }).chain((given) => {
    const { members } = given.world.setups[0];
    const voters = members.flatMap((member, i) => (hasVote(member) ? [i] : []));
    return fc.constantFrom(...voters).map((last) => ({ ...given, last }));
  });

export const anyCase = anyOf([...QUORUMS, { n: 1, quorum: 'majority' }, { n: 2, quorum: 'majority' }]);
export const anyCaseWithRoles = anyOf(GROUPS);

export function worldOf(
  n: number,
  quorum: unknown,
  disk: 'parallel' | 'serial',
  reads: ReadMode,
  delays: Pick<QuietWorld, 'oneWay' | 'toReplica' | 'toClient' | 'fsync'>,
): QuietWorld {
  const shared = { leader: undefined, quorum: schemeOf(quorum, n), disk, reads, heartbeat: 1e5 };
  const setups = setupsOf(n, { ...shared, election: [1e6, 2e6] });
  return { factory: mencius.machine, setups, ...delays };
}

export function viewOf(given: Case): View {
  const view = viewOfCase({ ...given, leader: undefined });
  const replicas = view.replicas.map((id, index) => ({ id, index, at: [id] }));
  const { protocol } = view.deployment;
  return { ...view, deployment: { protocol, replicas, clients: [] } as unknown as Deployment };
}
