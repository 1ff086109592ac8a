import { demandFit } from '../../group/fitness.js';
import { groupOf } from '../../group/group.js';
import { successorsOf } from '../../group/leaders.js';
import type { Placement } from '../../group/placement.js';
import { type Standing, upMask } from '../../group/standing.js';
import { Evaluator, SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Overload, TrafficResult, TrafficState } from '../../result/traffic.js';
import type { Client, Deployment, Shards } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { chooseLeader } from '../latency/leader.js';
import { type Standings, standingsOf } from '../latency/standings.js';
import { afterLoss } from '../losses/after-loss.js';
import { topologyOf } from '../provenance.js';
import { countedDemands, type Demands } from './demand.js';
import { type Situation, trafficState } from './state.js';

export interface TrafficOptions {
  /** Seed of what sampling the choice of a leader may need. */
  readonly seed: number;
  /** Do the clients of a lost region go on asking (from elsewhere on its edge), or are they lost with it? */
  readonly clientsStay?: boolean;
  /** What operations put on the network; counted by running the protocol where absent. */
  readonly demands?: Demands;
}

/**
 * What goes between places at the clients' rates, where the leaders of the shards are, and both again without each
 * region: where its leaders go, and whether links and interfaces take what then goes over them (Beyer et al., "Site
 * Reliability Engineering", O'Reilly 2016, ch. 23: leaders that are all in one data centre use its outgoing bandwidth
 * unevenly, and when it is lost all of that lands in another). One group where the file has no `shards`.
 *
 * @throws UnfitError where the protocol cannot run the deployment
 */
export function trafficOf(
  deployment: Deployment,
  protocol: Protocol,
  options: TrafficOptions,
): TrafficResult {
  demandFit(deployment, protocol);
  const shards: Shards = deployment.shards ?? { count: 1, leaders: 'leader', log: 'separate' };
  const plan = new Plan(deployment, protocol, shards, options.seed);
  const demands = options.demands ?? countedDemands(deployment, protocol);
  const regions = [...new Set(deployment.replicas.map(({ at }) => at[0]))];
  const now = trafficState(plan.now(), demands);
  const stay = options.clientsStay ?? false;
  const losses =
    regions.length < 2
      ? []
      : regions.flatMap((region) =>
          plan.situations(region, stay).map((situation) => trafficState(situation, demands)),
        );
  const policy = typeof shards.leaders === 'string' ? shards.leaders : 'placed';
  return {
    schema: 'quorate.traffic/1',
    version: VERSION,
    topology: topologyOf(deployment),
    protocol: protocol.name,
    shards: shards.count,
    policy: protocol.traits.leadership === 'none' ? 'leaderless' : policy,
    payload: deployment.payload,
    overhead: deployment.network.overhead,
    now,
    losses,
    overloads: [now, ...losses].flatMap(overloadsOf),
    assumptions: assumptionsOf(deployment, stay, losses.length > 0),
    notModelled: [
      'acknowledgements of TCP, handshakes, and what is sent again after a loss',
      'the transfer of what a replica missed while it was away',
    ],
  };
}

/** Where leaders are, by the file's policy, and who is left without a region. */
class Plan {
  private readonly evaluator: Evaluator;
  private readonly ids: readonly string[];
  private readonly standing: Standing;
  private readonly before: Placement | undefined;

  constructor(
    private readonly deployment: Deployment,
    private readonly protocol: Protocol,
    private readonly shards: Shards,
    private readonly seed: number,
  ) {
    this.evaluator = new Evaluator({ seed, samples: SAMPLES });
    this.ids = deployment.replicas.map(({ id }) => id);
    const down: ReadonlySet<string> = new Set();
    const { leader } = chooseLeader(deployment, protocol, down, this.evaluator);
    this.standing = { deployment, protocol, leader, down };
    this.before = leader === undefined ? undefined : this.led(standingsOf(this.standing));
  }

  now(): Situation {
    const { deployment, protocol, shards, before } = this;
    const up = deployment.replicas.map(() => true);
    const situation = { deployment, protocol, lost: null, up, clients: deployment.clients };
    return { ...situation, ...ONE, groups: shards.count, placement: before, quorate: true, reason: null };
  }

  /** Without a region: one for each that may lead all groups then, where they have one leader together; else one. */
  situations(lost: string, clientsStay: boolean): Situation[] {
    const { deployment, protocol, shards, before } = this;
    const up = deployment.replicas.map(({ at }) => at[0] !== lost);
    const clients = deployment.clients
      .filter(({ at }) => clientsStay || at[0] !== lost)
      .map((client, index): Client => {
        return { ...client, index, proxy: client.proxy?.[0] === lost ? undefined : client.proxy };
      });
    const situation = { deployment, protocol, lost, up, clients, ...ONE, groups: shards.count, reason: null };
    const down = new Set(this.ids.filter((_, r) => !up[r]));
    const around = { deployment, protocol, down };
    const stay = before?.map((count, r) => (up[r] ? count : 0));
    if (!groupOf(deployment, protocol).needs.write.contains(upMask(around)))
      return [{ ...situation, placement: stay, quorate: false, reason: 'no phase-2 quorum is left' }];
    if (before === undefined || stay === undefined)
      return [{ ...situation, placement: undefined, quorate: true }];
    if (before.every((count, r) => count === 0 || up[r]))
      return [{ ...situation, placement: stay, quorate: true }];
    const succession = successorsOf(around);
    if ('obstacle' in succession)
      return [{ ...situation, placement: stay, quorate: true, reason: succession.obstacle }];
    const { standings } = afterLoss(standingsOf(this.standing), {
      members: [...down],
      clientsDown: new Set(
        deployment.clients.map(({ id }) => id).filter((id) => !clients.some((one) => one.id === id)),
      ),
      seed: this.seed,
      evaluator: this.evaluator,
    });
    if (shards.leaders !== 'leader') return [{ ...situation, placement: this.led(standings), quorate: true }];
    return standings.map((one) => ({
      ...situation,
      leader: standings.length > 1 ? (one.standing.leader ?? null) : null,
      probability: one.probability,
      placement: this.led([{ ...one, probability: 1 }]),
      quorate: true,
    }));
  }

  /** How many groups each replica leads where these standings share them. */
  private led(standings: Standings): Placement {
    return this.ids.map((id) => {
      const share = standings.find(({ standing }) => standing.leader === id)?.probability ?? 0;
      return Math.round(share * this.shards.count);
    });
  }
}

/** There is one situation of its kind. */
const ONE = { leader: null, probability: 1 } as const;

/** What does not take its traffic, links first. */
export function overloadsOf({ lost, leader, probability, lanes, replicas }: TrafficState): Overload[] {
  const overloads: Overload[] = [];
  for (const { from, to, bytesPerSecond, limit } of lanes) {
    if (limit !== null && bytesPerSecond > limit)
      overloads.push({
        lost,
        leader,
        probability,
        kind: 'link',
        name: `${from} → ${to}`,
        bytesPerSecond,
        limit,
      });
  }
  for (const replica of replicas) {
    const { id, limit } = replica;
    if (limit === null) continue;
    for (const way of ['out', 'in'] as const) {
      const bytesPerSecond = replica[way];
      if (bytesPerSecond > limit)
        overloads.push({
          lost,
          leader,
          probability,
          kind: 'interface',
          name: `${id} ${way}`,
          bytesPerSecond,
          limit,
        });
    }
  }
  return overloads;
}

function assumptionsOf({ clients, protocol }: Deployment, stay: boolean, lost: boolean): string[] {
  const assumptions: string[] = [];
  const rateless = clients.filter(({ rate }) => rate === undefined).map(({ id }) => id);
  if (rateless.length > 0) assumptions.push(`Clients without a rate send nothing: ${rateless.join(', ')}.`);
  if (protocol.batch !== undefined) assumptions.push('Batches are full.');
  if (lost) {
    assumptions.push(
      stay
        ? 'Clients of a lost region go on asking.'
        : 'Clients of a lost region are lost with it; those whose proxy is lost connect by themselves.',
    );
  }
  return assumptions;
}
