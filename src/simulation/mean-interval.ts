/** Batches: few enough that each is long against the correlation of what follows one another (Schmeiser 1982). */
const BATCHES = 30;

/** Student's t at 97.5 % for 1, 2, … 29 degrees of freedom (any table). */
const STUDENT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
];

/**
 * The 95 % confidence interval of the mean by batch means: samples in the order in which they came are cut into 30
 * batches (fewer where there are fewer than 60 samples), whose means are nearly independent although neighbouring
 * samples of a queue are not (Law, Simulation Modeling and Analysis, 5th ed., §9.5.3). Undefined below 4 samples.
 */
export function meanInterval(samples: Float64Array): readonly [number, number] | undefined {
  const batches = Math.min(BATCHES, Math.floor(samples.length / 2));
  if (batches < 2) return undefined;
  const means: number[] = [];
  for (let b = 0; b < batches; b++) {
    const from = Math.floor((b * samples.length) / batches);
    const to = Math.floor(((b + 1) * samples.length) / batches);
    means.push(average(samples, from, to));
  }
  const mean = average(samples);
  let squares = 0;
  for (const m of means) squares += (m - mean) ** 2;
  const half = STUDENT[batches - 2] * Math.sqrt(squares / (batches - 1) / batches);
  return [mean - half, mean + half];
}

/** Mean of samples[from … to − 1]. */
export function average(samples: Float64Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i];
  return sum / (to - from);
}
