import { count } from './number.js';

/** "3.2 times a year", "once in 40 years": expected events a year. */
export function often(perYear: number): string {
  if (perYear >= 1) return `${perYear.toFixed(1)} times a year`;
  const years = 1 / perYear;
  return `once in ${years < 100 ? years.toFixed(years < 10 ? 1 : 0) : count(Number(years.toPrecision(2)))} years`;
}

/** A span of time, given in seconds: "3.2 ms", "29 s", "6.8 min", "4.1 h", "2.0 d". */
export function span(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 1e-6) return '< 0.001 ms';
  if (seconds < 1)
    return `${seconds < 0.01 ? (seconds * 1000).toPrecision(2) : (seconds * 1000).toFixed(0)} ms`;
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 6000) return `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** A duration given in ms: "140 ms", "1.38 s". */
export function duration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms >= 100_000) return span(ms / 1000);
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
