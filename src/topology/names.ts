import type { Build } from './build.js';
import type { Field } from './field.js';
import { quoted } from './found.js';

/** These mean something where an id may stand (`leader: best`, `entry: nearest`). */
const RESERVED = ['best', 'leader', 'nearest'];

/** Ids given out so far; replicas and clients share them, since results speak of both. */
export class Names {
  readonly #taken = new Map<string, Field>();

  /** Reads an id: well-formed, not reserved, not taken. Undefined where absent, or wrong and reported. */
  read(build: Build, field: Field): string | undefined {
    const id = field.text;
    if (id === undefined) return undefined;
    const { findings } = build;
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) {
      return findings.error(
        field.path,
        `${quoted(id)} cannot be an id`,
        'an id is made of letters, digits, . _ and -',
      );
    }
    if (RESERVED.includes(id)) {
      return findings.error(
        field.path,
        `the id ${quoted(id)} is reserved`,
        `${quoted(id)} has a meaning of its own in this file`,
      );
    }
    const before = this.#taken.get(id);
    if (before !== undefined) {
      const who = before.path[0] === 'clients' ? 'client' : 'replica';
      return findings.error(
        field.path,
        `the id ${quoted(id)} is taken by the ${who} at ${build.where(before)}`,
      );
    }
    this.#taken.set(id, field);
    return id;
  }
}
