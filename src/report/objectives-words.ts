import type { Judgement } from '../result/objectives.js';
import { share } from './nines.js';
import { percent } from './number.js';
import { operationsPerSecond } from './rate.js';

/** "Objectives: 2 of 3 met; MISSED: …" */
export function objectivesSentence(objectives: readonly Judgement[]): string {
  const met = objectives.filter((objective) => objective.met === true).length;
  const judged = objectives.filter((objective) => objective.met !== null).length;
  const missed = objectives.filter((objective) => objective.met === false);
  const open = objectives.filter((objective) => objective.met === null);
  const misses = missed.map(
    (objective) =>
      `; MISSED: ${objective.objective}, ${/may be lost/.test(objective.objective) ? '' : 'it is '}${actual(objective)}`,
  );
  const rest = open.map(({ objective, reason }) => `; not judged: ${objective} (${reason ?? ''})`);
  return `Objectives: ${met} of ${judged} met${misses.join('')}${rest.join('')}.`;
}

/** The figure that an objective was held against, in its unit. */
export function actual({ objective, actual: value }: Judgement): string {
  if (value === null) return 'never';
  if (/may be lost/.test(objective)) return value === 0 ? 'none may' : String(value);
  if (/availability/.test(objective)) return share(value);
  if (/failure/.test(objective)) return percent(value);
  if (/throughput/.test(objective)) return `${operationsPerSecond(value)}/s`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}
