import { count } from './number.js';

/** Bytes per second as links are sold: "480 kbit/s", "27.1 Mbit/s", "1.00 Gbit/s". */
export function bitRate(bytesPerSecond: number): string {
  const bits = 8 * bytesPerSecond;
  if (bits === 0) return '0';
  if (bits >= 1e9) return `${places(bits / 1e9)} Gbit/s`;
  if (bits >= 1e6) return `${places(bits / 1e6)} Mbit/s`;
  return `${places(bits / 1e3)} kbit/s`;
}

/** The same in Mbit/s for a table whose heading has the unit; '–' where there is none. */
export function megabits(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? '–' : places((8 * bytesPerSecond) / 1e6);
}

/** Operations per second: three significant places. */
export function perSecond(rate: number): string {
  return places(rate);
}

function places(value: number): string {
  if (value === 0) return '0';
  if (value < 0.01) return '< 0.01';
  if (value >= 99.95) return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** "11,065", "86.2": operations per second. */
export function operationsPerSecond(rate: number): string {
  return rate >= 100 ? count(rate) : rate.toFixed(1);
}
