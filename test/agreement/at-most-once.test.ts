import { expect, it } from 'vitest';
import { nodeIo } from '../../cli/io.js';
import { load } from '../../cli/load.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { asProtocol } from '../../src/group/as-protocol.js';
import { protocols } from '../../src/protocol/registry.js';
import { altered } from '../protocol/altered.js';
import { executingCopies } from '../protocol/defect.js';

/**
 * Every client gives its replica up before an answer can have come, and asks another: what is sent twice is executed
 * twice by machines that forget what they have executed, and once by sound ones.
 */
it.each(protocols.map((protocol) => [protocol.name, protocol] as const))(
  'the check of at-most-once, in a simulation, catches a %s that executes what is sent again once more',
  async (_, protocol) => {
    const [{ deployment: asFiled }] = await load(nodeIo(), ['topologies/three-regions.yaml'], {
      quiet: true,
    });
    const { deployment } = asProtocol(asFiled, protocol);
    const impatient = { ...deployment, timeouts: { ...deployment.timeouts, request: 60 } };
    const run = (factory = protocol.machine) =>
      simulateDeployment(
        impatient,
        { ...protocol, machine: factory },
        {
          seed: 1,
          arrivals: { kind: 'closed', outstanding: 4 },
          load: 'closed:4',
          operations: 200,
          faults: [],
          faultTexts: [],
        },
      );
    const sound = run();
    expect(sound.retries).toBeGreaterThan(0);
    expect(sound.safety.byCheck['at-most-once']).toBe(0);
    expect(sound.safety.violations).toBe(0);
    const { safety } = run(altered(protocol.machine, executingCopies().alteration));
    expect(safety.byCheck['at-most-once']).toBeGreaterThan(0);
  },
);
