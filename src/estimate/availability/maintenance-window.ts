import type { QuorumSystem } from '../../quorum/system.js';
import type { Fleet } from './components.js';

/** When planned work on one machine leaves nothing to spare. */
export interface MaintenanceWindow {
  /** Share of the time in which one machine is away for work and the loss of one more stops writes, 0…1. */
  readonly share: number;
  /** The machines whose work leaves nothing to spare. */
  readonly machines: readonly string[];
  /** A smallest set that stops writes, the machine at work first; null where there is none of one or two. */
  readonly smallest: readonly string[] | null;
}

/** Null without maintenance. All other machines but those of `down`, and all domains, are taken as up. */
export function maintenanceWindow(
  { replicas, maintenance }: Fleet,
  systems: readonly QuorumSystem[],
  down: ReadonlySet<string> = new Set(),
): MaintenanceWindow | null {
  if (maintenance === undefined) return null;
  const up = replicas.filter(({ id }) => !down.has(id));
  const everyone = up.reduce((mask, { index }) => mask | (1 << index), 0);
  const goesOn = (set: number) => systems.every((system) => system.contains(set));
  const machines: string[] = [];
  let smallest: string[] | null = null;
  for (const { id, index } of up) {
    const rest = everyone & ~(1 << index);
    if (!goesOn(rest)) {
      machines.push(id);
      if (smallest === null || smallest.length > 1) smallest = [id];
      continue;
    }
    const next = up.find((other) => other.index !== index && !goesOn(rest & ~(1 << other.index)));
    if (next === undefined) continue;
    machines.push(id);
    smallest ??= [id, next.id];
  }
  return { share: (machines.length * maintenance.lasts) / maintenance.every, machines, smallest };
}
