import { describe, expect, it } from 'vitest';
import { wanderingOf } from '../../../src/estimate/stability/wandering.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../what-if/deployment.js';

/** Three replicas on one site; the disk of the first hangs for `stall` once in `oneIn` writes. */
function text(oneIn: number, leadership: string, stall = '3s'): string {
  const share = 100 / oneIn;
  return `version: 1
name: wandering
network: { rtt: { sites: [s], ms: [[0.5]] } }
disks:
  ok: { fsync: 1ms }
  bad: { fsync: { mixture: [{ weight: ${100 - share}%, of: 1ms }, { weight: ${share}%, of: ${stall} }] } }
replicas:
  - { id: a, at: s/1, disk: bad, leads: 2 }
  - { id: b, at: s/2, disk: ok }
  - { id: c, at: s/3, disk: ok }
clients: [{ id: app, at: s, rate: 1/s, reads: 0% }]
protocol: { name: raft, leader: a${leadership} }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`;
}

function leads(of: string): { readonly a: number; readonly perDay: number | undefined } {
  const deployment: Deployment = deploymentOf(of);
  const found = wanderingOf({ deployment, protocol: raft, leader: 'a', down: new Set() }, deployment, 1);
  const one = found?.standings.find(({ standing }) => standing.leader === 'a');
  return { a: found === undefined ? 1 : (one?.probability ?? 0), perDay: found?.perDay };
}

describe('who leads a day later where the leader’s disk stalls', () => {
  // A stall of 3 s deposes for sure: its rate is that of the writes that hang.
  it('leaves the leader its place with exp(−rate · a day), others never give it back', () => {
    const { a, perDay } = leads(text(86_400, ''));
    expect(perDay).toBeCloseTo(1, 2);
    expect(a).toBeCloseTo(Math.exp(-1), 2);
  });

  it('is another for certain where that happens every minute', () => {
    expect(leads(text(60, '')).a).toBe(0);
  });

  it('goes back and forth under returns-after: it leads 1 / (1 + rate · wait) of the time', () => {
    const rate = 1 / 3600; // a second
    const { a } = leads(text(3600, ', leadership: { returns-after: 30m }'));
    // It has to answer for 30 minutes without a stall of its own: (e^(rate · 1800) − 1) / rate.
    const wait = Math.expm1(rate * 1800) / rate;
    expect(a).toBeCloseTo(1 / (1 + rate * wait), 2);
    expect(a).toBeGreaterThan(0.4);
  });

  it('stays where stalls are shorter than any election timeout', () => {
    expect(leads(text(60, '', '900ms')).a).toBe(1);
  });
});
