import { transferTargetOf } from '../../group/leaders.js';
import type { Standing } from '../../group/standing.js';
import { byLeader, type Standings } from '../latency/standings.js';

/** Leadership goes back to who comes first. */
export interface HandBack {
  /** From when on that is counted: another leads; or what was lost is back. */
  readonly from: 'takeover' | 'repair';
  /** How long who comes first must have been up without a gap (ms): `returns-after`. */
  readonly after: number;
  /** Who leads then, the likeliest first. */
  readonly standings: Standings;
}

/**
 * What becomes of leadership after a loss where the file hands it back (`leadership.returns-after`) and the protocol's
 * machines do so: whoever leads hands over to the first of those that come before it (`leads`) and are up; once what was
 * lost is back, to the first of all. In this order; a phase in which nothing changes is left out.
 *
 * @param before the standing before the loss
 * @param after who may lead after it
 */
export function handBacksOf(before: Standing, after: Standings): HandBack[] {
  const { deployment, protocol } = before;
  const { returnsAfter } = deployment.protocol;
  if (returnsAfter === undefined || protocol.traits.handsBack !== true) return [];
  const phases: HandBack[] = [];
  let now = after;
  for (const from of ['takeover', 'repair'] as const) {
    const then = handed(
      from === 'takeover'
        ? now
        : now.map(({ standing, probability }) => ({
            probability,
            standing: { ...before, leader: standing.leader },
          })),
    );
    if (then === undefined) continue;
    phases.push({ from, after: returnsAfter, standings: then });
    now = then;
  }
  return phases;
}

/** The standings after each that leads has handed over to who comes before it; undefined where none does. */
function handed(standings: Standings): Standings | undefined {
  const then = standings.map(({ standing, probability }) => ({
    probability,
    standing: {
      ...standing,
      leader: (standing.leader && transferTargetOf(standing, standing.leader)) ?? standing.leader,
    },
  }));
  const moved = then.some(({ standing }, i) => standing.leader !== standings[i].standing.leader);
  return moved ? byLeader(then) : undefined;
}
