import { describe, expect, it } from 'vitest';
import { simulateDeployment } from '../../../src/estimate/simulation/simulated.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
import type { Safety } from '../../../src/result/simulation-run.js';
import { parseFault } from '../../../src/simulation/parse-fault.js';
import { loaded } from '../../topology/load.js';
import { altered } from '../altered.js';
import { DEFECTS } from './defects.js';

/** A primary 500 ms away from its secondaries, one way; leases of 1.5 s and hardly more grace. */
const TOPOLOGY = `
version: 1
name: far-away
network:
  rtt: { sites: [A, B, C], ms: [[1, 1000, 1000], [1000, 1, 2], [1000, 2, 1]] }
replicas:
  - { id: a, at: A }
  - { id: b, at: B }
  - { id: c, at: C }
clients:
  - { id: near, at: A, entry: a, reads: 1 }
  - { id: far, at: B, entry: b, reads: 0 }
protocol: { name: multi-paxos, leader: a }
timeouts: { heartbeat: 100ms, election: [1.5s, 1.6s], lease: 1.5s, grace: 1.6s }
`;

/**
 * The primary is not heard any more from 10 s on, but hears. b and c get its last beacon at 10.5 s at the latest, one of
 * them is primary at 12.1 s, and that news reaches it half a second later. It gets the last acknowledgement at 11.0 s.
 */
function run(protocol: Protocol): Safety {
  const written = loaded(TOPOLOGY);
  const keys = { count: 3, zipf: 0, hot: 0 };
  const deployment = { ...written, keys, protocol: { ...written.protocol, name: protocol.name } };
  const faultTexts = ['cut:a>b@10s..16s', 'cut:a>c@10s..16s'];
  const faults = faultTexts.map((text) => {
    const parsed = parseFault(text, deployment);
    if ('problem' in parsed) throw new Error(parsed.problem);
    return parsed.fault;
  });
  return simulateDeployment(deployment, protocol, {
    seed: 1,
    arrivals: { kind: 'open', rate: 40 },
    load: 'open:40',
    operations: undefined,
    duration: 20_000,
    faults,
    faultTexts,
  }).safety;
}

describe('a primary is cut off from its secondaries, and a client goes on reading there:', () => {
  it('with leases counted from the sending of beacons every read is up to date', () => {
    expect(run(pacifica).byCheck).toMatchObject({ linearizability: 0, agreement: 0, durability: 0 });
  });

  it('counted from the reception of the acknowledgements they last too long: reads become stale, and that is found', () => {
    const [{ alteration }] = DEFECTS;
    const safety = run({ ...pacifica, machine: altered(pacifica.machine, alteration) });
    expect(safety.byCheck.linearizability).toBeGreaterThan(0);
    expect(safety.byCheck).toMatchObject({ agreement: 0, durability: 0 });
    expect(safety.first).toMatch(/^linearizability: .*read/);
  });
});
