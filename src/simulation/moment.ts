import type { Causality } from './causality.js';
import type { EngineParts } from './engine-parts.js';
import type { Host } from './host.js';
import type { Recorder } from './recorder.js';

/**
 * The step that the world is in: what time it is, whether what happens counts, and who has something to settle when
 * the step is over. The engine moves it on; what replicas and clients do in it looks here.
 */
export class Moment {
  /** Simulated time (ms). */
  now = 0;
  /** Messages between replicas, and durable writes, since this was last set to 0. */
  messages = 0;
  durableWrites = 0;
  /** Hosts whose machine did something in this step that is to be settled at its end. */
  readonly unsettled: Host[] = [];

  private causality!: Causality;
  private recorder: Recorder | undefined;
  private backgroundLeftOut = false;

  connect({ causality, recorder, backgroundLeftOut }: EngineParts): void {
    this.causality = causality;
    this.recorder = recorder;
    this.backgroundLeftOut = backgroundLeftOut;
  }

  /** Does what happens now count as the work of an operation? */
  counts(): boolean {
    return !this.backgroundLeftOut || this.causality.current !== 0;
  }

  /** Does what happens now belong to the operation whose trace is kept? */
  traced(): boolean {
    return this.recorder !== undefined && this.causality.current === this.recorder.cause;
  }
}
