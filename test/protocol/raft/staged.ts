import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { Message } from '../../../src/protocol/contract/machine.js';
import type { Append } from '../../../src/protocol/raft/messages.js';
import { Scene } from '../scene.js';
import { schemeOf } from '../subject.js';
import { TimedWorld } from '../timed-world.js';

/** Courses of events that random schedules would take too long to hit on; what the judge finds in them. */

const noAppends = (body: Message): boolean => body.type !== 'append';

/**
 * Ongaro, Ousterhout, Figure 8, with three replicas and a log that is sent entry by entry: an entry of term 1 that a
 * majority has on disk in term 3 is replaced by one of term 2 in term 4.
 */
export function figureEight(factory: MachineFactory): readonly string[] {
  const scene = new Scene(factory, 3).among([0, 1, 2]);
  // (a) r0 takes a write in term 1 that nobody else gets; (b) r2 leads term 2, and has an entry nobody else gets.
  scene.write(0).among([0]);
  scene.losesPatience(2).among([1, 2], noAppends);
  // (c) r0 leads term 3, and r1 gets the entry of term 1, but not yet one of term 3.
  scene.crash(0).losesPatience(0).among([0, 1]).losesPatience(0);
  const untilSlot1 = (body: Message): boolean =>
    body.type !== 'append' || (body as Append).from + (body as Append).entries.length <= 2;
  scene.among([0, 1], untilSlot1).beats(0).among([0, 1], untilSlot1);
  // (d) r2's last entry is of a later term than r1's: it leads term 4, and r1's entry of term 1 is replaced.
  scene.crash(2).losesPatience(2).among([1, 2]).losesPatience(2).among([1, 2]);
  scene.crash(0).beats(2).among([0, 1, 2]).beats(2).among([0, 1, 2]);
  return scene.judge.violations;
}

/**
 * Ongaro, "bug in single-server membership changes", raft-dev, 2015: a group of four, r0 to r3. r0 adds r4 in term 1,
 * and none but r4 hears of it. r1 leads term 2 and removes r0. The majority {r1, r2} of its group and the majority
 * {r0, r3, r4} of the other have nobody in common.
 */
export function twoGroups(factory: MachineFactory): readonly string[] {
  const everyone = [0, 1, 2, 3, 4];
  const scene = new Scene(factory, 5).among(everyone);
  scene.order(0, { type: 'remove', replica: 4 }).among(everyone).beats(0).among(everyone);
  scene.order(0, { type: 'add', replica: 4 }).among([0, 4]).beats(0).among([0, 4]).beats(0).among([0, 4]);
  scene.losesPatience(1).among([1, 2, 3], noAppends);
  scene.order(1, { type: 'remove', replica: 0 }).write(1).among([1, 2]).beats(1).among([1, 2]);
  scene.crash(0).losesPatience(0).among([0, 3, 4]).losesPatience(0).among([0, 3, 4]);
  scene.write(0).beats(0).among([0, 3, 4]).beats(0).among([0, 3, 4]);
  return scene.judge.violations;
}

/**
 * r0 leads term 1, all disks take 3 ms. From 30 ms on r0 is cut off, but r1 and it hear each other from 126 to 129 ms. r2 asks
 * at 123 ms who would vote for it, and r1 would. r1 asks the same at 125 ms, and answers r0's heartbeat at 127.5 ms: r0 has
 * its lease until 199 ms. By then r2 is in term 2, into which the answer to r1's question takes r1 at 128.5 ms, and there
 * r2's request for its vote reaches it at 130.5 ms. Client 2 writes 8 at r2; client 3 reads at r0, which must not answer 7
 * once the 8 is acknowledged.
 *
 * @param restarts r1 crashes after its answer, and is back at once
 */
export function latePreVote(factory: MachineFactory, restarts = false): TimedWorld {
  const world = new TimedWorld(factory, {
    n: 3,
    shared: {
      leader: 0,
      quorum: schemeOf('majority', 3),
      reads: 'leader-lease',
      disk: 'parallel',
      heartbeat: 20,
      election: [80, 160],
    },
    delay: (from, to, now) => {
      if (from !== 0 && to !== 0) return from === 1 ? 2.5 : 1;
      const isHeard = now < 30 || (from + to === 1 && now > 126 && now < 129);
      return isHeard ? 0.5 : Number.POSITIVE_INFINITY;
    },
    disk: () => 3,
    // Both followers hear r0 for the last time at 27.5 ms.
    random: (self) => ([40, 17.5, 15.5][self] as number) / 80,
  });
  if (restarts) world.crash(128, 1).restart(128.2, 1);
  return world
    .request(10, 0, { client: 1, seq: 1, kind: 'write', value: 7 })
    .request(139, 2, { client: 2, seq: 1, kind: 'write', value: 8 })
    .request(150, 0, { client: 3, seq: 1, kind: 'read', value: 0 });
}
