import { beforeEach, describe, expect, it } from 'vitest';
import { configurationOf, everyone } from '../../../src/protocol/raft/log.js';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import type { RequestVote } from '../../../src/protocol/raft/messages.js';
import { recover, SNAPSHOT } from '../../../src/protocol/raft/records.js';
import { Scene } from '../scene.js';
import { stateOf } from './subject.js';

/** By the book: Ongaro, "Consensus: Bridging Theory and Practice", chapter 4 and §3.10. r0 leads at first. */
let scene: Scene;
const ALL = [0, 1, 2, 3, 4];

const state = (replica: number) => stateOf(scene.machines[replica]);
const members = (replica: number): string => configurationOf(state(replica).log).members.toString(2);
const leaders = (): number[] => scene.machines.flatMap((machine, i) => (machine.leads ? [i] : []));

/** Enough heartbeats for anything that waits for one. */
function settle(among: readonly number[] = ALL): void {
  for (let i = 0; i < 4; i++) {
    for (const leader of leaders()) scene.beats(leader);
    scene.among(among);
  }
}

function begin(n: number, snapshotEvery = 1000): void {
  scene = new Scene(raftMachine({ snapshotEvery, maxLag: 5, batch: 10 }), n).among(ALL);
}

beforeEach(() => begin(3));

describe('changes of the group, one replica at a time', () => {
  it('§4.1: a server uses the latest configuration in its log, whether or not the entry is committed', () => {
    scene.order(0, { type: 'remove', replica: 2 });
    expect(members(0)).toBe('11');
    expect(state(0).commit).toBe(1);
    // r2 takes the entry as well; it is committed by r0 and r1.
    scene.among([0, 2]);
    expect(members(2)).toBe('11');
    expect(state(0).commit).toBe(1);
    settle();
    expect([0, 1, 2].map(members)).toEqual(['11', '11', '11']);
    expect(state(1).commit).toBe(2);
  });

  it('§4.1: and goes back to the one before if the entry is replaced', () => {
    scene.order(0, { type: 'remove', replica: 2 }).among([0]);
    scene.losesPatience(1).among([1, 2]);
    settle([1, 2]);
    scene.crash(0);
    expect(members(0)).toBe('11');
    settle();
    expect(leaders()).toEqual([1]);
    expect(members(0)).toBe('111');
  });

  it('§4.1: the leader takes up no other change before the last one is committed', () => {
    begin(5);
    scene.order(0, { type: 'remove', replica: 4 }).order(0, { type: 'remove', replica: 3 });
    expect(members(0)).toBe('1111');
    scene.among([0, 1]);
    expect(members(0)).toBe('1111');
    scene.among(ALL);
    settle();
    expect(members(0)).toBe('111');
  });

  it('§4.1: majorities are those of the smaller group: two of the three that five have become', () => {
    begin(5);
    scene.order(0, { type: 'remove', replica: 4 }).order(0, { type: 'remove', replica: 3 }).among(ALL);
    settle();
    const before = state(0).executed;
    scene.write(0).among([0, 1]);
    expect(state(0).executed).toBe(before + 1);
  });

  it('§4.2.1: a server is added once it has the log, not before', () => {
    scene.order(0, { type: 'remove', replica: 2 }).among(ALL);
    settle();
    for (let i = 0; i < 20; i++) scene.write(0);
    scene.among([0, 1]);
    scene.order(0, { type: 'add', replica: 2 });
    settle([0, 1]);
    expect(members(0)).toBe('11');
    expect(state(2).executed).toBeLessThan(5);
    settle();
    expect([0, 1, 2].map(members)).toEqual(['111', '111', '111']);
    expect(state(2).executed).toBe(state(0).executed);
  });

  it('§4.2.2: a leader that removes itself does not count itself, and gives up its office once that is committed', () => {
    scene.order(0, { type: 'remove', replica: 0 }).among([0, 1]);
    expect(members(0)).toBe('110');
    expect(leaders()).toEqual([0]);
    settle();
    expect(state(0).role).toBe('follower');
    expect(leaders()).toHaveLength(1);
    expect(leaders()).not.toContain(0);
  });

  it('§4.2.3: a server that never heard of its removal asks for votes, and disturbs nobody', () => {
    scene.order(0, { type: 'remove', replica: 2 }).among([0, 1]);
    settle([0, 1]);
    expect(members(2)).toBe('111');
    const { term } = state(0);
    for (let i = 0; i < 10; i++) scene.passes(500).beats(0).among([0, 1]);
    scene.losesPatience(2, 0).among(ALL);
    expect(leaders()).toEqual([0]);
    expect(state(0).term).toBe(term);
    expect(state(2).role).toBe('pre-candidate');
  });

  it('one that knows of its removal neither answers clients nor asks for votes', () => {
    scene.order(0, { type: 'remove', replica: 2 }).among(ALL);
    settle();
    scene.losesPatience(2);
    expect(state(2).role).toBe('follower');
    scene.write(2).among(ALL);
    expect(scene.judge.unanswered).toBe(1);
  });

  it('an order that would leave no quorum waits until it would leave one', () => {
    for (const replica of [1, 2, 0]) scene.order(0, { type: 'remove', replica }).among(ALL);
    settle();
    expect(members(0)).toBe('1');
    const end = state(0).log.entries.length;
    scene.order(0, { type: 'remove', replica: 2 });
    settle();
    expect(state(0).log.entries).toHaveLength(end);
    scene.order(0, { type: 'add', replica: 1 });
    settle();
    expect(members(1)).toBe('10');
    expect(leaders()).toEqual([1]);
  });

  it('§5.1.3 (snapshots): the group is in the snapshot, and holds after a restart from it and for whom it is sent to', () => {
    begin(4, 5);
    scene.order(0, { type: 'remove', replica: 3 }).among(ALL);
    settle();
    for (let i = 0; i < 10; i++) {
      scene.write(0).among([0, 1]).beats(0).among([0, 1]);
    }
    const durable = scene.durable[1];
    expect(durable.get(SNAPSHOT)).toMatchObject({ members: 0b111 });
    expect(configurationOf(recover(durable, everyone(4)).log).members).toBe(0b111);
    // r2 was away and is sent the snapshot.
    settle();
    expect(members(2)).toBe('111');
    expect(state(2).executed).toBe(state(0).executed);
  });
});

describe('leadership transfer (§3.10)', () => {
  it('the leader brings the heir’s log up to date, and tells it to ask for votes at once; nobody’s patience is needed', () => {
    scene.write(0);
    scene.order(1, { type: 'promote' }).among(ALL);
    expect(leaders()).toEqual([1]);
    expect(state(1).term).toBe(2);
    expect(state(1).executed).toBe(3);
    expect(scene.judge.unanswered).toBe(0);
  });

  it('meanwhile it takes no commands; if the heir does not get on, it takes them again', () => {
    scene.write(0).among([0]);
    scene.order(1, { type: 'promote' }).among([0, 1], ({ type }) => type === 'hand-over');
    const { length } = state(0).log.entries;
    scene.write(0);
    expect(state(0).log.entries).toHaveLength(length);
    scene.passes(2000).beats(0);
    expect(state(0).log.entries.length).toBeGreaterThan(length);
    settle();
    expect(leaders()).toEqual([0]);
  });

  it('§6.4.1: the leader gives up its office when it tells the heir, so that no lease outlives it', () => {
    const asks: RequestVote[] = [];
    scene.order(1, { type: 'promote' }).among([0, 1], (body) => {
      if (body.type === 'timeout-now') expect(leaders()).toEqual([]);
      if (body.type === 'request-vote') asks.push(body as RequestVote);
      return true;
    });
    expect(asks).toMatchObject([{ summoned: true }]);
  });

  it('one that is not in the group is not made leader', () => {
    scene.order(0, { type: 'remove', replica: 2 }).among(ALL);
    settle();
    scene.order(2, { type: 'promote' }).among(ALL);
    settle();
    expect(leaders()).toEqual([0]);
  });
});
