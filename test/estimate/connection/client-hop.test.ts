import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../src/distribution/distribution.js';
import { constant, points } from '../../../src/distribution/points.js';
import { clientHop, isIndirect } from '../../../src/estimate/connection/client-hop.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import {
  connectionRounds,
  exchangeBytes,
  slowStartRounds,
} from '../../../src/simulation/connection-rounds.js';
import { meanRoundTrip } from '../../../src/topology/client-way.js';
import type { Client, Deployment } from '../../../src/topology/deployment.js';
import { type Small, smallDeployment } from '../../simulation/small-deployment.js';

/** One client at 'home', one replica at 'far', 50 ms one way; a proxy at 'edge' is 5 ms from the client and 46 from 'far'. */
function oneWay(from: string, to: string): Distribution {
  const ways: Record<string, number> = { 'edge-home': 5, 'edge-far': 46, 'far-home': 50 };
  return constant(ways[[from, to].sort().join('-')]);
}

function given(client: Partial<Client>, payload = 0, small: Small = {}): Deployment {
  const base = smallDeployment({ replicas: ['far'], clients: ['home'], oneWay, ...small });
  return { ...base, payload, clients: [{ ...base.clients[0], ...client }] };
}

function law(
  deployment: Deployment,
  direction: 'request' | 'reply',
  operation: 'write' | 'read' = 'write',
): Distribution {
  const [client] = deployment.clients;
  const [replica] = deployment.replicas;
  const outcome = clientHop(deployment, client, replica, { direction, operation, what: direction });
  return new Evaluator({ seed: 1, samples: 1 << 12 }).evaluate(outcome).law;
}

const toProxy = { connection: 'new', proxy: ['edge'] } as const;

describe('slow start', () => {
  it('takes no round trip more for what fits 10 segments of 1460 bytes (RFC 6928 §2), and one for a byte more', () => {
    expect([0, 1, 14_600, 14_601].map(slowStartRounds)).toEqual([0, 0, 0, 1]);
  });

  it('doubles its window with each round trip: 10, 30 and 70 segments in 0, 1 and 2 (RFC 5681 §3.1)', () => {
    expect([30 * 1460, 30 * 1460 + 1, 70 * 1460, 70 * 1460 + 1].map(slowStartRounds)).toEqual([1, 2, 2, 3]);
  });

  it('takes r round trips for more than 10 (2^r − 1) and at most 10 (2^(r+1) − 1) segments, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (bytes) => {
        const segments = Math.ceil(bytes / 1460);
        const rounds = slowStartRounds(bytes);
        expect(segments).toBeLessThanOrEqual(10 * (2 ** (rounds + 1) - 1));
        if (rounds > 0) expect(segments).toBeGreaterThan(10 * (2 ** rounds - 1));
      }),
    );
  });

  it('never makes more bytes take fewer round trips', () => {
    fc.assert(
      fc.property(fc.nat(1e8), fc.nat(1e6), (bytes, more) => {
        expect(slowStartRounds(bytes + more)).toBeGreaterThanOrEqual(slowStartRounds(bytes));
      }),
    );
  });
});

describe('what a connection adds', () => {
  it('is nothing where it is kept, however large the payload', () => {
    const deployment = given({ connection: 'kept' }, 1e6);
    const none = { handshake: 0, request: 0, reply: 0 };
    expect(connectionRounds(deployment, deployment.clients[0], 'write')).toEqual(none);
    expect(connectionRounds(deployment, deployment.clients[0], 'read')).toEqual(none);
  });

  it('is slow start of the request for a write, and of the answer for a read: there the payload is', () => {
    const deployment = given({ connection: 'new' }, 1e5);
    expect(exchangeBytes(deployment, 'write')).toEqual({ request: 100_064, reply: 64 });
    expect(exchangeBytes(deployment, 'read')).toEqual({ request: 64, reply: 100_064 });
    const [client] = deployment.clients;
    expect(connectionRounds(deployment, client, 'write')).toEqual({ handshake: 1, request: 2, reply: 0 });
    expect(connectionRounds(deployment, client, 'read')).toEqual({ handshake: 1, request: 0, reply: 2 });
  });
});

describe('a message between a client and a replica, every RTT constant (100 ms direct, 10 + 92 by way of the proxy),', () => {
  it('takes 1.5 round trips on a new connection, for the handshake comes first: 150 ms', () => {
    expect(law(given({ connection: 'new' }), 'request').mean).toBeCloseTo(150, 9);
    expect(law(given({ connection: 'new' }), 'reply').mean).toBeCloseTo(50, 9);
  });

  it('takes two round trips more where it is 100 kB: request of a write 350 ms, answer of a read 250 ms', () => {
    const deployment = given({ connection: 'new' }, 1e5);
    expect(law(deployment, 'request', 'write').mean).toBeCloseTo(350, 9);
    expect(law(deployment, 'reply', 'write').mean).toBeCloseTo(50, 9);
    expect(law(deployment, 'request', 'read').mean).toBeCloseTo(150, 9);
    expect(law(deployment, 'reply', 'read').mean).toBeCloseTo(250, 9);
  });

  it('pays for handshake and slow start only as far as the proxy: 10 + 2 · 10 + 5 + 46 ms and 46 + 2 · 10 + 5 ms', () => {
    const deployment = given(toProxy, 1e5);
    expect(law(deployment, 'request', 'write').mean).toBeCloseTo(81, 9);
    expect(law(deployment, 'reply', 'read').mean).toBeCloseTo(71, 9);
  });

  it('goes by way of the proxy also where the client keeps its connection: 5 + 46 ms', () => {
    const deployment = given({ proxy: ['edge'] }, 1e5);
    expect(law(deployment, 'request').mean).toBeCloseTo(51, 9);
    expect(law(deployment, 'reply', 'read').mean).toBeCloseTo(51, 9);
  });

  it('costs the replica its processing once, and the client and the proxy none', () => {
    const small = { processing: 3 };
    expect(law(given({ connection: 'new' }, 1e5, small), 'request').mean).toBeCloseTo(353, 9);
    expect(law(given(toProxy, 1e5, small), 'request').mean).toBeCloseTo(84, 9);
    expect(law(given(toProxy, 1e5, small), 'reply', 'read').mean).toBeCloseTo(71, 9);
  });

  it('takes at the replica what it is told that the replica adds: 40 ms there, and as much on the way back', () => {
    for (const client of [{ connection: 'new' } as const, toProxy]) {
      const deployment = given(client, 1e5);
      for (const direction of ['request', 'reply'] as const) {
        const errand = { direction, operation: 'write', what: direction } as const;
        const evaluator = new Evaluator({ seed: 1, samples: 1 << 12 });
        const [outcome, later] = [
          clientHop(deployment, deployment.clients[0], deployment.replicas[0], errand),
          clientHop(deployment, deployment.clients[0], deployment.replicas[0], {
            ...errand,
            atReplica: (link) => ({ delay: link.oneWay.plus(40), source: 'test' }),
          }),
        ].map((one) => evaluator.evaluate(one).law.mean);
        expect(later - outcome).toBeCloseTo(40, 9);
      }
    }
  });

  it('is one hop only where the connection is kept and no proxy stands between', () => {
    expect(isIndirect(given({}).clients[0])).toBe(false);
    expect(isIndirect(given({ connection: 'new' }).clients[0])).toBe(true);
    expect(isIndirect(given({ proxy: ['edge'] }).clients[0])).toBe(true);
  });
});

describe('a proxy', () => {
  it('that stands on the way saves (1 + windows) times the round trip behind it, wherever it stands', () => {
    const anyCase = fc.record({
      near: fc.integer({ min: 1, max: 100 }),
      beyond: fc.integer({ min: 1, max: 100 }),
      payload: fc.nat(1e6),
    });
    fc.assert(
      fc.property(anyCase, ({ near, beyond, payload }) => {
        const ways: Record<string, number> = {
          'edge-home': near,
          'edge-far': beyond,
          'far-home': near + beyond,
        };
        const small = { oneWay: (from: string, to: string) => constant(ways[[from, to].sort().join('-')]) };
        const direct = law(given({ connection: 'new' }, payload, small), 'request').mean;
        const proxied = law(given(toProxy, payload, small), 'request').mean;
        const windows = slowStartRounds(payload + 64);
        expect(direct - proxied).toBeCloseTo(2 * beyond * (1 + windows), 6);
      }),
      { numRuns: 50 },
    );
  });

  it('makes the round trip that which leads over it: 10 + 92 ms, not 100', () => {
    const { network } = given({});
    expect(meanRoundTrip(network, { at: ['home'], proxy: ['edge'] }, ['far'])).toBe(102);
    expect(meanRoundTrip(network, { at: ['home'], proxy: undefined }, ['far'])).toBe(100);
  });
});

describe('chance', () => {
  it('draws each way by itself: three ways of 10 or 20 ms all take 10 ms in one of 8 cases', () => {
    const coin = points([
      { at: 10, mass: 0.5 },
      { at: 20, mass: 0.5 },
    ]);
    const drawn = law(given({ connection: 'new' }, 0, { oneWay: () => coin }), 'request');
    expect([30, 40, 50, 60].map((t) => drawn.cdf(t))).toEqual([1 / 8, 4 / 8, 7 / 8, 1]);
  });

  it('loses a SYN or its answer for 1 s (RFC 6298 §2.1), and the request itself for SRTT + 200 ms', () => {
    const drawn = law(given({ connection: 'new' }, 0, { loss: 0.1 }), 'request');
    // Nothing lost: 0.9³. The request lost once, the handshake not: 0.9³ · 0.1 more, after 100 + 200 ms.
    expect(drawn.cdf(150)).toBeCloseTo(0.729, 9);
    expect(drawn.cdf(449)).toBeCloseTo(0.729, 9);
    expect(drawn.cdf(450)).toBeCloseTo(0.729 * 1.1, 9);
    // Then, at 150 + 300 + 600: lost twice; and at 1150: the handshake lost once, (1 − 0.81) · 0.81 · 0.9 more.
    expect(drawn.cdf(1150)).toBeCloseTo(0.729 * 1.11 + 0.19 * 0.81 * 0.9, 9);
  });
});
