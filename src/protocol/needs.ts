import { quorumOfEach } from '../quorum/combined.js';
import { threshold } from '../quorum/shapes.js';
import type { QuorumScheme, QuorumSystem } from '../quorum/system.js';
import type { ReadMode, Replica, Role } from '../topology/deployment.js';

/** A group as a protocol is asked what it needs of it: its members, the quorums really used, and how it reads. */
export interface Constitution {
  readonly replicas: readonly Replica[];
  readonly quorum: QuorumScheme;
  readonly reads: ReadMode;
  /** Somebody outside puts another replica in the place of a lost leader, if need be. */
  readonly operator: boolean;
}

/** What must be up for a group to go on. Each is a quorum system over all its replicas, in the file's order. */
export interface Needs {
  /** For writes, whoever leads. Where somebody leads, the leader is up besides, or `takeover` has a quorum. */
  readonly write: QuorumSystem;
  /** The same for reads. */
  readonly read: QuorumSystem;
  /** Do reads go through the leader, where there is one? */
  readonly readsNeedLeader: boolean;
  /** For another to take a lost leader's place; undefined: nobody ever does. Where nobody leads it is not asked for. */
  readonly takeover: QuorumSystem | undefined;
}

/** Roles whose members hold the data. */
const HOLDERS: readonly Role[] = ['voter', 'learner'];

/** Does it hold the data, so that it may answer reads by itself? */
export function holdsData({ role }: Pick<Replica, 'role'>): boolean {
  return HOLDERS.includes(role);
}

/** Does it acknowledge writes, with a log on its disk? */
export function keepsLog({ role }: Pick<Replica, 'role'>): boolean {
  return role !== 'arbiter';
}

/** May this replica ever lead? */
export function mayLead({ role, leads }: Pick<Replica, 'role' | 'leads'>): boolean {
  return role === 'voter' && leads > 0;
}

/** Has it a vote: does some quorum count on it? */
export function hasVote({ role }: Pick<Replica, 'role'>): boolean {
  return role !== 'learner';
}

/** Ids of those for which this holds. */
export function idsOf(replicas: readonly Replica[], holds: (replica: Replica) => boolean): string[] {
  return replicas.filter(holds).map(({ id }) => id);
}

/** Any one of those for which this holds; undefined where it holds for none. */
export function anyOne(
  replicas: readonly Replica[],
  holds: (replica: Replica) => boolean,
): QuorumSystem | undefined {
  const ids = replicas.map(({ id }) => id);
  const some = idsOf(replicas, holds);
  return some.length === 0 ? undefined : threshold(ids, 1, some);
}

/** Where a phase-1 quorum elects one of those that may lead; undefined where none may. */
export function electionNeeds({ replicas, quorum }: Constitution): QuorumSystem | undefined {
  const candidate = anyOne(replicas, mayLead);
  return candidate && quorumOfEach([quorum.phase1, candidate]);
}

/** Reads of any mode but local, where local ones need one holder of the data and the others what is given. */
export function readNeeds(
  { replicas, reads }: Constitution,
  others: QuorumSystem,
): Pick<Needs, 'read' | 'readsNeedLeader'> {
  const holder = anyOne(replicas, holdsData);
  return reads === 'local' && holder !== undefined
    ? { read: holder, readsNeedLeader: false }
    : { read: others, readsNeedLeader: true };
}

/** Consensus under a leader: writes and up-to-date reads need a phase-2 quorum, another leader a phase-1 quorum. */
export function consensusNeeds(constitution: Constitution): Needs {
  const { phase2 } = constitution.quorum;
  return {
    write: phase2,
    ...readNeeds(constitution, phase2),
    takeover: electionNeeds(constitution),
  };
}

/** Consensus without a leader: what a lost replica left open takes a phase-1 quorum to settle before others go on. */
export function leaderlessNeeds(constitution: Constitution): Needs {
  const { phase1, phase2 } = constitution.quorum;
  const both = quorumOfEach([phase1, phase2]);
  return { write: both, ...readNeeds(constitution, both), takeover: undefined };
}
