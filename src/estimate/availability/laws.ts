import { DiagramTooLarge, NODE_LIMIT } from '../../quorum/diagram-builder.js';
import type { QuorumSystem } from '../../quorum/system.js';
import type { Component, Fleet } from './components.js';
import { exactLaw, type LossLaw } from './loss-law.js';
import type { AvailabilityOptions } from './needs.js';
import { FailureSamples, sampledLaw } from './sampled-law.js';

const SAMPLES = 1 << 18;

/** The law of each set of systems, made when it is first asked for: exact, or sampled where it is too large. */
export class Laws {
  private readonly numbers = new Map<QuorumSystem, number>();
  private readonly known = new Map<string, LossLaw>();
  private samples: FailureSamples | undefined;

  constructor(
    private readonly fleet: Fleet,
    private readonly components: readonly Component[],
    private readonly options: AvailabilityOptions,
  ) {}

  /** Samples drawn; undefined where all laws so far are exact. */
  get drawn(): number | undefined {
    return this.samples?.count;
  }

  of(systems: readonly QuorumSystem[]): LossLaw {
    const key = [...new Set(systems)]
      .map((system) => this.numberOf(system))
      .sort((a, b) => a - b)
      .join();
    let law = this.known.get(key);
    if (law === undefined) {
      law = this.make(systems);
      this.known.set(key, law);
    }
    return law;
  }

  private make(systems: readonly QuorumSystem[]): LossLaw {
    const { fleet, components, options } = this;
    try {
      return exactLaw(fleet, components, systems, options.exactLimit ?? NODE_LIMIT);
    } catch (thrown) {
      if (!(thrown instanceof DiagramTooLarge)) throw thrown;
      this.samples ??= new FailureSamples(fleet, components, options.samples ?? SAMPLES, options.seed ?? 1);
      return sampledLaw(this.samples, systems);
    }
  }

  private numberOf(system: QuorumSystem): number {
    const known = this.numbers.get(system) ?? this.numbers.size;
    this.numbers.set(system, known);
    return known;
  }
}
