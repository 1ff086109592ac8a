import { describe, expect, it } from 'vitest';
import { listed } from '../../src/spelling/listed.js';
import { nearestName } from '../../src/spelling/nearest-name.js';
import { suggestion } from '../../src/spelling/suggestion.js';

const regions = ['us-east-1', 'us-east-2', 'eu-west-1'];

describe('the name that was probably meant', () => {
  it.each([
    ['us-eats-1', 'us-east-1'],
    ['us-east-3', 'us-east-1'],
    ['US-EAST-2', 'us-east-2'],
    ['eu-wst-1', 'eu-west-1'],
    ['eu-west', 'eu-west-1'],
  ])('%s → %s', (word, meant) => {
    expect(nearestName(word, regions)).toBe(meant);
  });

  it.each([[''], ['mars'], ['x'.repeat(100)], ['ap-northeast-1']])('%j is near nothing', (word) => {
    expect(nearestName(word, regions)).toBe(undefined);
  });

  it('forgives one slip in a short name, not two', () => {
    expect(nearestName('va2', ['va1', 'oh1'])).toBe('va1');
    expect(nearestName('ie3', ['va1', 'oh1'])).toBe(undefined);
    expect(nearestName('av1', ['va1', 'oh1'])).toBe('va1');
  });
});

describe('lists and suggestions', () => {
  it('read like a sentence', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(suggestion('us-eest-1', regions, 'the regions')).toBe("did you mean 'us-east-1'?");
    expect(suggestion('mars', regions, 'the regions')).toBe(
      'the regions are us-east-1, us-east-2 and eu-west-1',
    );
  });
});
