import fc from 'fast-check';
import type { View } from '../../../src/protocol/contract/model.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import type { Deployment, ReadMode } from '../../../src/topology/deployment.js';
import { anyQuietCase, type QuietCase, viewOfCase } from '../quiet-case.js';
import { QUORUMS } from '../quorums.js';
import type { QuietWorld } from '../steady-state.js';
import { schemeOf, setupsOf } from '../subject.js';

/** An operation at `entry` after one at `last`, in a world of constant delays. */
export interface Case extends Omit<QuietCase, 'leader'> {
  readonly last: number;
}

export const anyCase: fc.Arbitrary<Case> = anyQuietCase({
  factory: mencius.machine,
  quorums: [...QUORUMS, { n: 1, quorum: 'majority' }, { n: 2, quorum: 'majority' }],
  disks: ['parallel', 'serial'],
  reads: ['consensus', 'local'],
  leads: false,
}).chain((given) => fc.nat(given.world.setups.length - 1).map((last) => ({ ...given, last })));

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
