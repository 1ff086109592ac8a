import type { Distribution } from '../distribution/distribution.js';
import { mixture, type Part } from '../distribution/mixture.js';

/** Linux's least retransmission timeout (ms): RFC 6298 with TCP_RTO_MIN of 200 ms. */
const LEAST_RTO = 200;
/** Later retransmissions are too rare to matter: loss^8. */
const MOST_RETRANSMISSIONS = 8;

/**
 * One way over a link that loses messages: each loss costs a retransmission timeout, SRTT + 200 ms and doubling,
 * as TCP does it for a small message with nothing behind it (RFC 6298 §2, §5.5; a tail-loss probe comes at
 * about the same time).
 *
 * @param oneWay the link without loss, ms
 * @param srtt the smoothed round trip, ms
 * @param loss probability that one transmission is lost, 0…1
 */
export function lossy(oneWay: Distribution, srtt: number, loss: number): Distribution {
  if (loss === 0) return oneWay;
  const parts: Part[] = [];
  let weight = 1 - loss;
  let waited = 0;
  let timeout = srtt + LEAST_RTO;
  for (let lost = 0; lost <= MOST_RETRANSMISSIONS; lost++) {
    // What is lost more often than that comes with the last one, so that no mass is lost with it.
    const last = lost === MOST_RETRANSMISSIONS;
    parts.push({ weight: last ? weight / (1 - loss) : weight, of: oneWay.plus(waited) });
    weight *= loss;
    waited += timeout;
    timeout *= 2;
  }
  return mixture(parts);
}
