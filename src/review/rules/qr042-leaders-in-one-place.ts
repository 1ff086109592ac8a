import type { Finding, Rule } from '../rule.js';
import { inBytes } from '../words.js';

export const leadersInOnePlace: Rule = {
  id: 'QR042',
  name: 'leaders-in-one-place',
  title: 'The leaders of all shards on one replica',
  topic: 'load',
  severity: 'warning',
  needs: 'estimate',
  why: 'Many groups on the same replicas, all led from one of them, use one machine’s outgoing bandwidth, disk and processor, while the others idle; and when it is lost, all groups elect at once and all the traffic moves at once.',
  fix: 'Spread the leaders: shards: { leaders: balanced }, or so many for each replica, by where the shards’ clients are.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Location of replicas" (leaders in one data centre)',
  check(context): Finding[] {
    const { deployment } = context;
    const { shards } = deployment;
    if (shards === undefined || shards.count < 2 || deployment.replicas.length < 2) return [];
    if (context.protocol.traits.leadership === 'none') return [];
    const { replicas } = context.traffic.now;
    const all = replicas.find(({ share }) => share === 1);
    if (all === undefined) return [];
    const others = replicas.filter(({ id }) => id !== all.id);
    const busiest = others.reduce((most, each) => (each.out > most.out ? each : most));
    return [
      {
        path: deployment.locate(['shards', 'leaders']) === undefined ? ['shards'] : ['shards', 'leaders'],
        message: `All ${shards.count} shards are led by ${all.id}, which sends ${inBytes(all.out)} at the clients' rates; the next, ${busiest.id}, sends ${inBytes(busiest.out)}.`,
        fix: 'Write shards: { leaders: balanced }, or give each replica the leaders of the shards that its clients use.',
      },
    ];
  },
};
