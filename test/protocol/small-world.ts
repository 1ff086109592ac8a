import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Command, Machine, MachineSetup, Message } from '../../src/protocol/contract/machine.js';

/** A small world for `explore`: who is in it, and what may happen. */
export interface SmallWorld {
  readonly factory: MachineFactory;
  readonly setups: readonly MachineSetup[];
  /** `at` makes no difference where clients take part in the protocol: each is a machine of its own then. */
  readonly requests: readonly { readonly at: number; readonly command: Command }[];
  /** Timers that may go off, how often each; others never do: clocks may be as slow as they like. */
  readonly timers: readonly { readonly replica: number; readonly name: number; readonly times: number }[];
  /** Crashes in all, each followed by a restart at once: a long absence is as if all messages were late. */
  readonly crashes: number;
  /** Messages delivered twice, in all. */
  readonly copies: number;
  /** Messages that the network loses at once, to keep the world small. */
  readonly loses?: (body: Message, from: number, to: number) => boolean;
  readonly holds: (durable: ReadonlyMap<number, unknown>, command: Command) => boolean;
  /** What the replicas' states have to be to one another, in every world; undefined: they are, else what is wrong. */
  readonly together?: (states: readonly unknown[]) => string | undefined;
  /** Things that should happen sometimes; told of every message sent and every replica's state. */
  readonly sometimes?: Readonly<Record<string, (from: number, body: Message, machine: Machine) => boolean>>;
  readonly atMost: number;
}

/** So many timers of this name as each replica is named times. */
export function firings(replicas: readonly number[], name: number): SmallWorld['timers'] {
  return [...new Set(replicas)].sort().map((replica) => ({
    replica,
    name,
    times: replicas.filter((other) => other === replica).length,
  }));
}

/** One write of a client of its own at each of these replicas, of one key, or of the key given for each. */
export function writes(
  at: readonly number[],
  keyOf: (i: number) => number = () => 0,
): SmallWorld['requests'] {
  return at.map((replica, i) => ({
    at: replica,
    command: { client: i + 1, seq: 1, kind: 'write', key: keyOf(i), value: 11 + i },
  }));
}
