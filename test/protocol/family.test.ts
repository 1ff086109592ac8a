import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { protocols } from '../../src/protocol/registry.js';
import { FAMILY } from './family.js';

const all = FAMILY.flatMap(({ defects }) => defects);

describe('the defects put into machines on purpose', () => {
  it('are of every protocol that is registered, and each list is put to the test', () => {
    expect(FAMILY.map(({ protocol }) => protocol).sort()).toEqual(protocols.map(({ name }) => name).sort());
    for (const { protocol, defects } of FAMILY) {
      expect(defects.length, protocol).toBeGreaterThan(4);
      expect(existsSync(`test/protocol/${protocol}/defects.test.ts`), protocol).toBe(true);
    }
  });

  it('are 20 at least', () => {
    expect(all.length).toBeGreaterThanOrEqual(20);
  });

  it('have names of their own within a protocol, and say what is wrong', () => {
    for (const { protocol, defects } of FAMILY) {
      expect(new Set(defects.map(({ name }) => name)).size, protocol).toBe(defects.length);
      expect(new Set(defects.map(({ alteration }) => alteration)).size, protocol).toBe(defects.length);
      for (const { name, wrong } of defects) expect(wrong.length, name).toBeGreaterThan(20);
    }
  });

  it('are caught by every check, in every way', () => {
    const checks = new Set(all.flatMap(({ check, also }) => (also === undefined ? [check] : [check, also])));
    expect([...checks].sort()).toEqual([
      'agreement',
      'atomicity',
      'durability',
      'invariant',
      'once',
      'order',
      'reads',
      'roles',
    ]);
    expect(new Set(all.map(({ found }) => found.by)).size).toBe(4);
  });
});
