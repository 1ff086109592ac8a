import type { Command } from './contract/machine.js';

/** The name of an operation in every retry of it: one number, exact for seq < 2³¹ and client < 2²². */
export function nameOf({ client, seq }: Pick<Command, 'client' | 'seq'>): number {
  return client * 2147483648 + seq;
}
