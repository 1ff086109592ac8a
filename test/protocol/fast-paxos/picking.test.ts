import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/protocol/contract/machine.js';
import { DECIDED } from '../../../src/protocol/fast-paxos/ballot.js';
import {
  type Ballotings,
  freshBallotings,
  isCollision,
  pick,
  tellVote,
} from '../../../src/protocol/fast-paxos/picking.js';
import { quorumsInUse } from '../../../src/protocol/fast-paxos/quorums.js';
import { schemeOf } from '../subject.js';

const [A, B, C] = [1, 2, 3].map(
  (client): Command => ({ client, seq: 1, kind: 'write', key: 0, value: client }),
);
const FAST = 64;
const CLASSIC = 65;
const NOTHING_SPENT = (): boolean => false;
const three = quorumsInUse(schemeOf('majority', 3)).fast;
const five = quorumsInUse(schemeOf('majority', 5)).fast;

/** votes[i] is what acceptor i has told: a command voted for in this round, null: no vote; undefined: not heard. */
function told(votes: readonly (Command | null | undefined)[], round = FAST): Ballotings {
  const ballotings = freshBallotings();
  votes.forEach((command, i) => {
    if (command !== undefined) tellVote(ballotings, i, command && { round, command });
  });
  return ballotings;
}

describe('the value-picking rule ("Fast Paxos" §2.2)', () => {
  it('leaves no choice where a fast quorum may have chosen: of five, two of a classic quorum of three have voted for A', () => {
    expect(pick(five, told([A, A, B]), NOTHING_SPENT)).toBe(A);
    expect(pick(five, told([B, A, A]), NOTHING_SPENT)).toBe(A);
    expect(pick(five, told([A, A, null]), () => true)).toBe(A);
  });

  it('takes the value of a classic round, the highest there is, whatever fast rounds before it say', () => {
    const ballotings = told([A, A, A]);
    tellVote(ballotings, 3, { round: CLASSIC, command: B });
    expect(pick(five, ballotings, () => true)).toBe(B);
  });

  it('takes what is known to be chosen', () => {
    const ballotings = told([A, A, A]);
    tellVote(ballotings, 3, { round: DECIDED, command: C });
    expect(pick(five, ballotings, NOTHING_SPENT)).toBe(C);
  });

  it('is free where no fast quorum can have chosen: most votes first, then by name, and nothing that is spent', () => {
    expect(pick(three, told([B, A]), NOTHING_SPENT)).toBe(A);
    expect(pick(three, told([B, A, B]), NOTHING_SPENT)).toBe(B);
    expect(pick(three, told([B, A, B]), ({ client }) => client === B.client)).toBe(A);
    expect(pick(three, told([B, A]), () => true)).toBeUndefined();
    expect(pick(three, told([null, null]), NOTHING_SPENT)).toBeUndefined();
  });

  it('even then takes nothing that may have been sent after a later slot was chosen: of five, two must have voted for it', () => {
    // A@5 by r0, B by r1, C by r2: none can have four. What four chose in slot 6, any of A, B, C may have come after.
    expect(pick(five, told([A, B, C]), NOTHING_SPENT)).toBeUndefined();
    expect(pick(five, told([A, B, C, C, null]), NOTHING_SPENT)).toBe(C);
  });

  it('picks what a fast quorum has voted for, from every classic quorum, whatever the others have voted for', () => {
    const anyVotes = fc.array(fc.constantFrom(A, B, C, null), { minLength: 5, maxLength: 5 });
    const anySet = fc.nat(31).filter((set) => schemeOf('majority', 5).phase1.contains(set));
    let chosen = 0;
    fc.assert(
      fc.property(anyVotes, anySet, (votes, quorum) => {
        const winner = [A, B, C].find((command) => votes.filter((vote) => vote === command).length >= 4);
        if (winner === undefined) return;
        chosen++;
        const heard = votes.map((vote, i) => ((quorum >>> i) & 1 ? vote : undefined));
        expect(pick(five, told(heard), () => true)).toBe(winner);
      }),
      { numRuns: 2000 },
    );
    expect(chosen).toBeGreaterThan(20);
  });
});

describe('a collision ("Fast Paxos" §3.2)', () => {
  it('is certain as soon as no command can get a fast quorum, and not before', () => {
    expect(isCollision(three, told([A, undefined, B]))).toBe(true);
    expect(isCollision(three, told([A, A]))).toBe(false);
    expect(isCollision(five, told([A, A, B]))).toBe(false);
    expect(isCollision(five, told([A, A, B, B]))).toBe(true);
    expect(isCollision(five, told([A, B, A, A]))).toBe(false);
  });
});
