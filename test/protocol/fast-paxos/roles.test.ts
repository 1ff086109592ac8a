import { describe, expect, it } from 'vitest';
import { clientSetupOf } from '../../../src/protocol/contract/client.js';
import { FastPaxosClient } from '../../../src/protocol/fast-paxos/client.js';
import { fastPaxosMachine } from '../../../src/protocol/fast-paxos/machine.js';
import { type Cast, PATIENCE, Scene } from '../scene.js';
import { membersOf, schemeOf, setupsOf } from '../subject.js';
import { stateOf } from './subject.js';

const learner: Cast = { members: { 3: { role: 'learner' } }, quorum: { classic: 2, fast: 3 } };
const scene = (n: number, cast: Cast): Scene => new Scene(fastPaxosMachine(), n, cast).among([0, 1, 2, 3]);
const valueAt = (staged: Scene, replica: number): number | undefined =>
  stateOf(staged.machines[replica]).store.get(1);
const leaders = (staged: Scene): boolean[] => staged.machines.map(({ leads }) => leads);
const heard = (staged: Scene): Scene => staged.passes(100).beats(0).among([0, 1, 2, 3]);

/** Whom a client asks. */
function asked(kind: 'write' | 'read', reads: 'consensus' | 'local'): number[] {
  const [setup] = setupsOf(4, {
    leader: 0,
    quorum: schemeOf(learner.quorum, 4, learner.members),
    disk: 'parallel',
    heartbeat: 100,
    election: PATIENCE,
    members: membersOf(4, PATIENCE, learner.members),
    reads,
  });
  const to: number[] = [];
  const client = new FastPaxosClient(clientSetupOf(setup, 1));
  client.request({ client: 1, seq: 1, kind, key: 1, value: 1 }, 0, 1, {
    now: 0,
    request: (replica) => to.push(replica),
    finish: () => undefined,
  });
  return to;
}

describe('the members of Fast Paxos keep to their roles:', () => {
  it('clients put commands before acceptors, which learners are not, and ask learners for local reads', () => {
    expect(asked('write', 'local')).toEqual([0, 1, 2]);
    expect(asked('read', 'consensus')).toEqual([0, 1, 2]);
    expect(asked('read', 'local')).toEqual([0, 1, 2, 3]);
  });

  it('a learner votes for nothing, hears what is chosen, and executes it', () => {
    const staged = heard(scene(4, learner));
    staged.write(0).among([0, 1, 2, 3]);
    // One acceptor alone has heard of it: the coordinator asks the others, in a slot that takes too long.
    for (let i = 0; i < 30; i++) heard(staged);
    expect(valueAt(staged, 3)).toBe(1);
    expect(stateOf(staged.machines[3]).log.entries.filter((vote) => vote !== null)).toEqual([]);
    expect([...staged.durable[3].keys()]).toEqual([]);
  });

  it('a learner is asked for no promise, gives no vote to a command, and never wants to coordinate', () => {
    const staged = heard(scene(4, learner));
    expect(staged.write(3).underWay).toEqual([]);
    expect(staged.losesPatience(3).underWay).toEqual([]);
    staged.losesPatience(1);
    expect(staged.underWay).toEqual(['1 0 prepare', '1 2 prepare']);
    expect(leaders(staged.among([1, 3]))[1]).toBe(false);
  });

  it('a learner answers local reads', () => {
    expect(scene(4, { ...learner, reads: 'local' }).read(3).judge.unanswered).toBe(0);
  });

  it('a voter that is kept from leading never campaigns', () => {
    const staged = heard(scene(3, { members: { 1: { leads: 0 } } }));
    expect(staged.losesPatience(1).underWay).toEqual([]);
    expect(leaders(staged.losesPatience(2).among([1, 2]))[2]).toBe(true);
  });

  it('whoever comes after others waits for the length of its range once for each priority above, the lost coordinator apart', () => {
    // Each draws the middle of 1000 to 2000 ms. Above r2 is r1 besides r0, which is lost.
    const members = { 0: { leads: 9 }, 1: { leads: 5 }, 2: { leads: 1 } };
    const silent = (replica: number, ms: number): readonly string[] =>
      heard(scene(3, { members })).losesPatience(replica, ms).underWay;
    expect(silent(1, 1499)).toEqual([]);
    expect(silent(1, 1501)).toContain('1 2 prepare');
    expect(silent(2, 2499)).toEqual([]);
    expect(silent(2, 2501)).toContain('2 1 prepare');
  });

  it('coordination goes back to who is preferred, once that has answered for as long as the group says', () => {
    const back: Cast = { leader: 1, members: { 0: { leads: 1000 } } };
    const beating = (staged: Scene, ms: number): Scene => {
      for (let time = 0; time < ms; time += 100) staged.passes(100).beats(1).among([0, 1, 2]);
      return staged;
    };
    const staged = beating(scene(3, { ...back, returnsAfter: 3000 }), 2900);
    expect(leaders(staged)).toEqual([false, true, false]);
    expect(leaders(beating(staged, 400))).toEqual([true, false, false]);
    expect(leaders(beating(scene(3, back), 20_000))).toEqual([false, true, false]);
  });
});
