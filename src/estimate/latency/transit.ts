import type { Distribution } from '../../distribution/distribution.js';
import { shifted } from '../../distribution/shifted.js';
import { sum } from '../../distribution/sum.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment, Link } from '../../topology/deployment.js';
import { idleTraffic, intervalsOf } from '../traffic/idle.js';
import { inOrder, mostHeldUp, waitsShow } from './in-order.js';
import { retransmission } from './lossy.js';

/**
 * How long messages take on links: one way, what their own losses add, and the wait for those that were sent before them on
 * the same connection. The same object each time, so that work on a law is done once.
 */
const laws = new WeakMap<Link, Map<string, Distribution>>();

function remembered(link: Link, key: string, make: () => Distribution): Distribution {
  let known = laws.get(link);
  if (known === undefined) {
    known = new Map();
    laws.set(link, known);
  }
  let law = known.get(key);
  if (law === undefined) {
    law = make();
    known.set(key, law);
  }
  return law;
}

/** One message by itself: one way, and sent again as often as it is lost. */
export function transit(link: Link, loss: number): Distribution {
  if (loss === 0) return link.oneWay;
  return remembered(link, `${loss}`, () => sum(link.oneWay, retransmission(link.rtt.mean, loss)));
}

/** The same behind others that are sent on its connection this far apart (ms). */
export function transitInOrder(link: Link, loss: number, intervals: readonly number[]): Distribution {
  const alone = transit(link, loss);
  if (intervals.length === 0 || alone.start === alone.end) return alone;
  return remembered(link, `${loss} behind ${intervals.join(' ')}`, () => inOrder(alone, intervals));
}

/** By how much the wait behind others makes a message later (ms), as `mostHeldUp` has it. */
export function heldUpBehind(alone: Distribution, law: Distribution): number {
  if (law === alone) return 0;
  let known = holdUps.get(law);
  if (known === undefined) {
    known = mostHeldUp(alone, law);
    holdUps.set(law, known);
  }
  return known;
}

const holdUps = new WeakMap<Distribution, number>();

/** A law, so many ms later. */
export function later(law: Distribution, ms: number): Distribution {
  if (ms === 0) return law;
  let known = shifts.get(law);
  if (known === undefined) {
    known = new Map();
    shifts.set(law, known);
  }
  let found = known.get(ms);
  if (found === undefined) {
    found = shifted(law, ms);
    known.set(ms, found);
  }
  return found;
}

const shifts = new WeakMap<Distribution, Map<number, Distribution>>();

/**
 * How far apart (ms) the replicas of an idle group send on each connection (`from · n + to`); counted by running them, and
 * only where it makes a difference to somebody: where messages may come in another order than they were sent.
 */
export function idleIntervals(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
): (from: number, to: number, link: Link) => readonly number[] {
  const n = deployment.replicas.length;
  const { loss } = deployment.network;
  return (from, to, link) => {
    if (loss === 0 && link.oneWay.start === link.oneWay.end) return NONE;
    if (!mayShow(link, loss, deployment.timeouts.heartbeat / OFTEN)) return NONE;
    if (protocol.traits.leadership === 'stable' && leader === undefined) return NONE;
    const traffic = idleTraffic(deployment, protocol, leader);
    let intervals = counted.get(traffic);
    if (intervals === undefined) {
      intervals = intervalsOf(traffic, n);
      counted.set(traffic, intervals);
    }
    return intervals[from * n + to];
  };
}

/** No group is taken to send as often as this in a heartbeat's time on one connection: then nothing need be counted. */
const OFTEN = 4;

const shows = new WeakMap<Distribution, Map<number, boolean>>();

function mayShow(link: Link, loss: number, interval: number): boolean {
  const alone = transit(link, loss);
  let known = shows.get(alone);
  if (known === undefined) {
    known = new Map();
    shows.set(alone, known);
  }
  let show = known.get(interval);
  if (show === undefined) {
    show = waitsShow(alone, interval);
    known.set(interval, show);
  }
  return show;
}

const NONE: readonly number[] = [];
const counted = new WeakMap<object, readonly (readonly number[])[]>();
