import { describe, expect, it } from 'vitest';
import { complaints, loaded, topology } from './load.js';

const place = (text: string): string[] => text.split('/');
const limited = (links: string): string => topology({ network: `{ rtt: aws-2025-07, links: ${links} }` });

/** Bytes per second that a link between two places takes. */
function limitOf(links: string, from: string, to: string): number | undefined {
  return loaded(limited(links)).network.linkLimit(place(from), place(to))?.bandwidth;
}

describe('network.links', () => {
  it('limits what goes between two places, each way, with all that stands in them', () => {
    const links = '[{ between: [us-east-1, eu-west-1], bandwidth: 80Mbit/s }]';
    expect(limitOf(links, 'us-east-1/a', 'eu-west-1/a')).toBe(1e7);
    expect(limitOf(links, 'eu-west-1', 'us-east-1/b/r1')).toBe(1e7);
    expect(limitOf(links, 'us-east-1/a', 'us-east-2/a')).toBeUndefined();
    expect(limitOf(links, 'us-east-1/a', 'us-east-1/b')).toBeUndefined();
  });

  it('is known by the ends that the file names, whichever way something goes', () => {
    const links = '[{ between: [us-east-1/a, eu-west-1], bandwidth: 1MB/s }]';
    const { network } = loaded(limited(links));
    expect(network.linkLimit(place('eu-west-1/b'), place('us-east-1/a/r1'))).toEqual({
      from: ['eu-west-1'],
      to: ['us-east-1', 'a'],
      bandwidth: 1e6,
    });
  });

  it('may name zones; without it nothing is limited', () => {
    const links = '[{ between: [us-east-1/a, us-east-1/b], bandwidth: 1MB/s }]';
    expect(limitOf(links, 'us-east-1/b', 'us-east-1/a')).toBe(1e6);
    expect(limitOf(links, 'us-east-1/a', 'us-east-1/a')).toBeUndefined();
    expect(loaded(topology()).network.linkLimit(['us-east-1'], ['eu-west-1'])).toBeUndefined();
  });

  it.each([
    ['[{ between: [us-east-1, eu-west-1], bandwidth: 0 }]', '0Mbit/s'],
    ['[{ between: [us-east-1, eu-west-1], bandwidth: 0Mbit/s }]', 'above 0'],
    ['[{ between: [us-east-1, eu-west-1], bandwidth: 80 }]', '80'],
    ['[{ between: [us-east-1, eu-west-1], bandwidth: 80ms }]', '80ms'],
    ['[{ between: [us-east-1, eu-west-1], bandwidth: 50% }]', '50%'],
    ['[{ between: [us-east-1], bandwidth: 1MB/s }]', 'two places'],
    ['[{ between: [us-east-1, us-east-1], bandwidth: 1MB/s }]', 'us-east-1'],
    ['[{ between: [us-east-1, mars-1], bandwidth: 1MB/s }]', 'mars-1'],
    ['[{ between: [us-east-1, eu-west-1] }]', 'bandwidth'],
    ['[{ between: [us-east-1, eu-west-1], bandwith: 1MB/s }]', "did you mean 'bandwidth'?"],
  ])('%s is refused in a sentence', (links, words) => {
    const found = complaints(limited(links));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(words);
  });
});
