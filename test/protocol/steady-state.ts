import type { Outcome } from '../../src/outcome/outcome.js';
import { type ClientEffects, clientSetupOf } from '../../src/protocol/contract/client.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../src/protocol/contract/machine.js';
import { EventHeap } from './event-heap.js';

/** A quiet world in which everything takes the same time each time (ms). */
export interface QuietWorld {
  readonly factory: MachineFactory;
  readonly setups: readonly MachineSetup[];
  /** oneWay[from][to] between replicas, from and to the client, and the time of a durable write at each. */
  readonly oneWay: readonly (readonly number[])[];
  readonly toReplica: readonly number[];
  readonly toClient: readonly number[];
  readonly fsync: readonly number[];
  /** While a replica writes, what reaches it waits. */
  readonly blocking?: boolean;
}

/**
 * What one operation took, and what it sent: messages between replicas by type, durable writes by replica. Where clients
 * take part in the protocol, what passes between them and replicas is not counted.
 */
export interface Measured {
  readonly latency: number;
  readonly result: number;
  readonly messages: Readonly<Record<string, number>>;
  readonly writes: readonly number[];
}

/** Runs operations one after the other, each when all of the one before is over, and measures each. */
export function measure(
  world: QuietWorld,
  operations: readonly { readonly at: number; readonly kind: 'write' | 'read' }[],
): Measured[] {
  const heap = new EventHeap<() => void>();
  let now = 0;
  let messages: Record<string, number> = {};
  let writes: number[] = [];
  let answered: { readonly at: number; readonly result: number } | undefined;
  const writing = world.setups.map(() => 0);
  const held = world.setups.map((): (() => void)[] => []);
  /** What reaches a replica, once its loop comes to it. */
  const reach = (to: number, act: () => void): void => {
    if (world.blocking === true && writing[to] > 0) held[to].push(act);
    else act();
  };
  const written = (self: number, token: number): void => {
    writing[self]--;
    machines[self].durable(token, effects[self]);
    while (writing[self] === 0 && held[self].length > 0) (held[self].shift() as () => void)();
  };
  const machines: Machine[] = world.setups.map((setup) => world.factory.create(setup));
  const client = world.factory.createClient?.(clientSetupOf(world.setups[0], 1));
  const clientEffects: ClientEffects = {
    get now() {
      return now;
    },
    request: (to, command) =>
      heap.push(now + world.toReplica[to], () => reach(to, () => machines[to].request(command, effects[to]))),
    finish: (_seq, result) => {
      answered ??= { at: now, result };
    },
  };
  // Timers are set aside: nothing is lost, so none of them has anything to do.
  const effects = machines.map(
    (_, self): Effects => ({
      get now() {
        return now;
      },
      random: () => 0.5,
      send: (to, body: Message) => {
        messages[body.type] = (messages[body.type] ?? 0) + 1;
        heap.push(now + world.oneWay[self][to], () =>
          reach(to, () => machines[to].message(self, body, effects[to])),
        );
      },
      setTimer: () => undefined,
      cancelTimer: () => undefined,
      persist: (_key, _record, token) => {
        writes[self]++;
        writing[self]++;
        heap.push(now + world.fsync[self], () => written(self, token));
      },
      forget: () => undefined,
      reply: (_client, seq, result) => {
        heap.push(now + world.toClient[self], () => {
          if (client === undefined) answered ??= { at: now, result };
          else client.reply(self, seq, result, clientEffects);
        });
      },
      notify: (_client, body) =>
        heap.push(now + world.toClient[self], () => client?.message(self, body, clientEffects)),
      commit: () => undefined,
    }),
  );
  const run = (): void => {
    while (heap.size > 0) {
      now = heap.time;
      heap.pop()();
    }
  };
  machines.forEach((machine, self) => {
    machine.start(effects[self]);
  });
  run();
  return operations.map(({ at, kind }, i) => {
    messages = {};
    writes = machines.map(() => 0);
    answered = undefined;
    const from = now;
    const command: Command = { client: 1, seq: i + 1, kind, key: 1, value: kind === 'write' ? i + 1 : 0 };
    if (client === undefined) clientEffects.request(at, command);
    else client.request(command, at, 1, clientEffects);
    run();
    const { at: to, result } = answered ?? { at: Number.POSITIVE_INFINITY, result: Number.NaN };
    return { latency: to - from, result, messages, writes };
  });
}

/** How long an expression of constants takes (ms). */
export function durationOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'leaf':
      return outcome.delay.mean;
    case 'after':
      return outcome.parts.reduce((sum, part) => sum + durationOf(part), 0);
    case 'all':
      return Math.max(0, ...outcome.parts.map(durationOf));
    case 'any':
      return Math.min(...outcome.parts.map(durationOf));
    case 'quorum': {
      const times = outcome.parts.map(durationOf);
      const isIn = (time: number): boolean =>
        outcome.system.contains(times.reduce((set, t, i) => (t <= time ? set | (1 << i) : set), 0));
      return [...times].sort((a, b) => a - b).find(isIn) ?? Number.POSITIVE_INFINITY;
    }
    case 'choice':
      throw new RangeError('a choice takes no one time');
    case 'never':
      return Number.POSITIVE_INFINITY;
  }
}
