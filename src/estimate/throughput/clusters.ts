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
  /** What its square is less because its parts queue one after the other (ms²): of two stages 2·2/(2 + 1) = 4/3 remain. */
  readonly split?: number;
  /** Of the moment at which it comes (ms²). */
  readonly variance?: number;
}

/** Jobs that something holds up and lets go together once in a while. */
export interface Bulk {
  /** Of them per ms. */
  readonly rate: number;
  /** ms each. */
  readonly work: number;
  /** ms between letting go, as a job sees it. */
  readonly cycle: number;
}

interface Pair {
  readonly gap: number;
  readonly weight: number;
  /** Beyond this lag there are as many fewer as there were more (ms). */
  readonly until?: number;
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
 *
 * Bulks add to V(t) for short t only, and over all phases of their cycle half of what the others of a bulk would: where
 * many have come at once, few come for a while.
 *
 * @param apart the sum of rate·s², and of rate·s, of all jobs, what one sends as a job of its own
 */
export function longerWait(
  clusters: readonly Cluster[],
  apart: { readonly squares: number; readonly load: number },
  bulks: readonly Bulk[] = [],
): number {
  const { load } = apart;
  let clustered = 0;
  let single = 0;
  let parts = 0;
  let staged = 0;
  const pairs: Pair[] = [];
  for (const { rate, jobs } of clusters) {
    let work = 0;
    const stages = stagesOf(jobs);
    for (const stage of stages) {
      stage.forEach((job, i) => {
        work += rate * job.work;
        single += rate * (job.work ** 2 - (job.split ?? 0));
        parts += rate * (job.work ** 2 - 1.5 * (job.split ?? 0));
        for (const before of stage.slice(0, i)) {
          pairs.push({ gap: gapOf(before, job), weight: 2 * rate * job.work * before.work });
        }
      });
    }
    clustered += work;
    // Stages of next to no work do not count: as many equal ones as have the same squares.
    let squares = 0;
    for (const stage of stages) squares += sumOf(stage) ** 2;
    const k = squares === 0 ? 1 : sumOf(jobs) ** 2 / squares;
    staged += (work * (k - 1)) / (2 * (k + 1));
  }
  if (clustered === 0 || load >= 1) return 1;
  // Who is in no cluster comes alone.
  single += Math.max(0, apart.squares - parts);
  for (const { rate, work, cycle } of bulks) {
    pairs.push({ gap: 0, weight: (rate * work ** 2 * rate * cycle) / 2, until: cycle });
  }
  const alone = apart.squares / (2 * (1 - load));
  return (1 + staged / load) * Math.max(1, robustWorkload(load, single, pairs) / alone);
}

/** How far apart two jobs come (ms): as their means do, and by chance: E|N(0, σ²)| = σ√(2/π). */
function gapOf(before: Job, { at, variance = 0 }: Job): number {
  return Math.sqrt((at - before.at) ** 2 + ((before.variance ?? 0) + variance) * (2 / Math.PI));
}

function robustWorkload(load: number, single: number, pairs: readonly Pair[]): number {
  let all = single;
  for (const { weight } of pairs) all += weight;
  // The supremum lies between those of the smallest and of the largest variance.
  const first =
    Math.min(
      ...pairs.map(({ until = Number.POSITIVE_INFINITY }: Pair) => until),
      single / (2 * (1 - load) ** 2),
    ) / 4;
  const last = all / (2 * (1 - load) ** 2);
  let longest = 0;
  for (let i = 0; i <= POINTS; i++) {
    const t = first * (last / first) ** (i / POINTS);
    let variance = single * t;
    for (const { gap, weight, until = Number.POSITIVE_INFINITY } of pairs) {
      if (t > gap) variance += weight * (Math.min(t, until) - gap);
    }
    longest = Math.max(longest, Math.sqrt(2 * variance) - (1 - load) * t);
  }
  return longest;
}

function sumOf(jobs: readonly Job[]): number {
  let sum = 0;
  for (const { work } of jobs) sum += work;
  return sum;
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
