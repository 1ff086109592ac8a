import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Message } from '../../src/protocol/contract/machine.js';
import { ballotAbove } from '../../src/protocol/multi-paxos/ballot.js';
import { multiPaxosMachine } from '../../src/protocol/multi-paxos/machine.js';
import { pacificaMachine } from '../../src/protocol/pacifica/machine.js';
import { raftMachine } from '../../src/protocol/raft/machine.js';
import { type Alteration, altered } from './altered.js';
import { BoundFollower } from './bound-follower.js';
import { DEFECTS as MULTI_PAXOS } from './multi-paxos/defects.js';
import { DEFECTS as PACIFICA } from './pacifica/defects.js';
import { DEFECTS as RAFT } from './raft/defects.js';
import { schemeOf, setupsOf } from './subject.js';

/** ms */
const ELECTION: readonly [number, number] = [80, 160];

/** What may happen to r1, of three replicas, while r0 leads: one kind of message of `hears`, or one of these. */
type Step =
  | { readonly hears: number; readonly of: number }
  | 'write'
  | 'restart'
  | 'promote'
  | { wait: number };

interface Case {
  readonly protocol: string;
  readonly machine: MachineFactory;
  readonly quorum: unknown;
  /** How long r1 is bound by each answer to r0 (ms). */
  readonly word: number;
  /** The answer to r0's heartbeat that gives the word. */
  readonly answer: string;
  /** What r0 sends, now; then what anybody may send, in the k-th term, ballot or version after r0's. */
  heartbeat(round: number, now: number): Message;
  readonly hears: readonly ((k: number) => readonly [from: number, body: Message])[];
  /** Does it help to elect another than r0 by this message, or by what it is now? */
  helps(body: Message): boolean;
  readonly leads?: true;
  /** Mistakes that must be found, by how their names begin. */
  readonly defects: readonly { readonly name: string; readonly alteration: Alteration }[];
}

const ballot = (owner: number, k: number): number => {
  let above = 0;
  for (let round = 0; round <= k; round++) above = ballotAbove(above, owner);
  return above;
};

const CASES: readonly Case[] = [
  {
    protocol: 'Raft',
    machine: raftMachine(),
    quorum: 'majority',
    word: ELECTION[0],
    answer: 'following',
    heartbeat: (round, sentAt) => {
      const base = { type: 'heartbeat', term: 1, from: 0, previous: 0, commit: 0, cut: 0 };
      return { ...base, round, sentAt } as Message;
    },
    hears: [
      (k) => [2, { type: 'newer', term: 1 + k } as Message],
      (k) => [2, { type: 'pre-vote', term: k, end: 9, last: 9 } as Message],
      (k) => [2, { type: 'would-vote', term: k } as Message],
      (k) => [2, { type: 'request-vote', term: 1 + k, end: 9, last: 9 } as Message],
    ],
    helps: ({ type }) => type === 'vote' || type === 'request-vote',
    defects: RAFT.filter(({ name }) => /^a vote in a term that one is in|^a lease forgotten/.test(name)),
  },
  {
    protocol: 'Multi-Paxos',
    machine: multiPaxosMachine(),
    quorum: 'majority',
    word: ELECTION[0],
    answer: 'following',
    heartbeat: (round, sentAt) => {
      return { type: 'heartbeat', ballot: ballot(0, 0), round, sentAt, chosen: 0, cut: 0 } as Message;
    },
    hears: [
      (k) => [2, { type: 'nack', ballot: ballot(0, 0), promised: ballot(2, k) } as Message],
      (k) => [2, { type: 'prepare', ballot: ballot(2, k), from: 0 } as Message],
    ],
    helps: ({ type }) => type === 'promise' || type === 'prepare',
    defects: MULTI_PAXOS.filter(({ name }) => name.startsWith('a lease forgotten')),
  },
  {
    protocol: 'PacificA',
    machine: pacificaMachine(),
    quorum: 'all',
    // Nobody but r1 itself can break it: r0 needs the lease of whoever takes over.
    word: ELECTION[1],
    answer: 'granted',
    heartbeat: (round, sentAt) => {
      const configuration = { version: 0, primary: 0, since: 0, members: 0b111 };
      const base = { type: 'beacon', configuration, start: 0, end: 0, committed: 0, cut: 0 };
      return { ...base, round, sentAt } as Message;
    },
    hears: [
      (k) => {
        const configuration = { version: k, primary: 1, since: k, members: 0b110 };
        return [2, { type: 'current', configuration } as Message];
      },
      (k) => [2, { type: 'accepted', after: 0, ballot: 32 * k + 1 } as Message],
      (k) => {
        const promise = { type: 'promise', after: 0, ballot: 32 * k + 1, acceptedIn: 0, accepted: null };
        return [2, promise as Message];
      },
    ],
    helps: () => false,
    leads: true,
    defects: PACIFICA.filter(({ name }) => name.startsWith('leases forgotten')),
  },
];

const steps = (kinds: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ hears: fc.nat(kinds), of: fc.integer({ min: 1, max: 3 }) }) },
      { weight: 2, arbitrary: fc.constant<Step>('write') },
      { weight: 1, arbitrary: fc.constantFrom<Step>('restart', 'promote') },
      { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 90 }) }) },
    ),
    { minLength: 3, maxLength: 30, size: 'max' },
  );

/** Runs r1 through these steps: how often it gave its word, helped another, and did so against its word. */
function play(one: Case, machine: MachineFactory, course: readonly Step[]) {
  const setups = setupsOf(3, {
    leader: 0,
    quorum: schemeOf(one.quorum, 3),
    reads: 'leader-lease',
    disk: 'parallel',
    heartbeat: 20,
    election: ELECTION,
  });
  const follower = new BoundFollower(machine, setups[1]);
  const { probe } = follower;
  const seen = { words: 0, helped: 0, broken: 0 };
  let boundUntil = Number.NEGATIVE_INFINITY;
  let round = 0;
  const look = (): void => {
    for (const { to, body } of probe.sent) {
      if (to === 0 && body.type === one.answer) {
        boundUntil = probe.now + one.word;
        seen.words++;
      } else if (one.helps(body)) {
        seen.helped++;
        if (probe.now < boundUntil - 1e-9) seen.broken++;
      }
    }
    probe.sent = [];
    if (one.leads !== true || !follower.machine.leads) return;
    seen.helped++;
    if (probe.now < boundUntil - 1e-9) seen.broken++;
  };
  for (const step of course) {
    if (step === 'write') follower.write();
    else if (step === 'restart') follower.restart();
    else if (step === 'promote') follower.order({ type: 'promote' });
    else if ('wait' in step) follower.wait(step.wait, look);
    else if (step.hears === 0) follower.hear(0, one.heartbeat(++round, probe.now));
    else follower.hear(...one.hears[step.hears - 1](step.of));
    look();
  }
  return seen;
}

describe.each(CASES)('$protocol: who has answered a leader that reads by its lease', (one) => {
  it('helps nobody else to lead before that is over, whatever it hears, restarts or is ordered', () => {
    const total = { words: 0, helped: 0 };
    fc.assert(
      fc.property(steps(one.hears.length), (course) => {
        const { words, helped, broken } = play(one, one.machine, course);
        total.words += words;
        total.helped += helped;
        expect(broken).toBe(0);
      }),
      { numRuns: 1500 },
    );
    expect(total.words).toBeGreaterThan(500);
    expect(total.helped).toBeGreaterThan(100);
  });

  it.each(one.defects)('and with $name it does', ({ alteration }) => {
    const found = fc.check(
      fc.property(steps(one.hears.length), (course) => {
        return play(one, altered(one.machine, alteration), course).broken === 0;
      }),
      { numRuns: 3000, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});
