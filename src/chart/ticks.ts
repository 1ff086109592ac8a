/** Round marks from 0 to at least `most`, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(most: number, count: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const ticks: number[] = [];
  for (let i = 0; ; i++) {
    ticks.push(rounded(i * step));
    if (i * step >= most * (1 - 1e-9)) return ticks;
  }
}

/** Marks on a logarithmic axis around [low, high], both above 0: at most about `count` powers of ten, with 2 and 5 where there is room. */
export function logTicks(low: number, high: number, count: number): number[] {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  const decades = Math.max(1, to - from);
  const factors = decades * 3 <= count ? [1, 2, 5] : [1];
  const every = factors.length > 1 ? 1 : Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  // Steps of several decades end beyond the highest value, not short of it.
  for (let power = from; power < to + every; power += every) {
    for (const factor of factors) ticks.push(rounded(factor * 10 ** power));
  }
  const first = Math.max(0, ticks.filter((tick) => tick <= low * (1 + 1e-9)).length - 1);
  const last = ticks.findIndex((tick) => tick >= high * (1 - 1e-9));
  return ticks.slice(first, last < 0 ? undefined : last + 1);
}

/** Without the noise of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a value stands on an axis of `length` px. */
export function along(
  value: number,
  [from, to]: readonly [number, number],
  length: number,
  log: boolean,
): number {
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return share * length;
}
