import type { LeadershipResult } from '../result/leadership.js';

interface Led {
  readonly leadership: LeadershipResult | null;
}

/** Can a leader stay, as far as timeouts and round trips tell? */
export function leaderStays({ leadership }: Led): boolean {
  return leadership?.stays !== false;
}

/** Why none can, and what figures beside it are worth. */
export function noLeaderSentence({ leadership }: Led): string {
  return `${leadership?.why ?? ''} Writes are unavailable; all figures are for a leader that stays.`;
}
