import { describe, expect, it } from 'vitest';
import { share } from '../../src/report/nines.js';

describe('a share close to 1', () => {
  it('has as many nines as it has and two digits more', () => {
    expect([0.99, 0.9999991, 1 - 1e-11].map(share)).toEqual(['99.00 %', '99.999910 %', '99.9999999990 %']);
  });

  it('is 100 % where its nines are more than are printed, and not zeros behind a point', () => {
    expect([1, 1 - 2 ** -53, 1 - 1e-15].map(share)).toEqual(['100 %', '100 %', '100 %']);
  });
});
