import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShare } from '../../src/topology/share.js';
import {
  formatDuration,
  parseBandwidth,
  parseDuration,
  parseRate,
  parseSize,
  YEAR_MS,
} from '../../src/topology/units.js';

describe('durations', () => {
  it.each([
    ['0.8ms', 0.8],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['2s', 2000],
    ['30m', 1_800_000],
    ['4h', 14_400_000],
    ['120d', 120 * 86_400_000],
    ['8y', 8 * 365 * 86_400_000],
    ['.5ms', 0.5],
    ['0ms', 0],
    [' 70 ms ', 70],
    ['4.35s', 4350], // 4.35 · 1000 is 4349.999… in binary; digits are shifted instead
    ['0.1us', 0.0001],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ value: ms });
  });

  it('a year is 365 days, 8 760 hours', () => {
    expect(parseDuration('1y').value).toBe(YEAR_MS);
    expect(parseDuration('8760h').value).toBe(YEAR_MS);
  });

  it('what is written in the largest whole unit is read back as the same number', () => {
    expect([70, 2000, 90_000, 5_400_000, 120 * 86_400_000, 8 * YEAR_MS, 0.27].map(formatDuration)).toEqual([
      '70ms',
      '2s',
      '90s',
      '90m',
      '120d',
      '8y',
      '0.27ms',
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (ms) => {
        expect(parseDuration(formatDuration(ms)).value).toBe(ms);
      }),
    );
  });

  it('n of a unit is n times one of it', () => {
    const one: Record<string, number> = { us: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, y: YEAR_MS };
    fc.assert(
      fc.property(fc.nat(20_000), fc.constantFrom(...Object.keys(one)), (n, unit) => {
        expect(parseDuration(`${n}${unit}`).value).toBeCloseTo(n * one[unit]!, 6);
      }),
    );
  });

  it('a bare number is refused with the unit that it lacks', () => {
    expect(parseDuration(70)).toEqual({
      problem: 'a bare number where a unit is due: 70',
      hint: 'write 70ms',
    });
    expect(parseDuration('70').hint).toBe('write 70ms');
    expect(parseDuration(1e-7, 's').hint).toBe('write 0.0000001s');
    expect(parseDuration(3, 'd').hint).toBe('write 3d');
  });

  it.each([
    ['70 msec', 'write 70ms'],
    ['5min', 'write 5m'],
    ['2 hours', 'write 2h'],
    ['1w', 'write 7d'],
    ['70MS', 'write 70ms'],
    ['0,8ms', 'write the fraction with a point: 0.8ms'],
    ['1h30m', 'write one number and one unit: 90m'],
    ['-3ms', 'a duration cannot be negative'],
    ['soon', 'write a number and a unit, such as 5ms; units: us ms s m h d y'],
  ])('%s is refused, and the hint says: %s', (text, hint) => {
    expect(parseDuration(text).hint).toBe(hint);
  });

  it.each([
    null,
    undefined,
    true,
    [],
    {},
    '',
    ' ',
    '1e3ms',
    '+5ms',
    '5',
    'ms',
    '1e400s',
    `${'9'.repeat(400)}s`,
  ])('%j is no duration', (value) => {
    const reading = parseDuration(value);
    expect(reading.problem).toMatch(/\S/);
    expect(reading.value).toBeUndefined();
  });
});

describe('other quantities', () => {
  it.each([
    ['400/s', 400],
    ['30/m', 0.5],
    ['36/h', 0.01],
  ])('the rate %s is %d per second', (text, rate) => {
    expect(parseRate(text).value).toBeCloseTo(rate, 12);
  });

  it.each([
    ['90%', 0.9],
    ['99.99%', 0.9999],
    ['0%', 0],
    ['100%', 1],
    [0.9, 0.9],
    ['0.9', 0.9],
    [0, 0],
    [1, 1],
  ])('the share %s is %d', (value, share) => {
    expect(parseShare(value)).toEqual({ value: share });
  });

  it.each([
    [90, 'write 90% or 0.9'],
    [99.99, 'write 99.99% or 0.9999'],
    ['most', 'write per cent or a number from 0 to 1: 90% or 0.9'],
  ])('%s is no share, and the hint says: %s', (value, hint) => {
    expect(parseShare(value).hint).toBe(hint);
  });

  it.each(['120%', '-1%', -0.1, 250, Number.NaN, null, '90 percent'])('%s is no share', (value) => {
    expect(parseShare(value).problem).toMatch(/\S/);
  });

  it.each([
    ['512B', 512],
    ['1kB', 1000],
    ['1KiB', 1024],
    ['2MiB', 2_097_152],
    ['1.5GB', 1.5e9],
  ])('the size %s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toEqual({ value: bytes });
  });

  it.each([
    ['1Gbit/s', 125_000_000],
    ['100Mbit/s', 12_500_000],
    ['100MB/s', 100_000_000],
    ['100MiB/s', 104_857_600],
    ['8bit/s', 1],
  ])('the bandwidth %s is %d bytes per second', (text, bytes) => {
    expect(parseBandwidth(text).value).toBeCloseTo(bytes, 6);
  });

  it.each([
    ['1Gbps', 'write 1Gbit/s'],
    ['10mbps', 'write 10Mbit/s'],
    ['1gbit/s', 'write 1Gbit/s'],
    [1000, 'write 1000Mbit/s'],
  ])('%s is no bandwidth, and the hint says: %s', (value, hint) => {
    expect(parseBandwidth(value).hint).toBe(hint);
  });

  it.each([
    ['400rps', 'write 400/s'],
    ['400 per minute', 'write 400/s, 400/m or 400/h'],
    [400, 'write 400/s'],
  ])('%s is no rate, and the hint says: %s', (value, hint) => {
    expect(parseRate(value).hint).toBe(hint);
  });

  it('1KB is refused, for it may mean 1000 or 1024', () => {
    expect(parseSize('1KB').hint).toBe('write 1kB');
  });
});
