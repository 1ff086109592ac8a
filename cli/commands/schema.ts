import { nearestName } from '../../src/spelling/nearest-name.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { SCHEMA_NAMES, schemaText } from '../schemas.js';

/** `quorate schema [NAME]`: one schema, or the list of names. */
export function schema(io: Io, name: string | undefined): void {
  if (name === undefined) {
    io.stdout(SCHEMA_NAMES.map((each) => `${each}\n`).join(''));
    return;
  }
  const found = SCHEMA_NAMES.find((each) => each === name);
  if (found === undefined) {
    const near = nearestName(name, SCHEMA_NAMES);
    const hint = near === undefined ? '' : `; did you mean '${near}'?`;
    throw new InputError(`quorate: no schema '${name}', there are ${SCHEMA_NAMES.join(', ')}${hint}`);
  }
  io.stdout(schemaText(found));
}
