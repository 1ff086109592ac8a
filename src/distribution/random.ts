import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of independent uniforms in [0, 1), 53 bits each. */
export type Uniform = () => number;

/**
 * The random stream for one purpose: the same seed and name give the same numbers, and two names give
 * streams that share nothing. Forking by name means that adding a purpose never shifts another's draws.
 *
 * Generator: xoroshiro128+ (pure-rand), seeded with FNV-1a of the name mixed into the seed.
 */
export function randomStream(seed: number, name: string): Uniform {
  const generator = xoroshiro128plus(mix(seed, name));
  return () => {
    const high = generator.next() >>> 5; // 27 bits
    const low = generator.next() >>> 6; // 26 bits
    return (high * 67108864 + low) / 9007199254740992;
  };
}

function mix(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ (seed | 0);
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  // Seeds beyond 32 bits still count: fold the high part in.
  hash = Math.imul(hash ^ Math.floor(seed / 4294967296), 0x01000193);
  // Finaliser of MurmurHash3, so that near seeds give far states.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
