import { constant } from '../../src/distribution/points.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Command, Machine, MachineSetup, MemberSetup } from '../../src/protocol/contract/machine.js';
import type { ReplicatedMap } from '../../src/protocol/replicated-map.js';
import { isDone } from '../../src/protocol/sessions.js';
import { parseQuorumScheme } from '../../src/quorum/scheme.js';
import type { QuorumScheme } from '../../src/quorum/system.js';
import type { Replica, Role } from '../../src/topology/deployment.js';

/** A protocol as the contract kit sees it: its machine, and how to look into its plain data. */
export interface Subject {
  readonly factory: MachineFactory;
  /** The key-value map that executing the log has made. */
  store(machine: Machine): ReadonlyMap<number, number>;
  /** The first slot not executed. */
  executed(machine: Machine): number;
  /** Do these durable records hold the command, in the log or in a snapshot? */
  holds(durable: ReadonlyMap<number, unknown>, command: Command): boolean;
}

/** `holds` of a subject whose log has an entry under its slot's number, and a snapshot under this key. */
export function holdsIn(snapshotKey: number): Subject['holds'] {
  return (durable, { client, seq }) => {
    const snapshot = durable.get(snapshotKey) as Pick<ReplicatedMap, 'sessions'> | undefined;
    const session = snapshot?.sessions.get(client);
    if (session !== undefined && isDone(session, seq)) return true;
    for (const [key, record] of durable) {
      if (key < 0) continue;
      const { command } = record as { readonly command: Command };
      if (command.client === client && command.seq === seq) return true;
    }
    return false;
  };
}

/** r0, r1, …: what replicas are called in tests. */
export function replicaIds(n: number): string[] {
  return Array.from({ length: n }, (_, i) => `r${i}`);
}

/** Replicas r0 … r(n−1), each of them a voter: what a protocol that fills in quorums is told of its members. */
export function voters(n: number): Replica[] {
  const source = { kind: 'inline', text: 'test' } as const;
  const disk = { name: 'none', fsync: constant(0), snapshot: constant(0), groupCommit: false, source };
  return replicaIds(n).map((id, index) => ({
    id,
    index,
    at: [id],
    disk,
    role: 'voter',
    leads: 1,
    election: undefined,
  }));
}

/** Members with roles, by number; those not named are voters that may lead. */
export type Members = Readonly<Record<number, Partial<MemberSetup>>>;

/** The scheme that `quorum:` of a topology file would give replicas r0 … r(n−1), where some have roles. */
export function schemeOf(quorum: unknown, n: number, members: Members = {}): QuorumScheme {
  const ids = replicaIds(n);
  const those = (role: Role): string[] => ids.filter((_, i) => members[i]?.role === role);
  const roles = { voteless: those('learner'), electorsOnly: those('arbiter') };
  const parsed = parseQuorumScheme(quorum, ids, roles);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scheme;
}

/** What the tests of most protocols leave at this. */
const CUSTOMS = {
  commuting: false,
  learner: 'client',
  leaderLease: undefined,
  returnsAfter: undefined,
} as const;

/** What each of n members is: as these say, or else voters that may lead. */
export function membersOf(
  n: number,
  election: MemberSetup['election'],
  members: Members = {},
): MemberSetup[] {
  return replicaIds(n).map((_, i) => ({
    role: 'voter',
    leads: (members[i]?.role ?? 'voter') === 'voter' ? 1 : 0,
    election,
    ...members[i],
  }));
}

/** One setup for each replica; leases and grace as a topology without them has them. */
export function setupsOf(
  n: number,
  shared: Omit<MachineSetup, 'self' | 'n' | 'lease' | 'grace' | 'members' | keyof typeof CUSTOMS> &
    Partial<MachineSetup>,
): MachineSetup[] {
  const { election } = shared;
  const [lease, grace] = election;
  const members = membersOf(n, election);
  return Array.from({ length: n }, (_, self) => ({ lease, grace, members, ...CUSTOMS, ...shared, self, n }));
}
