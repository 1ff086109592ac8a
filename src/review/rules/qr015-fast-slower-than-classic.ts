import { asProtocol } from '../../group/as-protocol.js';
import { fitOf } from '../../protocol/fit.js';
import { protocols } from '../../protocol/registry.js';
import { onePhase } from '../../quorum/phases.js';
import type { Finding, Rule } from '../rule.js';
import { choosing } from '../variant.js';
import { inMs } from '../words.js';

export const fastSlowerThanClassic: Rule = {
  id: 'QR015',
  name: 'fast-slower-than-classic',
  title: 'Fast rounds that are slower than classic ones',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'A fast round saves the way to the leader, and pays with a larger quorum that the client itself has to reach: three quarters of all replicas instead of a majority, from where the client is. Where clients are near the leader, or the fourth of five replicas is far, the classic way is shorter; and it has no collisions.',
  fix: 'Take a protocol with a leader for such clients, or move replicas until a fast quorum is near.',
  source:
    'Junqueira, Mao, Marzullo, "Classic Paxos vs. Fast Paxos: Caveat Emptor", HotDep 2007; Lamport, "Fast Paxos", 2006',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    const { traits } = protocol;
    if (traits.proposers !== 'clients' || !traits.fastQuorum) return [];
    const classic = protocols.find(
      (other) =>
        other.traits.leadership === 'stable' &&
        other.traits.failover === 'automatic' &&
        other.traits.proposers === 'replicas' &&
        other.traits.reconfigures !== true,
    );
    if (classic === undefined) return [];
    const { phase2 } = deployment.protocol.quorum;
    const plain = choosing(deployment, { quorum: onePhase(phase2), leader: context.leader });
    const recast = asProtocol(plain, classic).deployment;
    if (fitOf(classic, recast).some(({ severity }) => severity === 'error')) return [];
    const then = context.standing(recast, classic).clients;
    return estimate.clients.flatMap(({ id, write }, i) => {
      const slow = write.p50;
      const quick = then[i].write.p50;
      if (slow === null || quick === null || slow <= quick) return [];
      return [
        {
          path: ['clients', i],
          message: `${id} has write p50 ${inMs(slow)} by ${protocol.title}, which waits for a fast quorum; by ${classic.title} with the same leader it would be ${inMs(quick)}.`,
          fix: `Use ${classic.name}, or bring a fast quorum nearer to ${id}.`,
        },
      ];
    });
  },
};
