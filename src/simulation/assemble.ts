import { randomStream } from '../distribution/random.js';
import type { MachineFactory, Traits } from '../protocol/contract.js';
import type { Deployment } from '../topology/deployment.js';
import { Causality } from './causality.js';
import { SafetyChecks } from './checks/safety.js';
import { type ClientParts, Clients } from './clients.js';
import { Disk } from './disk.js';
import { Engine, type EngineParts } from './engine.js';
import { EventQueue } from './event-queue.js';
import { Host } from './host.js';
import { Network } from './network.js';
import { Operations } from './operations.js';
import type { Recorder } from './recorder.js';
import { Timers } from './timers.js';
import { Transport } from './transport.js';

/** What a world is made from. */
export interface Plan {
  readonly deployment: Deployment;
  readonly machine: MachineFactory;
  /** Position of the replica that should lead at first. */
  readonly leader: number | undefined;
  readonly seed: number;
  readonly clients: ClientParts;
  readonly traits: Pick<Traits, 'ordered' | 'disk' | 'reads'>;
  readonly groupCommit: boolean;
  readonly freeze: boolean;
  /** Follow which operation causes what. */
  readonly following: boolean;
  readonly backgroundLeftOut: boolean;
  readonly recorder: Recorder | undefined;
}

/**
 * Puts an engine's pieces together, machines created but not started; the caller connects it with a director.
 *
 * Random streams, one for each purpose and place: `link:a>b` and `loss:a>b` a link, `disk:a` a disk, `machine:a` a
 * machine's own draws, `clock:a` its clock; clients' streams are made with `ClientParts` and loads.
 */
export function assemble(plan: Plan): { engine: Engine; parts: EngineParts } {
  const { deployment, seed, recorder } = plan;
  const { replicas, protocol, timeouts } = deployment;
  const engine = new Engine();
  const queue = new EventQueue();
  const causality = new Causality(plan.following, queue);
  const network = new Network(deployment, seed);
  const operations = new Operations();
  const ids = replicas.map(({ id }) => id);
  const safety = new SafetyChecks(ids, operations, plan.traits.ordered);
  const clients = new Clients(plan.clients, operations, engine);
  const transport = new Transport(replicas.length, queue, network, causality, recorder, clients.sessions);
  const hosts = replicas.map(({ id, index, disk }) => {
    const setup = {
      self: index,
      n: replicas.length,
      leader: plan.leader,
      quorum: protocol.quorum,
      disk: protocol.disk ?? plan.traits.disk[0],
      reads: protocol.reads ?? plan.traits.reads[0],
      heartbeat: timeouts.heartbeat,
      election: timeouts.election,
    };
    const uniform = randomStream(seed, `disk:${id}`);
    return new Host(
      {
        factory: plan.machine,
        setup,
        disk: new Disk(index, disk.fsync, uniform, plan.groupCommit, queue, causality),
        timers: new Timers(index, queue, causality),
        uniform: randomStream(seed, `machine:${id}`),
        // Whole ms, so that differences of its readings stay exact.
        clock: Math.floor(randomStream(seed, `clock:${id}`)() * 1e6),
        freeze: plan.freeze,
      },
      engine,
    );
  });
  const { processing } = protocol;
  const { backgroundLeftOut } = plan;
  const parts: EngineParts = {
    queue,
    network,
    transport,
    causality,
    operations,
    safety,
    hosts,
    clients,
    recorder,
    processing,
    backgroundLeftOut,
  };
  return { engine, parts };
}
