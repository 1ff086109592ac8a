import type { MachineFactory } from '../../src/protocol/contract/host.js';
import { type Cast, Scene } from './scene.js';

/** r2 of three is a witness. */
export const WITNESS: Cast = { members: { 2: { role: 'witness' } } };

/**
 * r1 is away while r0 and r2 take so many writes that r0 no longer keeps its log
 * for r1. Then r0 is lost, and r1 is back: has it all that was acknowledged? What is missing, as a check says it.
 */
export function onlyTheWitnessHasIt(factory: MachineFactory): string[] {
  const scene = new Scene(factory, 3, WITNESS).among([0, 1, 2]);
  for (let i = 0; i < 12; i++) scene.write(0).among([0, 2]).passes(100).beats(0).among([0, 2]);
  const { unanswered } = scene.judge;
  if (unanswered > 0) return [`liveness: ${unanswered} writes are not answered`];
  scene.losesPatience(1).among([1, 2]);
  return scene.machines[1].leads
    ? scene.judge.violations
    : ['durability: what was acknowledged is on no disk that could give it to a leader'];
}
