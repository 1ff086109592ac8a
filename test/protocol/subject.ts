import type { Command, Machine, MachineFactory, MachineSetup } from '../../src/protocol/contract.js';
import type { ReplicatedMap } from '../../src/protocol/replicated-map.js';
import { isDone } from '../../src/protocol/sessions.js';
import { parseQuorumScheme } from '../../src/quorum/scheme.js';
import type { QuorumScheme } from '../../src/quorum/system.js';

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

/** The scheme that `quorum:` of a topology file would give replicas r0 … r(n−1). */
export function schemeOf(quorum: unknown, n: number): QuorumScheme {
  const parsed = parseQuorumScheme(quorum, replicaIds(n));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scheme;
}

/** What the tests of most protocols leave at this. */
const CUSTOMS = { commuting: false, learner: 'client' } as const;

/** One setup for each replica; leases and grace as a topology without them has them. */
export function setupsOf(
  n: number,
  shared: Omit<MachineSetup, 'self' | 'n' | 'lease' | 'grace' | keyof typeof CUSTOMS> & Partial<MachineSetup>,
): MachineSetup[] {
  const [lease, grace] = shared.election;
  return Array.from({ length: n }, (_, self) => ({ lease, grace, ...CUSTOMS, ...shared, self, n }));
}
