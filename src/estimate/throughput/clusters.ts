/**
 * Messages do not come to a replica at random one by one: an operation brings several. What a station is asked for is a
 * stream of clusters, and its queue is longer than that of as many single customers.
 */

/** What one operation (or batch) brings a station: work (ms) at moments (ms), ascending. */
export interface Cluster {
  /** Of them per ms. */
  readonly rate: number;
  readonly jobs: readonly Job[];
}

export interface Job {
  readonly at: number;
  readonly work: number;
}

const POINTS = 120;

/**
 * How many times longer the wait is than where the same jobs come independently of one another.
 *
 * Jobs of one stage are answers to one broadcast and come together. Their effect is that on the mean workload of robust
 * queueing, sup over t of √(2·V(t)) − (1 − ρ)t, with V(t) the variance of the work that comes within t (Whitt and You,
 * "Using robust queueing to expose the impact of dependence in single-server queues", Operations Research 66(1), 2018; it
 * is exact for M/G/1): V(t) = Σ rate·(Σ s²·t + 2 Σ sᵢsⱼ·(t − gap)⁺).
 *
 * Jobs of different stages never queue together, for one causes the next. With k stages of one length and no time between
 * them, what the queue holds is 2k/(k + 1) times that of independent jobs: the total of all stages still to come is that of
 * M/G/1, and a job that waits has on average (k + 1)/2 before it. With endless time between them it is 1 times that. We
 * take the middle, 1 + (k − 1)/(2(k + 1)): an approximation that the simulator bears out.
 */
export function longerWait(clusters: readonly Cluster[]): number {
  let load = 0;
  let single = 0;
  let staged = 0;
  const pairs: { gap: number; weight: number }[] = [];
  for (const { rate, jobs } of clusters) {
    let work = 0;
    const stages = stagesOf(jobs);
    for (const stage of stages) {
      stage.forEach((job, i) => {
        work += rate * job.work;
        single += rate * job.work ** 2;
        for (const before of stage.slice(0, i)) {
          pairs.push({ gap: job.at - before.at, weight: 2 * rate * job.work * before.work });
        }
      });
    }
    load += work;
    staged += (work * (stages.length - 1)) / (2 * (stages.length + 1));
  }
  if (single === 0 || load >= 1) return 1;
  const alone = single / (2 * (1 - load));
  return (1 + staged / load) * Math.max(1, robustWorkload(load, single, pairs) / alone);
}

function robustWorkload(
  load: number,
  single: number,
  pairs: readonly { gap: number; weight: number }[],
): number {
  let all = single;
  for (const { weight } of pairs) all += weight;
  // The supremum lies between those of the smallest and of the largest variance.
  const first = single / (2 * (1 - load) ** 2);
  const last = all / (2 * (1 - load) ** 2);
  let longest = 0;
  for (let i = 0; i <= POINTS; i++) {
    const t = first * (last / first) ** (i / POINTS);
    let variance = single * t;
    for (const { gap, weight } of pairs) if (t > gap) variance += weight * (t - gap);
    longest = Math.max(longest, Math.sqrt(2 * variance) - (1 - load) * t);
  }
  return longest;
}

/** Jobs closer to one another than half of what went before them are of one stage. */
export function stagesOf(jobs: readonly Job[]): Job[][] {
  const stages: Job[][] = [];
  let length = 0;
  for (const job of jobs) {
    const stage = stages[stages.length - 1];
    if (stage !== undefined && job.at - stage[0].at <= length / 2) {
      stage.push(job);
      continue;
    }
    if (stage !== undefined) length = job.at - stage[0].at;
    stages.push([job]);
  }
  return stages;
}
