import { randomStream } from '../../distribution/random.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { shareInterval } from '../../simulation/share-interval.js';
import type { Component, Fleet } from './components.js';
import type { Loss, LossLaw } from './loss-law.js';

/**
 * Independent states of all components, drawn once and asked many questions. Only states in which something is down
 * are kept; component by component, and from one failure straight to the next, so that rare failures cost little.
 */
export class FailureSamples {
  /** Kept states, `words` integers each: bit c is set where component c is down. */
  readonly states: Int32Array;
  /** For each kept state the replicas that are up. */
  readonly up: Int32Array;
  readonly words: number;
  readonly everyone: number;

  constructor(
    { replicas }: Fleet,
    readonly components: readonly Component[],
    readonly count: number,
    seed: number,
  ) {
    this.words = Math.ceil(components.length / 32);
    this.everyone = replicas.reduce((mask, { index }) => mask | (1 << index), 0);
    const all = new Int32Array(count * this.words);
    const uniform = randomStream(seed, 'availability');
    for (const [c, { p }] of components.entries()) {
      if (p === 0) continue;
      const scale = Math.log1p(-p);
      const gap = () => Math.floor(Math.log1p(-uniform()) / scale);
      for (let i = gap(); i < count; i += 1 + gap()) all[i * this.words + (c >> 5)] |= 1 << (c & 31);
    }
    this.states = this.kept(all);
    this.up = new Int32Array(this.states.length / this.words);
    for (let row = 0; row < this.up.length; row++) this.up[row] = this.upBut(row, -1);
  }

  isDown(row: number, c: number): boolean {
    return ((this.states[row * this.words + (c >> 5)] >>> (c & 31)) & 1) === 1;
  }

  /** The replicas that are up when component `repaired` is as well. */
  upBut(row: number, repaired: number): number {
    let lost = 0;
    for (const [c, { covers }] of this.components.entries())
      if (c !== repaired && this.isDown(row, c)) lost |= covers;
    return this.everyone & ~lost;
  }

  private kept(all: Int32Array): Int32Array {
    const { words, count } = this;
    const rows: number[] = [];
    for (let i = 0; i < count; i++) {
      let any = 0;
      for (let w = 0; w < words; w++) any |= all[i * words + w];
      if (any !== 0) rows.push(i);
    }
    const states = new Int32Array(rows.length * words);
    for (const [row, i] of rows.entries()) states.set(all.subarray(i * words, (i + 1) * words), row * words);
    return states;
  }
}

/** The law as counted over samples. */
export function sampledLaw(samples: FailureSamples, systems: readonly QuorumSystem[]): LossLaw {
  const { components, count, up: upOf } = samples;
  const distinct = [...new Set(systems)];
  const holds = (set: number) => distinct.every((system) => system.contains(set));
  const lost = Uint8Array.from(upOf, (set) => (holds(set) ? 0 : 1));
  const replicas = distinct[0].members.length;
  return {
    method: 'sampled',
    given(up): Loss {
      const rows = up.length === 0 ? undefined : rowsWith(samples, up);
      const excluded = rows === undefined ? 0 : upOf.length - rows.length;
      const whole = count - excluded;
      const quiet = count - upOf.length;
      const each = (visit: (row: number) => void): void => {
        if (rows === undefined) for (let row = 0; row < upOf.length; row++) visit(row);
        else for (const row of rows) visit(row);
      };
      let hits = holds(samples.everyone) ? 0 : quiet;
      each((row) => {
        hits += lost[row];
      });
      return {
        probability: whole === 0 ? 0 : hits / whole,
        interval: whole === 0 ? [0, 1] : shareInterval(hits, whole),
        whenAway: () =>
          Float64Array.from({ length: replicas }, (_, index) => {
            const bit = 1 << index;
            let without = holds(samples.everyone & ~bit) ? 0 : quiet;
            each((row) => {
              const stops = lost[row] === 1 || ((upOf[row] & bit) !== 0 && !holds(upOf[row] & ~bit));
              if (stops) without++;
            });
            return whole === 0 ? 0 : without / whole;
          }),
      };
    },
    contributions() {
      const share = new Float64Array(components.length);
      for (let row = 0; row < lost.length; row++) {
        if (lost[row] === 0) continue;
        for (let c = 0; c < share.length; c++)
          if (samples.isDown(row, c) && holds(samples.upBut(row, c))) share[c] += 1 / count;
      }
      return share;
    },
  };
}

/** Kept states in which all of these components are up. */
function rowsWith(samples: FailureSamples, up: readonly number[]): number[] {
  const rows: number[] = [];
  for (let row = 0; row < samples.up.length; row++)
    if (!up.some((c) => samples.isDown(row, c))) rows.push(row);
  return rows;
}
