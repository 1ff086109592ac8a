import type { Command } from '../contract.js';

/** "client#seq": the name of an operation in every retry. */
export function nameOf({ client, seq }: Command): string {
  return `${client}#${seq}`;
}
