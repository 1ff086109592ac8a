import type { Fleet } from '../../../src/estimate/availability/components.js';

/** One thing that fails: by the definition in the documentation, sharing no code with the engine. */
interface Thing {
  readonly name: string;
  readonly p: number;
  takes(at: string, id?: string): boolean;
}

/** One of the 2^k states of all things that fail. */
export interface State {
  readonly probability: number;
  /** Bit i: replica i is up. */
  readonly up: number;
  /** Names of what is down: 'region g0', 'zone g0/z1', 'machine r1', 'shared s0'. */
  isDown(name: string): boolean;
  /** Is a client at this place up? */
  clientUp(at: readonly string[]): boolean;
}

/** Every state of a small fleet with its probability. */
export function* everyState(fleet: Fleet): Generator<State> {
  const things = thingsOf(fleet);
  const takes = things.map((thing) =>
    fleet.replicas.reduce(
      (mask, { id, at, index }) => mask | (Number(thing.takes(at.join('/'), id)) << index),
      0,
    ),
  );
  const everyone = 2 ** fleet.replicas.length - 1;
  for (let state = 0; state < 2 ** things.length; state++) {
    let probability = 1;
    let lost = 0;
    for (const [t, { p }] of things.entries()) {
      const down = ((state >>> t) & 1) === 1;
      probability *= down ? p : 1 - p;
      if (down) lost |= takes[t];
    }
    yield {
      probability,
      up: everyone & ~lost,
      isDown: (name) => things.some((thing, t) => thing.name === name && ((state >>> t) & 1) === 1),
      clientUp: (at) => !things.some((thing, t) => ((state >>> t) & 1) === 1 && thing.takes(at.join('/'))),
    };
  }
}

export function thingsOf({ replicas, clients, failures }: Fleet): Thing[] {
  const things: Thing[] = [];
  for (const { name, members, mtbf, mttr } of failures.shared) {
    things.push({
      name: `shared ${name}`,
      p: mttr / (mtbf + mttr),
      takes: (at, id) => members.some((member) => member === id || within(at, member)),
    });
  }
  for (const [depth, level] of (['region', 'zone', 'rack'] as const).entries()) {
    const figures = failures[level];
    if (figures === undefined) continue;
    const long = [...replicas, ...clients].filter(({ at }) => at.length > depth);
    for (const path of new Set(long.map(({ at }) => at.slice(0, depth + 1).join('/'))))
      things.push({
        name: `${level} ${path}`,
        p: figures.mttr / (figures.mtbf + figures.mttr),
        takes: (at) => within(at, path),
      });
  }
  if (failures.machine !== undefined) {
    const { mtbf, mttr } = failures.machine;
    for (const replica of replicas)
      things.push({
        name: `machine ${replica.id}`,
        p: mttr / (mtbf + mttr),
        takes: (_, id) => id === replica.id,
      });
  }
  return things;
}

function within(at: string, path: string): boolean {
  return at === path || at.startsWith(`${path}/`);
}

/** P(`event` | `given`) as the sum over all states. */
export function summed(
  fleet: Fleet,
  event: (state: State) => boolean,
  given: (state: State) => boolean = () => true,
): number {
  let whole = 0;
  let part = 0;
  for (const state of everyState(fleet)) {
    if (!given(state)) continue;
    whole += state.probability;
    if (event(state)) part += state.probability;
  }
  return part / whole;
}
