import type { Finding, Rule } from '../rule.js';
import { growth, inMs } from '../words.js';

const FACTOR = 1.1;
const LEAST = 5;

export const entryDetour: Rule = {
  id: 'QR014',
  name: 'entry-detour',
  title: 'A client whose entry is a detour',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'A client pinned to a replica goes by way of it whatever that costs: to a follower far off, which passes the request on, and the answer back. It is often left over from a move.',
  fix: 'Leave the entry out (the leader, or the nearest where nobody leads), or write entry: nearest.',
  source: 'models of quorate: c→e→L … L→e→c',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    const { clients } = deployment;
    if (protocol.traits.proposers === 'clients' || clients.every(({ entry }) => entry === undefined))
      return [];
    const free = context.standing({
      ...deployment,
      clients: clients.map((client) => ({ ...client, entry: undefined })),
    });
    return clients.flatMap(({ id, entry }, i) => {
      const [now, then] = [estimate.clients[i].write.p50, free.clients[i].write.p50];
      if (entry === undefined || now === null || then === null) return [];
      if (now < FACTOR * then || now - then < LEAST) return [];
      const better = free.clients[i].entry;
      return [
        {
          path: ['clients', i, 'entry'],
          message: `${id} enters by ${estimate.clients[i].entry}, and its write p50 is ${inMs(now)}; by ${better} it would be ${inMs(then)} (${growth(now, then)}).`,
          fix: `Leave the entry of ${id} out: ${better} is then its entry.`,
        },
      ];
    });
  },
};
