/** What follows a loss: who leads next, how long writes stop, and what clients see of it. */
export { type Hiccups, leaseSweep, type SweepOptions, type SweepRow } from './lease-sweep.js';
export type { DurationFigures, Loss, Succession } from './result.js';
export { splitVoteProbability } from './split-vote.js';
export { type SuccessionOptions, successionOf } from './succession.js';
export {
  type CrashTimeline,
  crashTimeline,
  type TimelineBin,
  type TimelineClient,
  type TimelineOptions,
} from './timeline.js';
export { type SettledTimeline, timelineUntilSteady } from './until-steady.js';
