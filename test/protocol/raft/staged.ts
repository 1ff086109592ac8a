import type { MachineFactory, Message } from '../../../src/protocol/contract.js';
import type { Append } from '../../../src/protocol/raft/messages.js';
import { Scene } from './scene.js';

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
