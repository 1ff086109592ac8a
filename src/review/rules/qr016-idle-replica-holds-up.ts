import { largestGain } from '../gain.js';
import type { Finding, Rule } from '../rule.js';
import { withoutReplica } from '../variant.js';
import { growth, inMs } from '../words.js';

const FACTOR = 1.2;
const LEAST = 5;

export const idleReplicaHoldsUp: Rule = {
  id: 'QR016',
  name: 'idle-replica-holds-up',
  title: 'A replica without clients of its own that all writes wait for',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'Where replicas take turns at the log, each must say that it skips the turns that it does not use. A replica that serves no client has nothing to say of its own, so every write waits for the round trip to it: the farthest idle replica sets the latency of all, a majority or not.',
  fix: 'Give it clients, take it out of the group, or use a protocol with a leader, which waits for a majority only.',
  source:
    'Mao, Junqueira, Marzullo, "Mencius: Building Efficient Replicated State Machines for WANs", OSDI 2008',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    const { leadership, ordered } = protocol.traits;
    const n = deployment.replicas.length;
    if (leadership !== 'none' || !ordered || n < 3) return [];
    const busy = new Set(estimate.clients.map(({ entry }) => entry));
    return deployment.replicas.flatMap(({ id, index }): Finding[] => {
      if (busy.has(id)) return [];
      const rest = withoutReplica(deployment, id);
      if (rest === undefined) return [];
      const worst = largestGain(estimate.clients, context.standing(rest).clients);
      if (worst === undefined || worst.now < FACTOR * worst.better || worst.now - worst.better < LEAST)
        return [];
      return [
        {
          path: ['replicas', index, 'id'],
          about: worst.id,
          message: `${id} serves no client, and writes wait until it skips its turns: write p50 of ${worst.id} is ${inMs(worst.now)}, and without ${id} ${inMs(worst.better)} (${growth(worst.now, worst.better)}).`,
          // Two that are left of three tolerate no loss.
          fix:
            n > 3
              ? `Remove ${id}, or let clients enter by it.`
              : `Place ${id} nearer to the others, let clients enter by it, or choose a protocol with a leader (raft, multi-paxos), which waits for a majority only.`,
        },
      ];
    });
  },
};
