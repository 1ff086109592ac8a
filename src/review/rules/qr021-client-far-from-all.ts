import type { Finding, Rule } from '../rule.js';
import { inMs } from '../words.js';

/** From here on, an answer is noticed to take time (ms): Nielsen’s tenth of a second. */
const FAR = 100;

export const clientFarFromAll: Rule = {
  id: 'QR021',
  name: 'client-far-from-all',
  title: 'A client that is far from every replica',
  topic: 'latency',
  severity: 'note',
  needs: 'file',
  why: 'Where no replica is near, no protocol and no way of reading helps: each operation costs that client a long round trip at least, and a new connection one or two more.',
  fix: 'Add a replica (or a proxy that keeps connections) near the client, or accept the floor.',
  source:
    'Nielsen, "Usability Engineering", 1993, ch. 5 (0.1 s); Beyer et al., "Site Reliability Engineering", ch. 23, "Reasoning about performance: fast Paxos and TCP"',
  check(context): Finding[] {
    const { deployment, replicas } = context;
    return deployment.clients.flatMap(({ id, at, proxy, index }): Finding[] => {
      const nearest = replicas
        .map((replica) => ({ id: replica.id, ms: context.rtt(at, replica.at) }))
        .filter(({ ms }) => ms !== undefined)
        .sort((a, b) => a.ms! - b.ms!)[0];
      if (nearest === undefined || nearest.ms! < FAR || proxy !== undefined) return [];
      return [
        {
          path: ['clients', index, 'at'],
          message: `The nearest replica to ${id} is ${nearest.id}, a round trip of ${inMs(nearest.ms!)} away: no operation of ${id} can take less.`,
          fix: `Place a replica near ${at.join('/')}, or a proxy (clients: proxy) if connections are opened often.`,
        },
      ];
    });
  },
};
