import { describe, expect, it } from 'vitest';
import { complaints, loaded, topology } from './load.js';

describe('figures of failures, shares and patience that cannot be are refused, each in a sentence', () => {
  it.each<[string, Record<string, string>, string]>([
    ['zero MTBF', { failures: '{ machine: { mtbf: 0d, mttr: 1h } }' }, 'above 0'],
    ['zero MTTR', { failures: '{ region: { mtbf: 8y, mttr: 0s } }' }, 'above 0'],
    [
      'zero MTBF of a shared failure',
      { failures: '{ shared: [{ name: s, members: [us-east-1], mtbf: 0y, mttr: 1h }] }' },
      'above 0',
    ],
    ['a negative MTBF', { failures: '{ machine: { mtbf: -1d, mttr: 1h } }' }, '-1d'],
    ['reads above 100 %', { clients: '[{ id: web, at: us-east-1, reads: 150% }]' }, '150%'],
    ['reads of 1.5', { clients: '[{ id: web, at: us-east-1, reads: 1.5 }]' }, '1.5'],
    ['loss above 100 %', { network: '{ rtt: aws-2025-07, loss: 200% }' }, '200%'],
    ['availability above 100 %', { objectives: '[{ metric: availability, at-least: 101% }]' }, '101%'],
    [
      'interference above 100 %',
      { protocol: '{ name: multi-paxos, leader: va1, interference: 120% }' },
      '120%',
    ],
    ['no patience', { timeouts: '{ patience: 0s }' }, 'above 0'],
    ['a patience without its unit', { timeouts: '{ patience: 5 }' }, '5'],
    ['a patience that is a range', { timeouts: '{ patience: [1s, 2s] }' }, 'a duration is due, found a list'],
  ])('%s', (_, parts, words) => {
    const found = complaints(topology(parts));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(words);
    expect(found.join('\n')).not.toMatch(/undefined|NaN|\n\s+at /);
  });

  it('a patience is a duration; without one the file says nothing of it', () => {
    expect(loaded(topology({ timeouts: '{ patience: 5s }' })).timeouts.request).toBe(5000);
    expect(loaded(topology()).timeouts.request).toBeUndefined();
  });
});
