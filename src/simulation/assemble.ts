import { randomStream, type Uniform } from '../distribution/random.js';
import { clientSetupOf } from '../protocol/contract/client.js';
import type { MachineFactory } from '../protocol/contract/host.js';
import type { MachineSetup } from '../protocol/contract/machine.js';
import type { Deployment } from '../topology/deployment.js';
import { hasGroupCommit } from '../topology/group-commit.js';
import { Admission } from './admission.js';
import type { Arena } from './arena.js';
import { Causality } from './causality.js';
import { Unchecked } from './checks/checks.js';
import { SafetyChecks } from './checks/safety.js';
import { type ClientParts, Clients } from './clients.js';
import { connectionRounds } from './connection-rounds.js';
import { Disk } from './disk.js';
import { Engine } from './engine.js';
import type { EngineParts } from './engine-parts.js';
import { BATCH_DUE } from './event.js';
import { EventQueue } from './event-queue.js';
import { Executions } from './executions.js';
import { Host } from './host.js';
import { machineSetups } from './machine-setup.js';
import { MessageSizes } from './message-size.js';
import { Network } from './network.js';
import { Operations } from './operations.js';
import type { SimulatedTraits } from './options.js';
import { Outbox } from './outbox.js';
import type { Recorder } from './recorder.js';
import { Timers } from './timers.js';
import { Transport } from './transport.js';

/** What a world is made from. */
export interface Plan {
  readonly deployment: Deployment;
  readonly machine: MachineFactory;
  /** Position of the replica that should lead at first. */
  readonly leader: number | undefined;
  readonly quorum: MachineSetup['quorum'];
  readonly seed: number;
  readonly clients: Omit<ClientParts, 'createMachine' | 'readsInLog' | 'readsLocal'>;
  readonly traits: SimulatedTraits;
  readonly freeze: boolean;
  /** Follow which operation causes what. */
  readonly following: boolean;
  readonly backgroundLeftOut: boolean;
  readonly recorder: Recorder | undefined;
  /** A small world: unchecked, and made of these parts, which other worlds were made of before. */
  readonly small?: Arena;
}

/** Records in a page of a disk in a small world. */
const SMALL_PAGE = 16;

/**
 * Puts an engine's pieces together, machines created but not started; the caller connects it with a director.
 *
 * Random streams, one for each purpose and place: `link:a>b` and `loss:a>b` a link, `disk:a` a disk, `machine:a` a
 * machine's own draws, `clock:a` its clock; clients' streams are made with `ClientParts` and loads.
 */
export function assemble(plan: Plan): { engine: Engine; parts: EngineParts } {
  const { deployment, seed, recorder, small } = plan;
  const stream =
    small === undefined ? (name: string): Uniform => randomStream(seed, name) : () => small.uniform;
  const { replicas, protocol, network: links } = deployment;
  const engine = new Engine();
  const queue = small?.queue ?? new EventQueue();
  const causality = new Causality(plan.following, queue);
  const network = small?.network ?? new Network(deployment, seed, stream);
  const operations = small?.operations ?? new Operations();
  const ids = replicas.map(({ id }) => id);
  const reads = protocol.reads ?? plan.traits.reads[0];
  const linearizable = plan.traits.linearizable.includes(reads);
  const safety =
    small === undefined
      ? new SafetyChecks(ids, operations, plan.traits.ordered, linearizable)
      : new Unchecked(operations);
  const { createClient } = plan.machine;
  const setups = machineSetups(deployment, plan);
  const clients = new Clients(
    {
      ...plan.clients,
      readsInLog: reads === 'consensus',
      readsLocal: reads === 'local',
      ...(createClient === undefined
        ? {}
        : { createMachine: (client) => createClient(clientSetupOf(setups[0], client)) }),
    },
    operations,
    engine.aroundClients,
  );
  const rounds = deployment.clients.map((client) => {
    if (client.connection === 'kept') return undefined;
    const [write, read] = [
      connectionRounds(deployment, client, 'write'),
      connectionRounds(deployment, client, 'read'),
    ];
    return { write, read };
  });
  const { sessions } = clients;
  const transport = new Transport(replicas.length, queue, network, causality, recorder, sessions, rounds);
  // Where clients put commands before the replicas themselves, no replica can gather them.
  const batches =
    createClient === undefined && (protocol.batch !== undefined || protocol.window !== undefined);
  const limits = {
    size: protocol.batch?.size ?? 1,
    delay: protocol.batch?.delay ?? 0,
    window: protocol.window ?? Number.POSITIVE_INFINITY,
  };
  const wakeFor = (index: number) => (time: number) =>
    causality.outside(time, BATCH_DUE, index, hosts[index].incarnation);
  const hosts: Host[] = replicas.map(({ id, index, disk }) => {
    const uniform = stream(`disk:${id}`);
    return new Host(
      {
        factory: plan.machine,
        setup: setups[index],
        disk: new Disk(
          index,
          disk.fsync,
          uniform,
          hasGroupCommit(replicas[index], protocol),
          queue,
          causality,
          disk.snapshot,
          small === undefined ? undefined : SMALL_PAGE,
        ),
        timers: new Timers(index, queue, causality),
        uniform: stream(`machine:${id}`),
        // Whole ms, so that differences of its readings stay exact.
        clock: Math.floor(stream(`clock:${id}`)() * 1e6),
        freeze: plan.freeze,
        admission: batches ? new Admission(limits, wakeFor(index)) : undefined,
        sending: protocol.sending,
        // A write that takes no time holds nothing up.
        blocking: (protocol.loop ?? plan.traits.loop[0]) === 'blocking' && disk.fsync.end > 0,
        perByte: links.bandwidth === undefined ? 0 : 1000 / links.bandwidth,
      },
      engine.aroundHosts,
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
    executions: plan.traits.answersEarly && small === undefined ? new Executions() : undefined,
    outbox: protocol.batch === undefined ? undefined : new Outbox(),
    sizes: new MessageSizes(links.overhead, deployment.payload),
    quorum: plan.quorum,
    processing,
    backgroundLeftOut,
  };
  return { engine, parts };
}
