import type { TopologyDocument } from './document.js';
import { Field } from './field.js';

/** Parts of a topology that only some questions need. */
const OPTIONAL: readonly (readonly string[])[] = [
  ['network', 'bandwidth'],
  ['failures'],
  ['maintenance'],
  ['objectives'],
];

/**
 * Parts that the file has and the command at hand does not use ("failures", "network.bandwidth"), in a fixed
 * order, for a note that says so: nobody should believe that a figure was counted which was not.
 *
 * @param used the optional parts that the command does use: [['failures'], ['network', 'bandwidth']]
 */
export function unusedKeys(document: TopologyDocument, used: readonly (readonly string[])[] = []): string[] {
  const root = new Field(document.data);
  const counted = new Set(used.map((path) => path.join('.')));
  const present = OPTIONAL.filter((path) => path.reduce((field, key) => field.get(key), root).present);
  return present.map((path) => path.join('.')).filter((key) => !counted.has(key));
}
