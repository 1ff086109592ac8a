import { describe, expect, it } from 'vitest';
import { unexportedTypes } from './exported-types.js';

describe('the types of the library', () => {
  it('every type that an exported signature mentions is exported', () => {
    expect(unexportedTypes()).toEqual([]);
  });

  it('but for one that is left out, which is named with who mentions it', () => {
    const line = /^export type \{ Diagnostic \} .*\n/m;
    const found = unexportedTypes((text) => {
      expect(text).toMatch(line);
      return text.replace(line, '');
    });
    expect(found).toContainEqual({
      type: 'Diagnostic',
      file: 'src/topology/diagnostic.ts',
      by: expect.any(String),
    });
  });
});
