import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import { TICK } from '../../../src/protocol/two-phase-commit/state.js';
import { altered, passOn } from '../altered.js';
import { type Explored, itHoldsInEveryWorld } from '../exploration-suite.js';
import { explore } from '../explore.js';
import { firings, type SmallWorld, writes } from '../small-world.js';
import { schemeOf, setupsOf } from '../subject.js';
import { isOnDisk } from './subject.js';

/** What differs between small worlds. r0 coordinates. */
interface Bounds {
  readonly n: number;
  /** Writes, by key; all enter at the coordinator. */
  readonly keys: readonly number[];
  /** Replicas whose timer may go off, when everything has been waited for long enough; one that is named twice, twice. */
  readonly ticks?: readonly number[];
  readonly crashes?: number;
  readonly copies?: number;
  /** Acknowledgements are lost. */
  readonly deaf?: boolean;
  /** What is to be seen sometimes. */
  readonly happens?: readonly string[];
}

function smallWorld(bounds: Bounds, factory: MachineFactory = twoPhaseCommitMachine()): SmallWorld {
  const { n, keys, ticks = [], crashes = 0, copies = 0, deaf = false } = bounds;
  return {
    factory,
    setups: setupsOf(n, {
      leader: 0,
      quorum: schemeOf('all', n),
      reads: 'primary',
      disk: 'serial',
      heartbeat: 10_000,
      election: [1000, 2000],
    }),
    requests: writes(
      keys.map(() => 0),
      (i) => keys[i],
    ),
    timers: firings(ticks, TICK),
    crashes,
    copies,
    loses: (body) => deaf && body.type === 'ack',
    holds: isOnDisk,
    atMost: 200_000,
    sometimes: {
      aborted: (from, body) => from === 0 && body.type === 'abort',
      refused: (from, body) => from !== 0 && body.type === 'abort',
      helped: (from, body) => from !== 0 && body.type === 'commit',
    },
  };
}

const WORLDS: readonly Explored<Bounds>[] = [
  {
    name: 'one replica, two writes, two crashes',
    bounds: { n: 1, keys: [1, 2], crashes: 2 },
    worlds: 171,
  },
  {
    name: 'two replicas, a write, a tick of each, a crash, a message delivered twice',
    bounds: { n: 2, keys: [1], ticks: [0, 1], crashes: 1, copies: 1, happens: ['aborted'] },
    worlds: 81406,
  },
  {
    name: 'two replicas, two writes of one key, a crash',
    bounds: { n: 2, keys: [1, 1], crashes: 1 },
    worlds: 5146,
  },
  {
    name: 'two replicas, writes of two keys, a crash',
    bounds: { n: 2, keys: [1, 2], crashes: 1 },
    worlds: 5882,
  },
  {
    name: 'three replicas, a write, a crash, a message delivered twice',
    bounds: { n: 3, keys: [1], crashes: 1, copies: 1 },
    worlds: 2321,
  },
  {
    name: 'three replicas, a write, a participant that asks all, a crash',
    bounds: { n: 3, keys: [1], ticks: [1], crashes: 1, deaf: true, happens: ['refused', 'helped'] },
    worlds: 19676,
  },
];

describe('every order of messages, disks, timers and crashes in small worlds:', () => {
  itHoldsInEveryWorld(WORLDS, smallWorld, ({ happens = [] }) => happens);

  it('a coordinator that tells before its disk has the decision is found there', () => {
    const hasty = altered(twoPhaseCommitMachine(), {
      effects: (effects, machine) => ({
        ...passOn(effects),
        get now() {
          return effects.now;
        },
        persist(key, record, token) {
          effects.persist(key, record, token);
          if (key >= 0 && machine.leads) machine.durable(token, effects);
        },
      }),
    });
    expect(explore(smallWorld({ n: 2, keys: [1], crashes: 1 }, hasty)).violation).toBeDefined();
  });
});
