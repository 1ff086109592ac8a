import { grid, gridShape } from './shapes.js';
import type { QuorumScheme, QuorumSystem } from './system.js';

/** One system in every phase. */
export function onePhase(system: QuorumSystem): QuorumScheme {
  return scheme({ phase1: system, phase2: system }, system.describe());
}

/** Flexible Paxos: "phase 1: 4 of 5, phase 2: 2 of 5", or the words given: ['read', 'write']. */
export function twoPhases(
  phase1: QuorumSystem,
  phase2: QuorumSystem,
  words: readonly [string, string] = ['phase 1', 'phase 2'],
): QuorumScheme {
  const text = `${words[0]}: ${phase1.describe()}, ${words[1]}: ${phase2.describe()}`;
  return scheme({ phase1, phase2 }, text);
}

/** Fast Paxos: "classic: majority (3 of 5), fast: 4 of 5". */
export function withFast(classic: QuorumSystem, fast: QuorumSystem): QuorumScheme {
  const text = `classic: ${classic.describe()}, fast: ${fast.describe()}`;
  return scheme({ phase1: classic, phase2: classic, fast }, text);
}

/** "grid 2×3: phase 1 one whole row, phase 2 one of every row". */
export function gridScheme(members: readonly string[], rows: readonly (readonly string[])[]): QuorumScheme {
  const { wholeRow, oneOfEveryRow } = grid(members, rows);
  const text = `${gridShape(rows)}: phase 1 one whole row, phase 2 one of every row`;
  return scheme({ phase1: wholeRow, phase2: oneOfEveryRow }, text);
}

function scheme(systems: Omit<QuorumScheme, 'describe'>, text: string): QuorumScheme {
  return { ...systems, describe: () => text };
}
