import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AFTER_LOSS } from './after-loss.js';
import { type Expectations, FieldCase } from './case.js';
import { FIGURES } from './figures.js';
import { LEADERSHIP } from './leadership.js';
import { SURVIVAL } from './survival.js';

/**
 * Situations that users of such systems met in public, most of them as issues (the head of each file names its source): what
 * the product says of each is what happened there, and it says it alike wherever it is asked.
 */

const TABLES: readonly Expectations[] = [AFTER_LOSS, SURVIVAL, FIGURES, LEADERSHIP];
const NAMES = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

describe('the field', () => {
  it('has one entry for each file, and each claims something', () => {
    const told = TABLES.flatMap((table) => Object.keys(table));
    expect([...told].sort()).toEqual([...NAMES].sort());
    for (const table of TABLES)
      for (const [name, { claims }] of Object.entries(table)) expect(claims.length, name).toBeGreaterThan(0);
  });
});

for (const table of TABLES)
  for (const [name, { claims, toCome }] of Object.entries(table))
    describe(toCome === undefined ? name : `${name} (to come: ${toCome})`, () => {
      const field = new FieldCase(name);
      for (const { says, holds } of claims) it(says, () => holds(field));
    });
