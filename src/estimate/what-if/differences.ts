import type { ClientEstimate, Figures } from '../result.js';
import type { ClientChange, FigureChange } from '../what-if-result.js';

const NAMES = ['mean', 'p50', 'p90', 'p99', 'p999', 'failure'] as const;
const OPERATIONS = ['write', 'read', 'execution'] as const;

/**
 * What changes for one client, figure by figure.
 *
 * @param after undefined where the client is down itself, or nothing could be estimated
 * @param downWith what it is down with
 */
export function clientChange(
  before: ClientEstimate,
  after: ClientEstimate | undefined,
  downWith: string | undefined,
): ClientChange {
  const figures: Record<string, FigureChange> = {};
  for (const operation of OPERATIONS) {
    const [was, is] = [before[operation], after?.[operation]];
    // Another protocol may execute when it answers, or may not.
    if (was === undefined || (is === undefined && after !== undefined)) continue;
    for (const name of NAMES) figures[`${operation}.${name}`] = difference(was, is, name);
  }
  const stopped = after === undefined || after.write.failure === 1;
  return {
    id: before.id,
    at: before.at,
    state: downWith !== undefined ? 'down' : stopped ? 'stopped' : 'served',
    downWith: downWith ?? null,
    figures,
  };
}

function difference(was: Figures, is: Figures | undefined, name: keyof Figures): FigureChange {
  const before = was[name];
  const after = is?.[name] ?? null;
  if (before === null || after === null) return { before, after, change: null, percent: null };
  const change = after - before;
  return { before, after, change, percent: before === 0 ? null : (change / before) * 100 };
}
