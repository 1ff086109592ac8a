import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { isFast } from '../../../src/protocol/fast-paxos/ballot.js';
import { altered, passOn } from '../altered.js';
import { stateOf } from './subject.js';

/** What should happen sometimes, counted: or else the checks would have passed by looking at nothing. */
export interface Seen {
  /** Slots in which acceptors voted differently, though a classic quorum's votes were there. */
  collisions: number;
  /** Slots of a fast ballot that the coordinator got chosen in its classic round. */
  recoveries: number;
  /** Commands that lost their slot and were proposed again. */
  losers: number;
  /** Ballots without a fast round, and with one again after those. */
  fallbacks: number;
  returns: number;
}

export function nothingSeen(): Seen {
  return { collisions: 0, recoveries: 0, losers: 0, fallbacks: 0, returns: 0 };
}

/** The same machines; what they do is noted. */
export function watched(factory: MachineFactory, seen: Seen): MachineFactory {
  const offices = new WeakMap<object, boolean>();
  return altered(factory, {
    effects: (effects, machine) => ({
      ...passOn(effects),
      get now() {
        return effects.now;
      },
      send(to, body) {
        if (body.type === 'propose') seen.losers++;
        const { office } = stateOf(machine);
        if (office !== null && body.type === 'accept') {
          for (const { votes, proposed } of office.slots) {
            if (proposed === null || !isFast(votes.round) || votes.values.length === 0) continue;
            if (offices.has(votes)) continue;
            offices.set(votes, true);
            seen.recoveries++;
            if (votes.values.length > 1) seen.collisions++;
          }
        }
        effects.send(to, body);
      },
    }),
    after: (machine) => {
      const { office } = stateOf(machine);
      if (office === null || offices.has(office)) return;
      offices.set(office, office.fast);
      if (!office.fast) seen.fallbacks++;
      else if (offices.get(machine) === false) seen.returns++;
      offices.set(machine, office.fast);
    },
  });
}
