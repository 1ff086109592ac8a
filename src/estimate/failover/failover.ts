/** Failover: how long a group goes without service when it loses a replica, by model, by simulation and by closed form. */
export { failoverByModel, type ModelOptions } from './by-model.js';
export { failoverBySimulation } from './by-simulation.js';
export type { FailoverOptions } from './case.js';
export { type Hiccups, leaseSweep, type SweepOptions, type SweepRow } from './lease-sweep.js';
export type { DurationFigures, FailoverResult } from './result.js';
export { expectedElection, splitVoteProbability } from './split-vote.js';
export {
  type CrashTimeline,
  crashTimeline,
  type TimelineBin,
  type TimelineClient,
  type TimelineOptions,
} from './timeline.js';
export { type SettledTimeline, timelineUntilSteady } from './until-steady.js';
