import { randomStream } from '../../../src/distribution/random.js';
import type { Loss } from '../../../src/estimate/failover/result.js';
import { quorumsOf } from '../../../src/group/quorums.js';
import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import type { Effects, Machine } from '../../../src/protocol/contract/machine.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { PassingEffects, PassingMachine } from '../../../src/protocol/passing.js';
import type { Fault } from '../../../src/simulation/fault.js';
import { type SimulationOptions, simulate } from '../../../src/simulation/simulate.js';
import type { Deployment } from '../../../src/topology/deployment.js';

/** One loss of a leader in a run of the whole simulator, clients and all. */
export interface SimulatedLoss {
  /** Position of the replica that leads next. */
  readonly next: number;
  /** From the loss until it leads, and until a write that it is handed at that moment is answered (ms). */
  readonly elected: number;
  readonly answered: number;
}

/** A process of no client's. */
const PROBE = 1_000_000;

/** Ends a run of which all is known that was to be. */
class Over extends Error {}

/**
 * So many losses of the leader, each in a run of `simulate` of its own: the file's clients, its rates, their retries, at a
 * random phase of the heartbeat. What happens is seen by those who watch the machines; the small world takes no part.
 */
export function simulatedLosses(
  deployment: Deployment,
  protocol: Protocol,
  { leader, loss, seed, losses }: { leader: string; loss: Loss; seed: number; losses: number },
): SimulatedLoss[] {
  const uniform = randomStream(seed, 'full simulator');
  const { heartbeat, election, grace } = deployment.timeouts;
  const found: SimulatedLoss[] = [];
  const lost = new Set(
    loss.members.map((id) => deployment.replicas.findIndex((replica) => replica.id === id)),
  );
  const others = deployment.replicas.map(({ id }) => id).filter((id) => !loss.members.includes(id));
  for (let i = 0; i < losses; i++) {
    const own = Math.floor(uniform() * 2 ** 32);
    // Long enough for clients' writes to be under way everywhere.
    const at = 3 * heartbeat + 500 + heartbeat * uniform();
    const fault: Fault =
      loss.kind === 'kill'
        ? { kind: 'crash', replicas: loss.members, at }
        : { kind: 'partition', groups: [loss.members, others], at };
    const options = (machine: MachineFactory, more: Partial<SimulationOptions>): SimulationOptions => ({
      deployment,
      machine,
      leader,
      quorum: quorumsOf(deployment, protocol),
      entryOf: () => leader,
      seed: own,
      workload: { arrivals: { kind: 'open' } },
      traits: protocol.traits,
      ...more,
    });
    const origin = simulate(options(protocol.machine, { until: { time: 0 } })).warmUp.lasted + at;
    const watch = new Watch(origin, lost);
    try {
      simulate(
        options(watch.watched(protocol.machine), {
          faults: [fault],
          until: { time: at + 50 * Math.max(election[1], grace) },
        }),
      );
    } catch (error) {
      if (!((error as Error).cause instanceof Over)) throw error;
    }
    if (watch.seen === undefined) throw new Error(`nobody took over from ${leader}: seed ${own}`);
    found.push(watch.seen);
  }
  return found;
}

class Watch {
  seen: SimulatedLoss | undefined;
  readonly electedAt = new Map<number, number>();

  constructor(
    readonly origin: number,
    readonly lost: ReadonlySet<number>,
  ) {}

  watched(factory: MachineFactory): MachineFactory {
    return { create: (setup) => new Seen(factory.create(setup), setup.self, this) };
  }

  answered(self: number, now: number): void {
    const elected = (this.electedAt.get(self) as number) - this.origin;
    this.seen = { next: self, elected, answered: now - this.origin };
    throw new Over();
  }
}

class Seen extends PassingMachine {
  private effects: Told | undefined;
  private led = false;
  private handing = false;

  constructor(
    machine: Machine,
    private readonly self: number,
    private readonly watch: Watch,
  ) {
    super(machine);
  }

  protected override within(effects: Effects): Effects {
    // A machine's clock stands at 0 of simulated time when it starts.
    this.effects ??= new Told(effects, effects.now, () => this.watch.answered(this.self, this.time));
    return this.effects;
  }

  private get time(): number {
    const { effects } = this;
    return effects === undefined ? 0 : effects.now - effects.started;
  }

  protected override after(): void {
    const { leads } = this.machine;
    if (leads === this.led || this.handing) return;
    this.led = leads;
    const { watch, self, effects } = this;
    if (!leads || watch.lost.has(self) || this.time < watch.origin || effects === undefined) return;
    const seq = watch.electedAt.size + 1;
    watch.electedAt.set(self, this.time);
    this.handing = true;
    this.machine.request({ client: PROBE + self, seq, kind: 'write', key: 0, value: PROBE + seq }, effects);
    this.handing = false;
  }
}

class Told extends PassingEffects {
  constructor(
    effects: Effects,
    readonly started: number,
    private readonly answered: () => void,
  ) {
    super(effects);
  }

  override reply(client: number, seq: number, result: number): void {
    if (client >= PROBE) this.answered();
    else super.reply(client, seq, result);
  }
}
