import { describe, expect, it } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import { uniform } from '../../src/distribution/uniform.js';
import { after, leaf, quorum } from '../../src/outcome/build.js';
import { Evaluator } from '../../src/outcome/evaluate.js';
import { messagesMeet } from '../../src/outcome/meeting.js';
import type { Around, Message } from '../../src/outcome/message.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import { threshold } from '../../src/quorum/shapes.js';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const quiet: Around = { replicas: 5, idle: { period: 100, roots: [] } };

/** A message of constant delay; what comes to a processor takes `handling` ms there. */
function message(from: number, to: number, ms: number, handling: number, around = quiet): Outcome {
  const how: Message = { from, to, before: 0, transit: constant(ms), heldUp: 0, handling, around };
  return leaf(constant(ms + handling), { what: 'message' }, how);
}

/** Replica 0 asks all others and is done with the third answer; each other is so far away. */
function round(ms: readonly number[], handling: number, around = quiet): Outcome {
  return quorum(
    threshold(IDS.slice(1), 3),
    ms.map((one, i) => after(message(0, i + 1, one, 0, around), message(i + 1, 0, one, handling, around))),
  );
}

const evaluator = new Evaluator({ seed: 1, samples: 100_000 });

describe('messages that come to one processor together', () => {
  it('are handled one after the other: the third of four equals is done after three times its handling', () => {
    const { law, method } = evaluator.evaluate(round([5, 5, 5, 5], 0.5));
    expect(method).toBe('sampled');
    expect(law.quantile(0.5)).toBe(10 + 3 * 0.5);
    expect(law.quantile(0.999)).toBe(10 + 3 * 0.5);
  });

  it('but where they come far enough apart, each is handled at once, and the law is exact', () => {
    const { law, method } = evaluator.evaluate(round([5, 6, 7, 8], 0.5));
    expect(method).toBe('exact');
    expect(law.quantile(0.5)).toBe(14.5);
  });

  it('queue behind what an idle group sends there, as often as it is in their way', () => {
    // Every 100 ms replica 0 is asked for 20 ms of its processor's time: who comes within these waits for the rest of it.
    const busy: Around = {
      replicas: 5,
      idle: {
        period: 100,
        roots: [{ at: 0, from: 1, to: 0, transit: constant(1), handling: 20, answers: [] }],
      },
    };
    const { law } = evaluator.evaluate(message(2, 0, 10, 1, busy));
    expect(law.cdf(11 + 1e-6)).toBeCloseTo(0.8, 2);
    expect(law.cdf(11 + 10)).toBeCloseTo(0.9, 2);
    expect(law.quantile(1)).toBeLessThanOrEqual(31);
    expect(law.mean).toBeCloseTo(11 + 0.2 * 10, 1);
  });
});

describe('messages on one connection', () => {
  const varied = (before: number): Outcome => {
    const transit = uniform({ low: 0, high: 10 });
    const how: Message = { from: 0, to: 1, before, transit, heldUp: 0, handling: 0, around: quiet };
    return leaf(transit.plus(before), { what: 'message' }, how);
  };

  it('keep their order: of two sent at once the second is there when both are', () => {
    // The first, then whatever the second takes longer: by hand P(max of two uniforms ≤ t) = (t/10)².
    const second = varied(0);
    const both = quorum(threshold(['a', 'b'], 2), [varied(0), second]);
    expect(messagesMeet(both)).toBe(true);
    const { law } = evaluator.evaluate(both);
    expect(law.quantile(0.25)).toBeCloseTo(5, 1);
    // One of them: the first to come is the first that was sent.
    const one = quorum(threshold(['a', 'b'], 1), [varied(0), second]);
    expect(evaluator.evaluate(one).law.quantile(0.5)).toBeCloseTo(5, 1);
  });

  it('and do not meet where the second is sent when the first has surely arrived', () => {
    expect(messagesMeet(quorum(threshold(['a', 'b'], 2), [varied(0), varied(20)]))).toBe(false);
  });
});
