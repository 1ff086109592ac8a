import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { ReplicatedMap } from '../../src/protocol/replicated-map.js';
import type { QuorumSystem } from '../../src/quorum/system.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import { type Alteration, passOn } from './altered.js';
import type { Weather } from './weather.js';

/** What a violation begins with: which of the promises is broken. */
export type Check =
  | 'agreement'
  | 'order'
  | 'durability'
  | 'reads'
  | 'once'
  | 'atomicity'
  | 'invariant'
  | 'roles';

/** A mistake that was made or is easily made, put into a correct machine from outside, and what finds it. */
export interface Defect<Way extends Found = Found> {
  readonly name: string;
  /** What is wrong with it, for people. */
  readonly wrong: string;
  readonly alteration: Alteration;
  /** The check that reports it first; and another that reports it too, in other schedules of the same number. */
  readonly check: Check;
  readonly also?: Check;
  readonly found: Way;
}

/** How a defect is found. */
export type Found = InSchedules | InExploration | InScript | Staged;

/** By random schedules, of three replicas where not said otherwise. */
export interface InSchedules {
  readonly by: 'random schedules';
  /** Within so many. */
  readonly seeds: number;
  readonly n?: number;
  /** As in a topology file, where not as usual. */
  readonly quorum?: unknown;
  readonly reads?: ReadMode;
  /** A group of `roles.ts`, by its name, in the place of three voters. */
  readonly group?: string;
  /** Who gives orders meanwhile, in protocols that have operators. */
  readonly operator?: string;
  /** Where it hardly shows in the usual one. */
  readonly weather?: Partial<Weather>;
  /** In machines that know of commuting commands. */
  readonly commuting?: true;
}

/** By going through every course of events in a small world. */
export interface InExploration {
  readonly by: 'exhaustive exploration';
}

/** Too rare for random schedules: by a transcript that leads there. */
export interface InScript {
  readonly by: 'a script';
  readonly script: string;
}

/** Too rare for random schedules: by a course of events that says who loses patience when. */
export interface Staged {
  readonly by: 'a staged course of events';
  /** What the judge finds in it. */
  play(factory: MachineFactory): readonly string[];
}

/**
 * Of every protocol: what has been executed for each client is forgotten at once. The name, what is wrong, the check
 * and the alteration; how it is found is the protocol's.
 */
export function executingCopies(): Omit<Defect, 'found'> {
  return {
    name: 'what has been executed forgotten, client by client',
    wrong: 'a command that is sent again is executed again',
    check: 'once',
    alteration: { after: (machine) => (machine.state as ReplicatedMap).sessions.clear() },
  };
}

/** Records that `isMeant` says count as durable as soon as they are handed to the disk. */
export function notWaitingForTheDisk(isMeant: (key: number) => boolean = () => true): Alteration {
  return {
    effects: (effects, machine) => ({
      ...passOn(effects),
      get now() {
        return effects.now;
      },
      persist(key, record, token) {
        effects.persist(key, record, token);
        if (isMeant(key)) machine.durable(token, effects);
      },
    }),
  };
}

/** A restart finds none of the records that `isMeant` says. */
export function forgottenInRestart(isMeant: (key: number) => boolean): Alteration {
  return { durable: (durable) => new Map([...durable].filter(([key]) => !isMeant(key))) };
}

/** Quorums of this phase are one replica short. */
export function shortOf(phase: 'phase1' | 'phase2'): Alteration {
  return {
    setup: (setup) => ({ ...setup, quorum: { ...setup.quorum, [phase]: oneShort(setup.quorum[phase]) } }),
  };
}

/** Contains a quorum as soon as one more replica, other than those in the mask `but`, would make it one. */
export function oneShort(system: QuorumSystem, but = 0): QuorumSystem {
  const contains = (set: number): boolean =>
    system.members.some((_, i) => 1 << i !== but && system.contains(set | (1 << i)));
  return { ...system, members: system.members, contains };
}
