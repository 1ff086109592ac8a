import fc from 'fast-check';
import { constant } from '../../src/distribution/points.js';
import { after, instant, leaf } from '../../src/outcome/build.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { MemberSetup } from '../../src/protocol/contract/machine.js';
import { CLIENT, type View } from '../../src/protocol/contract/model.js';
import { hasVote, holdsData, mayLead } from '../../src/protocol/needs.js';
import type { Deployment, ReadMode } from '../../src/topology/deployment.js';
import type { QuietWorld } from './steady-state.js';
import { type Members, membersOf, replicaIds, schemeOf, setupsOf } from './subject.js';

/** Longer than any case lasts (ms). */
const ELECTION: readonly [number, number] = [1e6, 2e6];

/** A quiet world with constant delays, and what the model has to know of it: model and machine must say the same. */
export interface QuietCase {
  readonly world: QuietWorld;
  readonly entry: number;
  readonly leader: number | undefined;
  readonly disk: 'parallel' | 'serial';
  readonly reads: ReadMode;
  /** As the world does it; 'free' where absent. */
  readonly loop?: 'blocking' | 'free';
}

/** What cases are drawn from. */
export interface QuietChoices {
  readonly factory: MachineFactory;
  readonly quorums: readonly {
    readonly n: number;
    readonly quorum: unknown;
    readonly members?: Members;
  }[];
  readonly disks: readonly ('parallel' | 'serial')[];
  readonly reads: readonly ReadMode[];
  /** 'free' where absent. */
  readonly loops?: readonly ('blocking' | 'free')[];
  /** Leaderless protocols have none. */
  readonly leads?: boolean;
  /** Where clients may learn for themselves what is chosen; else they do. */
  readonly learners?: readonly ('client' | 'coordinator')[];
}

/** Powers of two in sixteenths add up exactly, so that equal means equal. */
const delay = (most: number) => fc.integer({ min: 1, max: most * 16 }).map((sixteenths) => sixteenths / 16);

export function anyQuietCase(choices: QuietChoices): fc.Arbitrary<QuietCase> {
  const { factory, leads = true, learners = ['client'], loops = ['free'] } = choices;
  return fc
    .record({
      quorums: fc.constantFrom(...choices.quorums),
      disk: fc.constantFrom(...choices.disks),
      reads: fc.constantFrom(...choices.reads),
      learner: fc.constantFrom(...learners),
      loop: fc.constantFrom(...loops),
    })
    .chain(({ quorums: { n, quorum, members: roles }, disk, reads, learner, loop }) => {
      const members = membersOf(n, ELECTION, roles);
      const those = (holds: (member: MemberSetup) => boolean): number[] =>
        members.flatMap((member, i) => (holds(member) ? [i] : []));
      return fc
        .record({
          oneWay: fc.array(fc.array(delay(200), { minLength: n, maxLength: n }), {
            minLength: n,
            maxLength: n,
          }),
          toReplica: fc.array(delay(50), { minLength: n, maxLength: n }),
          toClient: fc.array(delay(50), { minLength: n, maxLength: n }),
          fsync: fc.array(delay(30), { minLength: n, maxLength: n }),
          // Where every replica proposes, one without a vote takes no writes.
          entry: fc.constantFrom(...those((member) => holdsData(member) && (leads || hasVote(member)))),
          leading: fc.constantFrom(...those(mayLead)),
        })
        .map(({ entry, leading, ...delays }) => {
          const leader = leads ? leading : undefined;
          const system = schemeOf(quorum, n, roles);
          const shared = {
            leader,
            quorum: system,
            disk,
            reads,
            learner,
            heartbeat: 1e5,
            members,
          };
          const setups = setupsOf(n, { ...shared, election: ELECTION });
          const world = { factory, setups, ...delays, blocking: loop === 'blocking' };
          return { world, entry, leader, disk, reads, loop };
        });
    });
}

/** What is said of a row of replicas. */
export interface Row extends Pick<QuietCase, 'disk' | 'reads' | 'loop'> {
  readonly quorum: unknown;
  /** ms */
  readonly fsync: readonly number[];
  readonly entry?: number;
  /** ms between the client and each replica, one way; 1 where not given. */
  readonly client?: readonly number[];
  readonly learner?: 'client' | 'coordinator';
}

/** Replicas in a row, by where in it they are (ms, one way), of which r0 leads. */
export function quietRow(factory: MachineFactory, places: readonly number[], row: Row): QuietCase {
  const { disk, reads, loop = 'free', quorum, fsync, entry = 0, learner = 'client' } = row;
  const { client = places.map(() => 1) } = row;
  const n = places.length;
  const shared = { leader: 0, quorum: schemeOf(quorum, n), disk, reads, learner, heartbeat: 1e5 };
  const setups = setupsOf(n, { ...shared, election: [1e6, 2e6] });
  const oneWay = places.map((from) => places.map((to) => Math.abs(from - to)));
  const blocking = loop === 'blocking';
  const world = { factory, setups, oneWay, toReplica: client, toClient: client, fsync, blocking };
  return { world, entry, leader: 0, disk, reads, loop };
}

/** The view that a model takes of such a case. */
export function viewOfCase({ world, entry, leader, disk, reads, loop = 'free' }: QuietCase): View {
  const ids = replicaIds(world.setups.length);
  const [{ quorum, learner }] = world.setups;
  const indexOf = (id: string): number => ids.indexOf(id);
  const timeOf = (from: string, to: string): number => {
    if (from === CLIENT) return world.toReplica[indexOf(to)];
    if (to === CLIENT) return world.toClient[indexOf(from)];
    return world.oneWay[indexOf(from)][indexOf(to)];
  };
  const take = (time: number, what: string): Outcome => leaf(constant(time), { what });
  return {
    deployment: { protocol: { disk, reads, loop, learner } } as Deployment,
    entry: ids[entry],
    leader: leader === undefined ? undefined : ids[leader],
    quorum,
    replicas: ids,
    hop: (from, to, what) => (from === to ? instant : after(take(timeOf(from, to), what))),
    fsync: (id, what) => take(world.fsync[indexOf(id)], what),
  };
}
