import { contactSeen } from '../../group/contact.js';
import { demandFit } from '../../group/fitness.js';
import { leaderHold } from '../../group/leader-hold.js';
import { quorumsOf } from '../../group/quorums.js';
import type { Standing } from '../../group/standing.js';
import { Evaluator, SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { SimulatedClientResult, SimulationResult } from '../../result/simulation.js';
import type { Fault } from '../../simulation/fault.js';
import type { SimulatedTraits } from '../../simulation/options.js';
import { simulate } from '../../simulation/simulate.js';
import type { Arrivals } from '../../simulation/workload.js';
import type { Client, Deployment } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { patienceOf } from '../failover/patience.js';
import { figuresOf } from '../latency/figures.js';
import { chooseLeader } from '../latency/leader.js';
import { StandingLaws, type Standings, standingsOf } from '../latency/standings.js';
import { protocolOf, provenanceOf, topologyOf } from '../provenance.js';
import { whyNoModel, whyNotCompared, whyOtherGroups, whyUntested } from './applicability.js';

export interface SimulateOptions {
  readonly seed: number;
  readonly arrivals: Arrivals;
  /** The arrivals as the user wrote them. */
  readonly load: string;
  /** Counted operations for each client, in all as many as that for all of them; undefined: as the duration allows. */
  readonly operations: number | undefined;
  /** Send nothing new after this (ms of measuring), where given. */
  readonly duration?: number | undefined;
  readonly faults: readonly Fault[];
  /** The faults as the user wrote them. */
  readonly faultTexts: readonly string[];
  /** Told now and then how far the run is. */
  readonly progress?: (done: number, total: number) => void;
  /** Trace this counted operation of this client. */
  readonly trace?: { readonly client: string; readonly operation: number; readonly kind: 'write' | 'read' };
}

/**
 * Runs a deployment's protocol message by message and sets the model's figures beside what came out, where the load
 * is spaced and nothing fails: that is what the model speaks of.
 *
 * @throws UnfitError where the protocol cannot run the deployment
 */
export function simulateDeployment(
  deployment: Deployment,
  protocol: Protocol,
  options: SimulateOptions,
): SimulationResult {
  demandFit(deployment, protocol);
  const evaluator = new Evaluator({ seed: options.seed, samples: SAMPLES });
  const none: ReadonlySet<string> = new Set();
  const choice = chooseLeader(deployment, protocol, none, evaluator);
  const standings = standingsOf({ deployment, protocol, leader: choice.leader, down: none });
  const situation = groupRun(standings, choice.leader);
  const run = simulate({
    deployment,
    machine: protocol.machine,
    leader: situation.leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: contactSeen(situation),
    seed: options.seed,
    // Unloaded, the mix makes no difference, and as many writes as reads give both good figures.
    workload: {
      arrivals: options.arrivals,
      timeout: patienceOf(deployment),
      ...(options.arrivals.kind === 'spaced' ? { reads: 0.5 } : {}),
    },
    faults: options.faults,
    until: {
      ...(options.operations === undefined
        ? {}
        : { operations: options.operations * deployment.clients.length }),
      ...(options.duration === undefined ? {} : { time: options.duration }),
    },
    ...(options.trace === undefined ? {} : { trace: options.trace }),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    traits: promisesOf(deployment, protocol),
  });
  const offModel = whyNoModel(options, run);
  const clients = run.clients.map((client, index): SimulatedClientResult => {
    const { id, at, entry, switched, outage, write, read, execution } = client;
    return {
      id,
      at,
      entry,
      switched,
      outage,
      write,
      read,
      ...(execution === undefined ? {} : { execution }),
      model: offModel === null ? modelOf(standings, deployment.clients[index], evaluator) : null,
      notCompared:
        offModel ?? whyOtherGroups(standings, situation) ?? whyNotCompared(run, situation.leader, switched),
    };
  });
  return {
    schema: 'quorate.simulation/1',
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: {
      ...provenanceOf(deployment, protocol),
      notModelled: ['interface bandwidth', 'batching', 'clocks that drift', 'machines that pause'],
    },
    protocol: protocolOf(deployment, protocol, choice),
    seed: options.seed,
    load: options.load,
    faults: options.faultTexts,
    faultsMissed: run.faults.scheduled - run.faults.happened,
    faultOutcomes: options.faultTexts.map((fault, i) => ({
      fault,
      ...run.faults.outcomes[i],
      untested: whyUntested(options.faults[i], run.faults.outcomes[i], run),
    })),
    warmUp: run.warmUp,
    leadership: leaderHold(deployment, protocol) ?? null,
    samples: run.operations.sent,
    finished: run.operations.finished,
    retries: run.operations.retries,
    events: run.events,
    span: run.span,
    clients,
    perOperation: { messages: run.perOperation.messages, durableWrites: run.perOperation.durableWrites },
    replicas: run.replicas,
    ...(run.slowPath === undefined ? {} : { slowPath: run.slowPath }),
    safety: run.safety,
    leaders: run.leaders,
    leaderChanges: run.leaderChanges,
    successions: run.successions,
    outage: run.outage,
    lostWrites: run.lostWrites,
    ...(run.trace === undefined ? {} : { trace: run.trace }),
  };
}

/** What the protocol promises in this deployment: commands that commute are not executed in one order. */
function promisesOf({ protocol: { commuting } }: Deployment, { traits }: Protocol): SimulatedTraits {
  const unordered = commuting && traits.commuting === 'optional';
  return unordered ? { ...traits, ordered: false } : traits;
}

/** The group that is run: where the file has many, one under the leader that it names, if that leads any; else of those under the one that leads most. */
function groupRun(standings: Standings, leader: string | undefined): Standing {
  const named = standings.find(({ standing }) => standing.leader === leader);
  return (named ?? standings.reduce((most, one) => (one.probability > most.probability ? one : most)))
    .standing;
}

/** What `estimate` says of a client's operations. */
function modelOf(
  standings: Standings,
  client: Client,
  evaluator: Evaluator,
): NonNullable<SimulatedClientResult['model']> {
  const { model } = standings[0].standing.protocol;
  const laws = new StandingLaws(evaluator);
  const figures = (operation: 'write' | 'read' | 'execution') =>
    figuresOf(laws.over(standings, client, operation).law);
  return {
    write: figures('write'),
    read: figures('read'),
    ...(model.execution === undefined ? {} : { execution: figures('execution') }),
  };
}
