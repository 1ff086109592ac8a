import type { Uniform } from '../../src/distribution/random.js';
import type { Weather } from './weather.js';

/** What the network asks of the run that it is part of. */
export interface NetworkSurroundings {
  readonly now: number;
  readonly uniform: Uniform;
  readonly weather: Weather;
  /** Do faults still happen? */
  readonly faulty: boolean;
  /** Are messages lost and late now? */
  readonly lossy: boolean;
  after(delay: number, run: () => void): void;
  note(what: string): void;
}

/** Messages between n replicas, and between replicas and clients: lost, doubled, late, out of order, cut off. */
export class FaultyNetwork {
  lost = 0;
  doubled = 0;
  splits = 0;
  /** blocked[from · n + to]: until when nothing passes. */
  private readonly blocked: number[];
  private readonly slow: boolean[];

  constructor(
    private readonly run: NetworkSurroundings,
    private readonly n: number,
  ) {
    this.blocked = new Array(n * n).fill(0);
    this.slow = Array.from({ length: n * n }, () => run.uniform() < run.weather.slow);
  }

  /** From one replica to another. */
  transmit(from: number, to: number, type: string, arrive: () => void): void {
    const { run } = this;
    const isCut = this.blocked[from * this.n + to] > run.now;
    if (isCut || (run.lossy && run.uniform() < run.weather.loss)) {
      this.lost++;
      run.note(`r${from} → r${to} ${type} lost`);
      return;
    }
    this.deliver(from, to, arrive);
    if (run.faulty && run.uniform() < run.weather.doubling) {
      this.doubled++;
      this.deliver(from, to, arrive);
    }
  }

  private deliver(from: number, to: number, arrive: () => void): void {
    const { run } = this;
    let delay = this.delay();
    if (run.lossy && this.slow[from * this.n + to]) delay = 25 + 35 * run.uniform();
    run.after(delay, arrive);
  }

  /** ms */
  private delay(): number {
    const { run } = this;
    const late = run.lossy && run.uniform() < run.weather.late;
    return 1 + (late ? 59 : 7) * run.uniform();
  }

  /** Between a client and a replica: no partition parts them. */
  post(what: string, arrive: () => void): void {
    const { run } = this;
    const times = run.faulty && run.uniform() < run.weather.doubling ? 2 : 1;
    if (run.lossy && run.uniform() < run.weather.loss) {
      this.lost++;
      run.note(`${what} lost`);
      return;
    }
    if (times > 1) this.doubled++;
    for (let k = 0; k < times; k++) run.after(this.delay(), arrive);
  }

  /** Two parts of the network no longer hear each other, or one no longer hears the other. */
  split(lasts: number): void {
    const { run, n } = this;
    const bothWays = run.uniform() < 0.6;
    const side = Array.from({ length: n }, () => run.uniform() < 0.5);
    run.note(`network splits ${side.map((s) => (s ? 'a' : 'b')).join('')}${bothWays ? '' : ', one way'}`);
    this.block(lasts, (from, to) => side[from] !== side[to] && (bothWays || side[from]));
  }

  /** Two replicas no longer hear each other, or one no longer hears the other; all others hear both. */
  cut(a: number, b: number, lasts: number): void {
    const bothWays = this.run.uniform() < 0.6;
    this.run.note(`r${a} and r${b} are cut off from each other${bothWays ? '' : ', one way'}`);
    this.block(lasts, (from, to) => (from === a && to === b) || (bothWays && from === b && to === a));
  }

  /** One is cut off from all others, not from clients. */
  isolate(replica: number, lasts: number): void {
    this.run.note(`r${replica} is isolated`);
    this.block(lasts, (from, to) => from === replica || to === replica);
  }

  heal(): void {
    this.blocked.fill(0);
  }

  private block(lasts: number, isBlocked: (from: number, to: number) => boolean): void {
    this.splits++;
    const { n } = this;
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++)
        if (isBlocked(from, to)) this.blocked[from * n + to] = this.run.now + lasts;
    }
  }
}
