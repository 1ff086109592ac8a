import { patienceOf } from '../../estimate/failover/patience.js';
import type { LateOperation } from '../../result/latency.js';
import type { ReviewContext } from '../context.js';
import type { Rule } from '../rule.js';
import { inMs, inPercent, named } from '../words.js';

/** From this share on the timeout is an error: as good as no operation is answered in time. */
const ALL = 0.99;
/** From this share on it is no rare tail any more. */
const HALF = 0.5;

export const requestTimeoutTooShort: Rule = {
  id: 'QR052',
  name: 'request-timeout-too-short',
  title: 'A request timeout below what answers take',
  topic: 'timeouts',
  severity: 'error',
  otherwise: ['warning', 'note'],
  needs: 'estimate',
  why: 'A client that times out sends again, to another replica, and gives up after some times. Where no answer can come sooner, each operation is sent several times over, which is load without use; where none comes before clients give up, the service is up, and to them it is down. A timeout within the tail of latencies does that to the slowest operations, and to more of them just when queues are long.',
  fix: 'Set `timeouts.request` above the 99.9th percentile of the slowest client, with room for queues; or leave it out.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 22, "Addressing Cascading Failures": latency and deadlines, retries',
  check({ deployment, estimate }: ReviewContext) {
    const { late } = estimate;
    if (late === undefined) return [];
    const { timeout, attempts, operations } = late;
    const [{ share, givenUp }] = operations;
    const slowest = Math.max(
      ...operations.map(({ client, operation, p50 }) => {
        const figures = estimate.clients.find(({ id }) => id === client)?.[operation];
        return figures?.p999 ?? figures?.p99 ?? p50 ?? 0;
      }),
    );
    const unset = { ...deployment, timeouts: { ...deployment.timeouts, request: undefined } };
    return [
      {
        // By its earlier name where the file has that.
        path: [
          'timeouts',
          deployment.locate(['timeouts', 'patience']) === undefined ? 'request' : 'patience',
        ],
        severity: share >= ALL ? 'error' : share >= HALF ? 'warning' : 'note',
        message: `${named(operations.map(textOf))} take longer than timeouts.request, ${inMs(timeout)}: clients send them again, up to ${attempts} times, and give up after ${inMs(timeout * attempts)}${givenUp >= ALL ? ', before the answer' : ''}.`,
        fix: `Write request: ${Math.ceil((1.2 * slowest) / 5) * 5}ms or more; or leave it out: it is ${inMs(patienceOf(unset))} then.`,
      },
    ];
  },
};

/** "72 % of writes of app (p50 20.5 ms)" */
function textOf({ client, operation, share, p50 }: LateOperation): string {
  const half = p50 === null ? '' : ` (p50 ${inMs(p50)})`;
  return `${inPercent(share)} of ${operation}s of ${client}${half}`;
}
