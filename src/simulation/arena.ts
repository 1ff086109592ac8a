import { randomStream, type Uniform } from '../distribution/random.js';
import type { Deployment } from '../topology/deployment.js';
import { EventQueue } from './event-queue.js';
import { Network } from './network.js';
import { Operations } from './operations.js';

/** Events and operations that there is room for at first. */
const ROOM = 64;

/**
 * What one small world after the other is made of, where they are made by the hundred: their arrays cost more than what
 * happens in them. All that is random comes from one stream.
 */
export class Arena {
  readonly queue = new EventQueue(ROOM);
  readonly operations = new Operations(ROOM);
  readonly network: Network;
  readonly uniform: Uniform;
  private stream: Uniform = () => 0;

  constructor(deployment: Deployment) {
    this.uniform = () => this.stream();
    this.network = new Network(deployment, 0, () => this.uniform);
  }

  /** Makes room for the next world. */
  clear(seed: number): void {
    this.stream = randomStream(seed, 'small world');
    this.queue.clear();
    this.operations.clear();
    this.network.clear();
  }
}
