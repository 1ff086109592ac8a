import { placeOf, spoken } from '../overload-place.js';
import type { Finding, Rule } from '../rule.js';
import { inBytes, inPercent } from '../words.js';

export const overload: Rule = {
  id: 'QR040',
  name: 'overload',
  title: 'A link or an interface over capacity',
  topic: 'load',
  severity: 'error',
  needs: 'estimate',
  why: 'A leader sends every write to all the others: n − 1 times the payload goes out of one interface, and over the links to their regions. More than they take is not slower, it is lost or queued without end.',
  fix: 'Give the link or interface more bandwidth, spread leaders over replicas (shards), or send less.',
  source: 'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23 (leaders’ outgoing bandwidth)',
  check({ deployment, traffic }) {
    return traffic.overloads
      .filter(({ lost }) => lost === null)
      .map(({ kind, name, bytesPerSecond, limit }): Finding => {
        return {
          path: placeOf(deployment, kind, name),
          about: name,
          message: `${spoken(kind, name).replace('the', 'The')} should carry ${inBytes(bytesPerSecond)} at the clients' rates, ${inPercent(bytesPerSecond / limit)} of its ${inBytes(limit)}.`,
          fix: `Give ${spoken(kind, name)} more bandwidth, or lead from elsewhere.`,
        };
      });
  },
};
