import type { Distribution, Point } from '../../distribution/distribution.js';
import { points } from '../../distribution/points.js';

/** Linux's least retransmission timeout (ms): RFC 6298 with TCP_RTO_MIN of 200 ms. */
const LEAST_RTO = 200;
/** Runs of losses rarer than this are left to the last that is not. */
const RAREST = 1e-12;

/**
 * What losses add to one message: nothing, mostly; each loss costs a retransmission timeout, SRTT + 200 ms and
 * doubling, as TCP does it for a small message with nothing behind it (RFC 6298 §2, §5.5; a tail-loss probe comes
 * at about the same time).
 *
 * @param srtt the smoothed round trip, ms
 * @param loss probability that one transmission is lost, above 0 and below 1
 */
export function retransmission(srtt: number, loss: number): Distribution {
  const atoms: Point[] = [];
  let left = 1;
  let waited = 0;
  let timeout = srtt + LEAST_RTO;
  while (left * loss > RAREST && atoms.length < 16) {
    atoms.push({ at: waited, mass: left * (1 - loss) });
    left *= loss;
    waited += timeout;
    timeout *= 2;
  }
  atoms.push({ at: waited, mass: left });
  return points(atoms);
}
