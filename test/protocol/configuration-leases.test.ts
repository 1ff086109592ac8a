import { describe, expect, it } from 'vitest';
import { holdsLeases, isHeard, lapsedAmong, nextLapse } from '../../src/protocol/configuration-leases.js';

/** r0 serves among four since 1000 ms: r1 answered a beacon of 1200, r2 one of 1050, r3 none. Leases last 300 ms. */
const setup = { n: 4, self: 0, lease: 300 };
const leases = {
  leaseFrom: [Number.NEGATIVE_INFINITY, 1200, 1050, Number.NEGATIVE_INFINITY],
  countedFrom: 1000,
};

describe('leases of the one that serves', () => {
  it('are held until they run out, counted from the sending of the beacon', () => {
    expect(holdsLeases(setup, leases, 0b0111, 1349)).toBe(true);
    expect(holdsLeases(setup, leases, 0b0111, 1350)).toBe(false);
    expect(holdsLeases(setup, leases, 0b0011, 1499)).toBe(true);
    expect(isHeard(setup, leases, 2, 1349)).toBe(true);
    expect(isHeard(setup, leases, 2, 1350)).toBe(false);
  });

  it('that were never granted are not held, and run out one lease after the count began', () => {
    expect(holdsLeases(setup, leases, 0b1001, 1001)).toBe(false);
    expect(lapsedAmong(setup, leases, 0b1111, 1299)).toBe(0);
    expect(lapsedAmong(setup, leases, 0b1111, 1300)).toBe(0b1000);
    expect(lapsedAmong(setup, leases, 0b1111, 1500)).toBe(0b1110);
    expect(lapsedAmong(setup, leases, 0b0011, 1400)).toBe(0);
  });

  it('are looked after when the next of them may run out, and within a lease at the latest', () => {
    expect(nextLapse(setup, leases, 0b1111, 1210)).toBe(1300);
    expect(nextLapse(setup, leases, 0b0111, 1210)).toBe(1350);
    expect(nextLapse(setup, leases, 0b0001, 1210)).toBe(1510);
  });
});
