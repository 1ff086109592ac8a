import { beforeEach, describe, expect, it } from 'vitest';
import type { Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { ballotAbove } from '../../../src/protocol/mencius/ballot.js';
import type {
  Accepted,
  Agreed,
  Heartbeat,
  MenciusMessage,
  Nack,
  Prepare,
  Promised,
  Refused,
  Revoke,
  Suggest,
} from '../../../src/protocol/mencius/messages.js';
import { BEAT, PATIENCE } from '../../../src/protocol/mencius/state.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import type { Probe } from '../probe.js';
import { accepted, ByHand, NONE, suggest, write } from './by-hand.js';
import { SMALL_LIMITS, stateOf } from './subject.js';

/** What the paper says, held against one replica that is fed by hand: r1 of three. */
let fed: ByHand;
let machine: Machine;
let probe: Probe;
const durable = new Map<number, unknown>();

function replica(change: Partial<MachineSetup> = {}): void {
  fed = new ByHand(change, durable);
  machine = fed.machine;
  probe = fed.probe;
}

const hear = (from: number, body: MenciusMessage): void => fed.hear(from, body);
const finishWrites = (): void => fed.finishWrites();

/** Runs a revocation by r1 of r0's slots until r2 is to promise; its ballot. */
function stuckBehindR0(): number {
  hear(2, suggest(2, 2));
  hear(2, { type: 'commit', slot: 2, skips: [NONE, NONE, { from: 0, to: 2 }] });
  finishWrites();
  probe.now = 1500;
  machine.timer(PATIENCE, probe);
  finishWrites();
  return probe.ofType<Prepare>('prepare').at(-1)!.body.ballot;
}

beforeEach(() => {
  durable.clear();
  replica();
  machine.start(probe);
});

describe('Mao, Junqueira, Marzullo, OSDI 2008', () => {
  it('rule 1 and §4.2: a server suggests in its own instances only, one after the other, and needs no phase 1', () => {
    machine.request(write(1), probe);
    machine.request(write(2), probe);
    expect(probe.ofType<Suggest>('suggest').map(({ to, body }) => [to, body.slot])).toEqual([
      [0, 1],
      [2, 1],
      [0, 4],
      [2, 4],
    ]);
    expect(probe.ofType<Prepare>('prepare')).toEqual([]);
  });

  it('rule 2: on a suggestion in instance i it skips its own unused instances below i, none above', () => {
    hear(0, suggest(6, 0));
    finishWrites();
    const [{ to, body }] = probe.ofType<Accepted>('accepted');
    expect(to).toBe(0);
    expect(body).toEqual(accepted(6, { from: 0, to: 7 }));
    machine.request(write(1), probe);
    expect(probe.ofType<Suggest>('suggest')[0].body.slot).toBe(7);
  });

  it('rule 2: a used instance is not skipped', () => {
    machine.request(write(1), probe);
    hear(0, suggest(6, 0));
    finishWrites();
    expect(probe.ofType<Accepted>('accepted')[0].body.skip).toEqual({ from: 2, to: 7 });
  });

  it('optimisation 1: the skip rides on the acceptance, which waits for the disk; no message is sent for it alone', () => {
    hear(0, suggest(6, 0));
    expect(probe.sent).toEqual([]);
    finishWrites();
    expect(probe.sent.map(({ body }) => body.type)).toEqual(['accepted']);
  });

  it('optimisation 2: a suggestion tells the skips before it, so that whoever hears it learns them', () => {
    hear(0, suggest(6, 0));
    machine.request(write(1), probe);
    expect(probe.ofType<Suggest>('suggest')[0].body.entry.after).toBe(0);
    hear(2, suggest(8, 0));
    finishWrites();
    hear(0, { type: 'commit', slot: 6, skips: [NONE, NONE, NONE] });
    // r0's slots 0 and 3, r2's 2 and 5, its own 1 and 4 are skipped: nothing holds up slot 6.
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(probe.executed[6].command).toEqual(write(106));
  });

  it('a command executes once all instances before it are decided, and only then is its client answered', () => {
    machine.request(write(1), probe);
    finishWrites();
    hear(2, accepted(1));
    expect(probe.ofType('commit')).toHaveLength(2);
    expect(probe.answers).toEqual([]);
    hear(0, accepted(1, { from: 0, to: 3 }));
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1]);
    expect(probe.answers).toEqual([{ client: 1, seq: 1, result: 10 }]);
  });

  it('§4.2: a suggestion is chosen by a quorum of acceptances, the own one counting once on disk, not before', () => {
    machine.request(write(1), probe);
    expect(probe.ofType('commit')).toEqual([]);
    hear(0, accepted(1, { from: 0, to: 3 }));
    expect(probe.ofType('commit')).toEqual([]);
    finishWrites();
    expect(probe.ofType('commit')).toHaveLength(2);
    expect(probe.answers).toHaveLength(1);
  });

  it('rule 3: a server that suspects another revokes its instances with no-ops', () => {
    const ballot = stuckBehindR0();
    const prepare = probe.ofType<Prepare>('prepare')[0].body;
    expect(prepare).toMatchObject({ owner: 0, from: 0, to: 3 + SMALL_LIMITS.ahead });
    hear(2, { type: 'promise', owner: 0, ballot, suggested: [], ranges: [] });
    const [{ body }] = probe.ofType<Revoke>('revoke');
    expect(body.range.values).toEqual([]);
    finishWrites();
    expect(probe.executed).toEqual([]);
    hear(2, { type: 'agreed', owner: 0, ballot });
    expect(probe.ofType('revoked')).toHaveLength(2);
    expect(probe.executed.map(({ slot, command }) => [slot, command.client])).toEqual([
      [0, NO_OP.client],
      [1, NO_OP.client],
      [2, 1],
      [3, NO_OP.client],
    ]);
  });

  it('rule 3: but proposes what the owner may have got chosen, of the highest ballot it is told', () => {
    const ballot = stuckBehindR0();
    const lower = ballotAbove(0, 0);
    hear(2, {
      type: 'promise',
      owner: 0,
      ballot,
      suggested: [
        { slot: 0, command: write(7) },
        { slot: 3, command: write(8) },
      ],
      ranges: [{ ballot: lower, from: 3, to: 9, values: [{ slot: 6, command: write(9) }] }],
    });
    expect(probe.ofType<Revoke>('revoke')[0].body.range.values).toEqual([
      { slot: 0, command: write(7) },
      { slot: 6, command: write(9) },
    ]);
  });

  it('§4.2: an acceptor of a revocation tells what it has accepted, once its promise is on disk, and then refuses the owner', () => {
    hear(0, suggest(3, 0));
    finishWrites();
    const ballot = ballotAbove(0, 2);
    hear(2, { type: 'prepare', owner: 0, ballot, from: 0, to: 9 });
    expect(probe.ofType<Promised>('promise')).toEqual([]);
    finishWrites();
    expect(probe.ofType<Promised>('promise')[0].body).toMatchObject({
      ballot,
      suggested: [{ slot: 3, command: write(103) }],
    });
    hear(0, suggest(6));
    expect(probe.ofType<Refused>('refused')).toEqual([{ to: 0, body: { type: 'refused', to: 9 } }]);
    hear(0, suggest(9));
    finishWrites();
    expect(probe.ofType<Accepted>('accepted').map(({ body }) => body.slot)).toEqual([3, 9]);
  });

  it('and rejects a lower ballot, and one that would leave out slots that are promised already', () => {
    const [low, high] = [ballotAbove(0, 0), ballotAbove(0, 2)];
    hear(2, { type: 'prepare', owner: 0, ballot: high, from: 0, to: 9 });
    finishWrites();
    hear(0, { type: 'prepare', owner: 0, ballot: low, from: 0, to: 9 });
    hear(2, { type: 'prepare', owner: 0, ballot: ballotAbove(high, 2), from: 0, to: 6 });
    expect(probe.ofType<Nack>('nack').map(({ to, body }) => [to, body.promised, body.to])).toEqual([
      [0, high, 9],
      [2, high, 9],
    ]);
  });

  it('optimisation 3: a suspect is revoked ahead of the instances in use, and again when half of those are used up', () => {
    const prepares = () => probe.ofType<Prepare>('prepare').map(({ body }) => [body.owner, body.to]);
    const beat = (): void => {
      hear(2, { type: 'heartbeat', executed: 0, top: 0, skip: NONE });
      machine.timer(BEAT, probe);
      finishWrites();
    };
    hear(2, suggest(2, 2));
    finishWrites();
    probe.now = 2001;
    beat();
    const to = 3 + SMALL_LIMITS.ahead;
    expect(prepares()).toEqual([
      [0, to],
      [0, to],
    ]);
    const [{ body }] = probe.ofType<Prepare>('prepare');
    hear(2, { type: 'promise', owner: 0, ballot: body.ballot, suggested: [], ranges: [] });
    finishWrites();
    hear(2, { type: 'agreed', owner: 0, ballot: body.ballot });
    probe.sent = [];
    hear(2, suggest(8, 3));
    beat();
    // In use below 9: 6 of the 12 are left.
    expect(prepares()).toEqual([]);
    hear(2, suggest(11, 9));
    beat();
    expect(prepares()).toEqual([
      [0, 12 + SMALL_LIMITS.ahead],
      [0, 12 + SMALL_LIMITS.ahead],
    ]);
  });

  it('§4.2: a skip is learned from its owner alone, and settles the instance without a vote', () => {
    hear(2, { type: 'heartbeat', executed: 0, top: 0, skip: { from: 0, to: 9 } });
    hear(0, { type: 'heartbeat', executed: 0, top: 9, skip: { from: 0, to: 9 } });
    expect(probe.executed.map(({ command }) => command.client)).toEqual(new Array(9).fill(NO_OP.client));
    expect(probe.ofType<Prepare>('prepare')).toEqual([]);
  });

  it('rule 4: a server suspected wrongly whose instance holds a no-op suggests its command again in a later one', () => {
    machine.request(write(1), probe);
    finishWrites();
    const range = { ballot: ballotAbove(0, 2), from: 0, to: 9, values: [] };
    hear(2, { type: 'revoke', owner: 1, range });
    finishWrites();
    expect(probe.ofType<Agreed>('agreed')).toHaveLength(1);
    hear(2, { type: 'revoked', owner: 1, range });
    hear(0, { type: 'commit', slot: 0, skips: [{ from: 0, to: 3 }, NONE, NONE] });
    finishWrites();
    const slots = probe.ofType<Suggest>('suggest').map(({ body }) => [body.slot, body.entry.command.seq]);
    expect(slots).toEqual([
      [1, 1],
      [1, 1],
      [10, 1],
      [10, 1],
    ]);
    expect(probe.answers).toEqual([]);
  });
});

describe('what is on disk', () => {
  it('bounds what may be used and told: a window above it, and a jump beyond waits for a floor', () => {
    for (let seq = 1; seq <= 5; seq++) machine.request(write(seq), probe);
    // Slots 1, 4 and 7 are below the window of 8; 10 and 13 are not.
    expect(probe.ofType<Suggest>('suggest').map(({ body }) => body.slot)).toEqual([1, 1, 4, 4, 7, 7]);
    finishWrites();
    expect(probe.ofType<Suggest>('suggest').map(({ body }) => body.slot)).toEqual([
      1, 1, 4, 4, 7, 7, 10, 10, 13, 13,
    ]);
  });

  it('after a crash no slot is used that may have been used before: it begins a window above all that it finds', () => {
    machine.request(write(1), probe);
    finishWrites();
    for (let seq = 2; seq <= 4; seq++) machine.request(write(seq), probe);
    const used = probe.ofType<Suggest>('suggest').map(({ body }) => body.slot);
    expect(Math.max(...used)).toBe(7);
    replica();
    machine.restart(new Map(durable), probe);
    machine.request(write(9), probe);
    expect(probe.ofType<Suggest>('suggest')).toEqual([]);
    finishWrites();
    const [{ body }] = probe.ofType<Suggest>('suggest');
    expect(body.slot).toBe(10);
    expect(body.entry.after).toBe(10);
  });

  it('and what it may have used it revokes itself, and learns what became of it', () => {
    machine.request(write(1), probe);
    replica();
    machine.restart(new Map(), probe);
    finishWrites();
    const { ballot, ...rest } = probe.ofType<Prepare>('prepare')[0].body;
    expect(rest).toEqual({ type: 'prepare', owner: 1, from: 0, to: 10 });
    hear(2, {
      type: 'promise',
      owner: 1,
      ballot,
      suggested: [{ slot: 1, command: write(1) }],
      ranges: [],
    });
    finishWrites();
    hear(2, { type: 'agreed', owner: 1, ballot });
    hear(0, { type: 'cover', skips: [{ from: 0, to: 3 }, NONE, NONE] });
    expect(probe.executed.map(({ slot, command }) => [slot, command.seq])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

describe('a revoker', () => {
  it('asks nobody before its own promise is on disk: after a crash it must not use the ballot for another range', () => {
    hear(2, suggest(2, 2));
    finishWrites();
    probe.now = 1500;
    machine.timer(PATIENCE, probe);
    machine.timer(BEAT, probe);
    expect(probe.ofType<Prepare>('prepare')).toEqual([]);
    finishWrites();
    const [{ body }] = probe.ofType<Prepare>('prepare');
    replica();
    machine.restart(new Map(durable), probe);
    expect(stateOf(machine).votes[0].seen).toBe(body.ballot);
  });
});

describe('with a heartbeat', () => {
  it('a replica tells its skips, and skips what others have passed, on hearing where they are', () => {
    hear(0, { type: 'heartbeat', executed: 0, top: 7, skip: NONE });
    probe.now = 100;
    machine.timer(BEAT, probe);
    expect(probe.ofType<Heartbeat>('heartbeat')[0].body).toEqual({
      type: 'heartbeat',
      executed: 0,
      top: 7,
      skip: { from: 0, to: 7 },
    });
    expect(stateOf(machine).index).toBe(7);
  });

  it('what another had executed by its last one and is not here by the next is asked for', () => {
    hear(0, { type: 'heartbeat', executed: 3, top: 3, skip: NONE });
    expect(probe.ofType('learn')).toEqual([]);
    probe.now = 100;
    hear(0, { type: 'heartbeat', executed: 3, top: 3, skip: NONE });
    expect(probe.ofType('learn')).toEqual([{ to: 0, body: { type: 'learn', from: 0 } }]);
    hear(0, { type: 'chosen', first: 0, commands: [write(1), null, write(2)], executed: 3 });
    expect(probe.executed.map(({ slot }) => slot)).toEqual([0, 1, 2]);
  });
});
