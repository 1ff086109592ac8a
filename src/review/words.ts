/** Figures as the messages of rules write them. */

/** "14.1 ms", "68 ms", "1.2 s", "0.35 ms" */
export function inMs(ms: number): string {
  if (ms >= 10_000) return `${significant(ms / 1000)} s`;
  return `${significant(ms)} ms`;
}

/** Three digits, without zeros that say nothing: "14.1", "0.35", "1,240". */
export function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return grouped(Math.round(value));
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1e-4 ? value.toExponential(1) : String(rounded);
}

/** "72 %", "0.14 %" */
export function inPercent(share: number): string {
  return `${significant(share * 100)} %`;
}

/** "+347 %" */
export function growth(before: number, after: number): string {
  const hundred = (after / before - 1) * 100;
  return `${hundred < 0 ? '−' : '+'}${significant(Math.round(Math.abs(hundred)))} %`;
}

/** Time of a year that a share of it is: "413 s a year", "9.3 h a year". */
export function ofYear(share: number): string {
  const seconds = share * 365 * 86_400;
  if (seconds < 600) return `${significant(seconds)} s a year`;
  if (seconds < 36_000) return `${significant(seconds / 60)} min a year`;
  return `${significant(seconds / 3600)} h a year`;
}

/** Bytes per second: "118 MB/s". */
export function inBytes(perSecond: number): string {
  for (const [unit, size] of [
    ['GB/s', 1e9],
    ['MB/s', 1e6],
    ['kB/s', 1e3],
  ] as const)
    if (perSecond >= size) return `${significant(perSecond / size)} ${unit}`;
  return `${significant(perSecond)} B/s`;
}

/** "1 loss", "2 losses" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c"; beyond `most`, "a, b and 7 others". */
export function named(ids: readonly string[], most = 6): string {
  if (ids.length > most) return `${ids.slice(0, most - 1).join(', ')} and ${ids.length - most + 1} others`;
  if (ids.length < 2) return ids.join('');
  return `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
