/**
 * Which replicas did not answer a client process in time. It asks others, until some time has passed and the silent ones can
 * be reached again; one that is silent once more is left alone for twice as long.
 */
export class Silence {
  /** Bit i for the i-th replica. */
  replicas = 0;
  /** Nothing is looked at again before this (ms). */
  private until = 0;
  private wait: number;
  /** Those that were taken for back, and have not answered since. */
  private trusted = 0;

  /** @param timeout how long it waits for an answer, and then at least without asking again (ms) */
  constructor(private readonly timeout: number) {
    this.wait = timeout;
  }

  /** This one did not answer in time. */
  add(replica: number, now: number): void {
    const bit = 1 << replica;
    if ((this.trusted & bit) !== 0) this.wait *= 2;
    this.trusted &= ~bit;
    this.replicas |= bit;
    this.until = now + this.wait;
  }

  /** This one answered. */
  answered(replica: number): void {
    const bit = 1 << replica;
    if ((this.trusted & bit) === 0) return;
    this.trusted &= ~bit;
    this.wait = this.timeout;
  }

  /** All are silent: what was known tells no more. It goes on with any but the last one that was asked. */
  allBut(last: number): void {
    this.replicas = 1 << last;
  }

  /** Those that can be reached are silent no more, if enough time has passed. */
  review(now: number, isReached: (replica: number) => boolean): void {
    if (this.replicas === 0 || now < this.until) return;
    for (let replica = 0; this.replicas >>> replica !== 0; replica++) {
      const bit = 1 << replica;
      if ((this.replicas & bit) === 0 || !isReached(replica)) continue;
      this.replicas &= ~bit;
      this.trusted |= bit;
    }
  }
}
