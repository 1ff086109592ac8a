import type { Protocol } from '../src/protocol/contract/protocol.js';
import { protocolNamed, protocols } from '../src/protocol/registry.js';
import { nearestName } from '../src/spelling/nearest-name.js';
import { InputError } from './input-error.js';

/** The protocol that an option names. @throws InputError where there is none of that name. */
export function protocolOf(name: string, option: string): Protocol {
  const found = protocolNamed(name);
  if (found !== undefined) return found;
  const names = protocols.map((protocol) => protocol.name);
  const near = nearestName(name, names);
  const hint = near === undefined ? '' : `; did you mean '${near}'?`;
  throw new InputError(`quorate: ${option}: no protocol '${name}', there are ${names.join(', ')}${hint}`);
}
