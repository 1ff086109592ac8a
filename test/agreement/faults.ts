import { randomStream } from '../../src/distribution/random.js';
import type { Deployment } from '../../src/topology/deployment.js';

/** Faults on the command line's own terms, so that a failing schedule can be replayed by hand. */
export function randomFaults(deployment: Deployment, seed: number): string[] {
  const uniform = randomStream(seed, 'faults');
  const ids = deployment.replicas.map(({ id }) => id);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(uniform() * from.length)];
  const faults: string[] = [];
  const count = 2 + Math.floor(uniform() * 3);
  for (let i = 0; i < count; i++) {
    const start = 1 + Math.floor(uniform() * 12);
    const end = start + 1 + Math.floor(uniform() * 8);
    const when = `@${start}s..${end}s`;
    const one = pick(ids);
    const others = ids.filter((id) => id !== one);
    switch (Math.floor(uniform() * 5)) {
      case 0:
        faults.push(`crash:${one}${when}`);
        break;
      case 1:
        faults.push(`partition:${one}|${others.join(',')}${when}`);
        break;
      case 2:
        faults.push(`cut:${one}>${pick(others)}${when}`);
        break;
      case 3:
        faults.push(`slow-link:${one}~${pick(others)}=5x${when}`);
        break;
      default:
        faults.push(`slow-disk:${one}=20x${when}`);
    }
  }
  return faults;
}
