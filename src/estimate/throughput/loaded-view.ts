import type { Distribution } from '../../distribution/distribution.js';
import { constant } from '../../distribution/points.js';
import { after, instant, leaf } from '../../outcome/build.js';
import type { Label, Outcome } from '../../outcome/outcome.js';
import { CLIENT, type View } from '../../protocol/contract/model.js';
import { isBlocking } from '../../protocol/loop.js';
import { viewOf } from '../latency/view.js';
import type { Operation } from './demands.js';
import { departuresOf } from './departures.js';
import type { Part, Stations } from './stations.js';

/**
 * What an operation sees under load: every message waits at its sender's processor and interface, on its connection behind
 * earlier ones, and at its receiver's processor; every durable write waits for the disk; a request waits for its batch.
 * Each wait is a draw of its station's own law: an independent one, or, of the stations named in `shared`, the same one
 * wherever the law is the same. What the client's own ways there and back take goes to `ways`, where that is given, and
 * is left out.
 */
export function loadedView(
  stations: Stations,
  operation: Operation,
  { shared = NONE, ways }: { readonly shared?: ReadonlySet<Part>; readonly ways?: Outcome[] } = {},
): View {
  const leaves = new Map<Distribution, Outcome>();
  const wait = (law: Distribution, part: Part, label: Label): Outcome => {
    if (law.end === 0) return instant;
    if (!shared.has(part)) return leaf(law, label);
    let one = leaves.get(law);
    if (one === undefined) {
      one = leaf(law, label);
      leaves.set(law, one);
    }
    return one;
  };
  const { situation } = stations;
  const { client, entry, kind } = operation;
  const { deployment, protocol } = situation;
  const { network, replicas } = deployment;
  const { processing } = deployment.protocol;
  const unloaded = viewOf(situation, client, entry, kind);
  const way = { deployment, protocol, leader: situation.leader, client, entry, kind };
  const first = departuresOf(way);
  const size =
    operation.together === operation.alone ? 1 : operation.together.operations / operation.alone.operations;
  const full = size === 1 ? first : departuresOf(way, size);
  const filled = size === 1 ? 0 : (stations.sharing(operation) - 1) / (size - 1);
  const numbers = new Map(replicas.map(({ id, index }) => [id, index]));
  const numberOf = (id: string): number | undefined => (id === CLIENT ? undefined : numbers.get(id));

  /** What it costs the sender, beyond an unloaded sending of one message. */
  const leaving = (from: number, to: number | undefined, what: string, ends: Ends): Outcome => {
    const single = first(from, to, what);
    const together = full(from, to, what);
    const queued = single.behind === undefined ? 0 : stations.notYetThrough(from, single.behind);
    const more = filled * (together.lag - single.lag) + queued;
    const sending = deployment.protocol.sending > 0;
    const handled = single.handled && processing > 0;
    const processor = sending
      ? handled
        ? stations.behind(from)
        : stations.waiting(from, 'processor')
      : undefined;
    return after(
      more > 1e-9 ? leaf(constant(more), { what: `${what} behind what was sent before`, ...ends }) : instant,
      processor === undefined
        ? instant
        : wait(processor, 'processor', { what: `${what} waits to be sent`, ...ends }),
      network.bandwidth === undefined
        ? instant
        : wait(stations.waiting(from, 'interface'), 'interface', {
            what: `${what} waits for the interface`,
            ...ends,
          }),
    );
  };

  const blocking = isBlocking(deployment.protocol, protocol.traits);
  /** What waits for the disk, or with a blocking loop for the loop that waits for it, until its turn comes. */
  const atDisk = (r: number, label: Label): Outcome => {
    const law = stations.waiting(r, 'disk');
    // Disks that gather what waits are in different phases of their writes.
    return stations.gathers(r, 'disk') ? waitingFor(law, label) : wait(law, 'disk', label);
  };

  const hop: View['hop'] = (from, to, what) => {
    // What its messages meet is what the stations have.
    const way = alone(unloaded.hop(from, to, what));
    if (way.kind === 'never' || from === to) return way;
    const [a, b] = [numberOf(from), numberOf(to)];
    const ends = { from: from === CLIENT ? client.id : from, to: to === CLIENT ? client.id : to };
    const parts: Outcome[] = [];
    if (a !== undefined && b !== undefined && network.loss === 0 && way.kind === 'leaf') {
      const link = network.link(replicas[a].at, replicas[b].at);
      const later = way.delay.start - link.oneWay.start;
      const law = stations.oneWay(a, b, link);
      parts.push(leaf(law === link.oneWay ? way.delay : law.plus(later), way.label));
    } else if (
      from === CLIENT &&
      network.loss === 0 &&
      way.kind === 'leaf' &&
      deployment.protocol.batch !== undefined
    ) {
      // Alone it waits in vain for a batch to fill; under load as long as that takes.
      const link = network.link(client.at, replicas[b as number].at);
      (ways ?? parts).push(leaf(link.oneWay.plus(processing), way.label));
      parts.push(waitingFor(stations.gathering(to), { what: 'waits for its batch', ...ends }));
    } else {
      (from === CLIENT || to === CLIENT ? (ways ?? parts) : parts).push(way);
    }
    if (b !== undefined && blocking)
      parts.push(atDisk(b, { what: `${what} waits for a durable write`, ...ends }));
    if (a !== undefined) parts.unshift(leaving(a, b, what, ends));
    if (b !== undefined && processing > 0)
      parts.push(
        wait(stations.waiting(b, 'processor'), 'processor', { what: `${what} waits to be handled`, ...ends }),
      );
    return after(...parts);
  };

  return {
    ...unloaded,
    hop,
    fsync(id, what) {
      const write = unloaded.fsync(id, what);
      if (write.kind === 'never' || write === instant) return write;
      const r = numbers.get(id) as number;
      // What has passed a loop finds the disk idle.
      const waiting = blocking ? instant : atDisk(r, { what: `${what} waits for the disk`, from: id });
      const bunched = stations.bunching(r);
      return after(
        bunched === 0
          ? instant
          : leaf(constant(bunched), { what: `${what} behind others of its bunch`, from: id }),
        waiting,
        write,
      );
    },
  };
}

const NONE: ReadonlySet<Part> = new Set();

interface Ends {
  readonly from: string;
  readonly to: string;
}

function waitingFor(law: Distribution, label: Label): Outcome {
  return law.end === 0 ? instant : leaf(law, label);
}

/** A leaf as what it is by itself. */
function alone(outcome: Outcome): Outcome {
  return outcome.kind === 'leaf' ? leaf(outcome.delay, outcome.label) : outcome;
}
