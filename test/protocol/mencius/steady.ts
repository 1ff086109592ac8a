import fc from 'fast-check';
import { constant } from '../../../src/distribution/points.js';
import { after, instant, leaf } from '../../../src/outcome/build.js';
import type { Outcome } from '../../../src/outcome/outcome.js';
import { CLIENT, type View } from '../../../src/protocol/contract.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import type { Deployment, ReadMode } from '../../../src/topology/deployment.js';
import type { QuietWorld } from '../steady-state.js';
import { replicaIds, schemeOf, setupsOf } from '../subject.js';
import { QUORUMS } from './quorums.js';

/** An operation at `entry` after one at `last`, in a world of constant delays. */
export interface Case {
  readonly world: QuietWorld;
  readonly last: number;
  readonly entry: number;
  readonly disk: 'parallel' | 'serial';
  readonly reads: ReadMode;
}

/** Powers of two in sixteenths add up exactly, so that equal means equal. */
const delay = (most: number) => fc.integer({ min: 1, max: most * 16 }).map((sixteenths) => sixteenths / 16);

export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    quorums: fc.constantFrom(
      ...QUORUMS,
      { name: 'alone', n: 1, quorum: 'majority' },
      { name: 'two', n: 2, quorum: 'majority' },
    ),
    disk: fc.constantFrom('parallel' as const, 'serial' as const),
    reads: fc.constantFrom<ReadMode>('consensus', 'local'),
  })
  .chain(({ quorums: { n, quorum }, disk, reads }) => {
    const each = (most: number) => fc.array(delay(most), { minLength: n, maxLength: n });
    return fc
      .record({
        oneWay: fc.array(each(200), { minLength: n, maxLength: n }),
        toReplica: each(50),
        toClient: each(50),
        fsync: each(30),
        last: fc.nat(n - 1),
        entry: fc.nat(n - 1),
      })
      .map(({ last, entry, ...delays }) => ({
        world: worldOf(n, quorum, disk, reads, delays),
        last,
        entry,
        disk,
        reads,
      }));
  });

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

export function viewOf({ world, entry, disk, reads }: Case): View {
  const ids = replicaIds(world.setups.length);
  const [{ quorum }] = world.setups;
  const indexOf = (id: string): number => ids.indexOf(id);
  const timeOf = (from: string, to: string): number => {
    if (from === CLIENT) return world.toReplica[indexOf(to)];
    if (to === CLIENT) return world.toClient[indexOf(from)];
    return world.oneWay[indexOf(from)][indexOf(to)];
  };
  const take = (time: number, what: string): Outcome => leaf(constant(time), { what });
  return {
    deployment: {
      protocol: { disk, reads },
      replicas: ids.map((id, index) => ({ id, index, at: [id] })),
      clients: [],
    } as unknown as Deployment,
    entry: ids[entry],
    leader: undefined,
    quorum,
    replicas: ids,
    hop: (from, to, what) => (from === to ? instant : after(take(timeOf(from, to), what))),
    fsync: (id, what) => take(world.fsync[indexOf(id)], what),
  };
}
