import { isBlocking } from '../../protocol/loop.js';
import { stagesOf } from './clusters.js';
import type { Operation } from './demands.js';
import type { Part, Stations } from './stations.js';
import { type Queue, secondMoment, utilisation } from './waiting.js';

/** Alternatives that are less likely than this are left to the others. */
const RARE = 0.03;
/** Waits shorter than this share of the longest ones are not worth telling apart. */
const LITTLE = 0.05;
const PARTS = ['processor', 'interface', 'disk'] as const;

/**
 * Waits of one operation are not independent. Disks see the same stream of records, one a little later than another; and
 * who waited at a processor finds it busy again a moment later. How much alike they are is put as a mixture: with some
 * probability all waits at such stations are one draw, else all are independent; correlations come out as they should.
 */
export function alternatives(stations: Stations, operation: Operation): [ReadonlySet<Part>, number][] {
  const longest = Math.max(...PARTS.map((part) => meanWait(stations, part)));
  const matters = (part: Part): boolean => meanWait(stations, part) >= LITTLE * longest;
  const disk = matters('disk') ? sameStream(stations) : 0;
  const processor = matters('processor') ? soonAgain(stations, operation, 'processor') : 0;
  const port = matters('interface') ? soonAgain(stations, operation, 'interface') : 0;
  const found: [ReadonlySet<Part>, number][] = [];
  let sum = 0;
  for (let set = 0; set < 8; set++) {
    const parts: Part[] = [];
    let weight = 1;
    for (const [bit, part, p] of [
      [1, 'disk', disk],
      [2, 'processor', processor],
      [4, 'interface', port],
    ] as const) {
      weight *= (set & bit) === 0 ? 1 - p : p;
      if ((set & bit) !== 0) parts.push(part);
    }
    if (weight < RARE) continue;
    found.push([new Set(parts), weight]);
    sum += weight;
  }
  return found.map(([set, weight]) => [set, Math.min(1, weight / sum)]);
}

function meanWait(stations: Stations, part: Part): number {
  return stations.waiting(stations.busiest(part), part).mean;
}

/**
 * Queues with the same arrivals, where disks write side by side, and independent services: identical where services are constant; of exponential ones
 * (Nelson and Tantawi, "Approximate analysis of fork/join synchronization in parallel queues", IEEE ToC 37(6), 1988) a
 * quarter, as far as the mean of the larger of two is concerned. In between 1/(1 + c²)², c² the squared coefficient of
 * variation of the service, which is right for both.
 */
function sameStream(stations: Stations): number {
  const { deployment, protocol } = stations.situation;
  const serial = (deployment.protocol.disk ?? protocol.traits.disk[0]) === 'serial';
  const busiest = stations.busiest('disk');
  const { service } = stations.queue(busiest, 'disk');
  if (serial || service.mean === 0 || stations.gathers(busiest, 'disk')) return 0;
  const alike = (service.mean ** 2 / secondMoment(service)) ** 2;
  return isBlocking(deployment.protocol, protocol.traits) ? alike * stillThere(stations, busiest) : alike;
}

/**
 * A loop that blocks makes the answers of others wait at its disk, too, once more after the request: how much of the queue
 * that the request met is still there after its write and the way to the nearest of the others and back.
 */
function stillThere(stations: Stations, busiest: number): number {
  const { replicas, network } = stations.situation.deployment;
  const queue = stations.queue(busiest, 'disk');
  let nearest = Number.POSITIVE_INFINITY;
  for (const { index, at } of replicas)
    if (index !== busiest) nearest = Math.min(nearest, network.link(replicas[busiest].at, at).rtt.mean);
  // The request waits here, what it brings to the other waits there, before that one writes.
  const again = nearest + queue.service.mean + 2 * stations.waiting(busiest, 'disk').mean;
  return Math.exp(-again / memoryOf(queue));
}

/** A queue forgets within about E[S²]/E[S] / (1 − ρ)², the time in which a reflected Brownian motion does. */
function memoryOf(queue: Queue): number {
  return secondMoment(queue.service) / queue.service.mean / (1 - utilisation(queue)) ** 2;
}

/** Who comes back to a queue before it has forgotten waits as long again. */
function soonAgain(stations: Stations, operation: Operation, part: 'processor' | 'interface'): number {
  const busiest = stations.busiest(part);
  const queue = stations.queue(busiest, part);
  const busy = utilisation(queue);
  if (busy === 0) return 0;
  const [first, second] = stagesOf(stations.jobs(operation, busiest, part));
  if (second === undefined) return 0;
  const again = second[0].at - first[0].at + stations.waiting(busiest, part).mean;
  return Math.exp(-again / memoryOf(queue));
}
