import type { Finding, Rule } from '../rule.js';
import { countOf, withoutReplica } from '../variant.js';
import { growth, inMs } from '../words.js';

const FACTOR = 1.3;
const LEAST = 5;

export const stragglerAmongAll: Rule = {
  id: 'QR019',
  name: 'straggler-among-all',
  title: 'A far replica where all replicas must answer',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'Where every write waits for all replicas, the farthest one is the latency of each. One copy an ocean away costs every write that ocean; as an asynchronous copy outside of the group it would cost none.',
  fix: 'Take the far replica out of the group (copy to it asynchronously), or wait for a majority only.',
  source:
    'Lin, Yang, Zhang, Zhou, "PacificA: Replication in Log-Based Distributed Storage Systems", MSR-TR-2008-25; models of quorate, "write-all"',
  check(context): Finding[] {
    const { deployment, quorums, estimate } = context;
    const { replicas } = deployment;
    if (replicas.length < 3 || countOf(quorums.phase2) !== replicas.length) return [];
    let worst: { finding: Finding; gain: number } | undefined;
    for (const { id, index } of replicas) {
      if (id === context.leader) continue;
      const rest = withoutReplica(deployment, id);
      if (rest === undefined) continue;
      for (const [i, client] of context.standing(rest).clients.entries()) {
        const [now, then] = [estimate.clients[i].write.p50, client.write.p50];
        if (now === null || then === null || now < FACTOR * then || now - then < LEAST) continue;
        if (now / then <= (worst?.gain ?? 0)) continue;
        worst = {
          gain: now / then,
          finding: {
            path: ['replicas', index, 'at'],
            about: client.id,
            message: `Every write waits for all ${replicas.length} replicas, ${id} among them: write p50 of ${client.id} is ${inMs(now)}, and without ${id} ${inMs(then)} (${growth(now, then)}).`,
            fix: `Copy to ${id} outside of the group, or use quorums that need not have it.`,
          },
        };
      }
    }
    return worst === undefined ? [] : [worst.finding];
  },
};
