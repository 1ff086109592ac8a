import { describe, expect, test } from 'vitest';
import { parseFault } from '../../src/simulation/parse-fault.js';
import { smallDeployment } from './small-deployment.js';

// Replicas a (us-east-1), b (us-east-2), c (eu-west-1), d (eu-west-1); clients client-0 (us-east-1), client-1 (ap-south-1).
const deployment = smallDeployment({
  replicas: ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-west-1'],
  clients: ['us-east-1', 'ap-south-1'],
});

describe('who is promoted', () => {
  const kept = {
    ...deployment,
    replicas: deployment.replicas.map((replica, i) => (i === 1 ? { ...replica, leads: 0 } : replica)),
  };

  test('may lead: another is refused, and told who may', () => {
    expect(parseFault('promote:b@1s', kept)).toEqual({
      problem: "'b' never leads, so it cannot be promoted; those that can: a, c, d",
    });
    expect(parseFault('promote:a@1s', kept)).toHaveProperty('fault');
  });
});

describe('what a fault means', () => {
  const meanings: [string, object][] = [
    ['crash:a@10s', { kind: 'crash', replicas: ['a'], at: 10_000 }],
    ['crash:a,c@10s..1m', { kind: 'crash', replicas: ['a', 'c'], at: 10_000, until: 60_000 }],
    ['crash:region:eu-west-1@500ms', { kind: 'crash', replicas: ['c', 'd'], at: 500 }],
    ['restart:a@20s', { kind: 'restart', replicas: ['a'], at: 20_000 }],
    ['promote:b@12s', { kind: 'promote', replicas: ['b'], at: 12_000 }],
    ['remove:a,b@12s', { kind: 'remove', replicas: ['a', 'b'], at: 12_000 }],
    ['add:a@20s', { kind: 'add', replicas: ['a'], at: 20_000 }],
    [
      'partition:a,b|c,d@5s..9s',
      {
        kind: 'partition',
        groups: [
          ['a', 'b'],
          ['c', 'd'],
        ],
        at: 5000,
        until: 9000,
      },
    ],
    ['partition:a|b|c@0s', { kind: 'partition', groups: [['a'], ['b'], ['c']], at: 0 }],
    [
      'partition:region:us-east-1|region:eu-west-1@5s',
      {
        kind: 'partition',
        groups: [
          ['a', 'client-0'],
          ['c', 'd'],
        ],
        at: 5000,
      },
    ],
    ['cut:a>b@5s..9s', { kind: 'cut', from: ['a'], to: ['b'], at: 5000, until: 9000 }],
    ['cut:region:ap-south-1>a,b@5s', { kind: 'cut', from: ['client-1'], to: ['a', 'b'], at: 5000 }],
    [
      'slow-link:a~c=+40ms@5s..9s',
      { kind: 'slow-link', between: [['a'], ['c']], factor: 1, extra: 40, at: 5000, until: 9000 },
    ],
    [
      'slow-link:a,b~client-1=3x@5s',
      { kind: 'slow-link', between: [['a', 'b'], ['client-1']], factor: 3, extra: 0, at: 5000 },
    ],
    ['pause:a@5s..9s', { kind: 'pause', replicas: ['a'], at: 5000, until: 9000 }],
    ['slow-disk:a=10x@5s..9s', { kind: 'slow-disk', replicas: ['a'], factor: 10, at: 5000, until: 9000 }],
    [
      'slow-disk: a , b = 0.5x @ 1s .. 2s',
      { kind: 'slow-disk', replicas: ['a', 'b'], factor: 0.5, at: 1000, until: 2000 },
    ],
  ];
  test.each(meanings)('%s', (text, fault) => {
    expect(parseFault(text, deployment)).toEqual({ fault });
  });
});

describe('what is wrong with a fault is said in a sentence', () => {
  const problems: [string, string][] = [
    ['crsh:a@10s', "'crsh' is no kind of fault; did you mean 'crash'?"],
    [
      'meteor:a@10s',
      "'meteor' is no kind of fault; the kinds are crash, restart, promote, remove, add, partition, cut, slow-link, pause, slow-disk",
    ],
    [
      '',
      "'' is no kind of fault; the kinds are crash, restart, promote, remove, add, partition, cut, slow-link, pause, slow-disk",
    ],
    ['crash', 'it does not say whom; write it as in crash:va1@10s or crash:va1@10s..20s'],
    ['crash:a', 'it does not say when; write it as in crash:va1@10s or crash:va1@10s..20s'],
    ['crash:@10s', "a name is missing in ''"],
    ['crash:a,,b@10s', "a name is missing in 'a,,b'"],
    ['crash:e@10s', "'e' is no replica; the replicas are a, b, c, d"],
    ['crash:client-0@10s', "'client-0' is no replica; the replicas are a, b, c, d"],
    ['cut:clint-0>a@10s', "'clint-0' is no replica and no client; did you mean 'client-0'?"],
    ['crash:us-east-1@10s', "'us-east-1' is a region; write 'region:us-east-1' for all that stands in it"],
    ['crash:region:us-eest-1@10s', "no replica is in region 'us-eest-1'; did you mean 'us-east-1'?"],
    [
      'crash:region:ap-south-1@10s',
      "no replica is in region 'ap-south-1'; the regions are eu-west-1, us-east-1, us-east-2",
    ],
    [
      'cut:region:mars>a@1s',
      "no replica and no client is in region 'mars'; the regions are ap-south-1, eu-west-1, us-east-1, us-east-2",
    ],
    ['crash:a@', 'a time is missing; write a moment (10s) or a stretch (10s..20s)'],
    ['crash:a@10s..', 'a time is missing; write a moment (10s) or a stretch (10s..20s)'],
    ['crash:a@1s..2s..3s', "'1s..2s..3s' is no time; write a moment (10s) or a stretch (10s..20s)"],
    ['crash:a@10', 'a bare number where a unit is due: 10; write 10s'],
    [
      'crash:a@soon',
      "'soon' is not a duration; write a number and a unit, such as 5s; units: us ms s m h d y",
    ],
    ['crash:a@9s..5s', 'it ends at 5s, which is not after its beginning at 9s'],
    ['promote:a@1s..2s', 'an order to promote is given at one moment; write it as in promote:or1@12s'],
    ['promote:a,b@1s', 'one replica is promoted, not 2; write it as in promote:or1@12s'],
    ['restart:a@1s..2s', 'a restart happens at one moment; write it as in restart:va1@20s'],
    [
      'partition:a,b@1s',
      "a partition has two groups or more, with '|' between; write it as in partition:va1,oh1|or1,ie1@5s..9s",
    ],
    ['partition:a,b|b,c@1s', "'b' is in two groups"],
    ['cut:a~b@1s', "two sides with '>' between are due; write it as in cut:va1>oh1@5s..9s"],
    ['cut:a>b,a@1s', "'a' is on both sides; it cannot be cut off from itself"],
    ['slow-link:a~a=2x@1s', "'a' is on both sides; it has no link to itself"],
    [
      'slow-link:a~b@1s',
      'it does not say how slow; write it as in slow-link:va1~ie1=+40ms@5s..9s or slow-link:va1~ie1=3x@5s..9s',
    ],
    [
      'slow-link:a~b=40ms@1s',
      "'40ms' is no slowness of a link; write what is added (+40ms) or a factor (3x)",
    ],
    ['slow-link:a~b=+40@1s', 'a bare number where a unit is due: 40; write 40ms'],
    ['pause:a@1s', 'it does not say when the pause is over; write it as in pause:va1@5s..9s'],
    ['slow-disk:a=0x@1s', "'0x' is no slowness of a disk; write a factor, such as 10x"],
  ];
  test.each(problems)('%s', (text, problem) => {
    expect(parseFault(text, deployment)).toEqual({ problem });
  });
});
