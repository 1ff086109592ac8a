import { groupOf } from '../../group/group.js';
import { resilience } from '../../quorum/resilience.js';
import type { Rule } from '../rule.js';
import { inPercent, named } from '../words.js';

export const noLossBorne: Rule = {
  id: 'QR008',
  name: 'no-loss-borne',
  title: 'Writes that stop with the loss of a single replica',
  topic: 'quorums',
  severity: 'warning',
  needs: 'file',
  why: 'A replica that is in every write quorum makes the group less available than a single machine would be: n machines, each of which can stop it. Where all must answer, that goes for every one of them.',
  fix: 'Choose quorums that do without any one replica: a majority, or k of n with k < n.',
  source:
    'Bernstein, Hadzilacos, Goodman, "Concurrency Control and Recovery in Database Systems", 1987, ch. 8 (write-all); models of quorate, "Availability"',
  check({ deployment, protocol }) {
    const { replicas, failures } = deployment;
    // The leader's own loss is QR044's matter: here it is about who acknowledges, whoever leads.
    const { write } = groupOf(deployment, protocol).needs;
    if (replicas.length < 2 || resilience(write) > 0) return [];
    const everyone = replicas.reduce((mask, { index }) => mask | (1 << index), 0);
    const needed = replicas.filter(({ index }) => !write.contains(everyone & ~(1 << index)));
    const { machine } = failures;
    const p = machine === undefined ? undefined : machine.mttr / (machine.mtbf + machine.mttr);
    const often =
      p === undefined
        ? ''
        : ` Of their machines alone, one or another is down ${inPercent(1 - (1 - p) ** needed.length)} of the time.`;
    return [
      {
        path: deployment.locate(['protocol', 'quorum']) === undefined ? ['protocol'] : ['protocol', 'quorum'],
        message: `Writes need ${write.describe()}: without ${needed.length === 1 ? needed[0].id : `any one of ${named(needed.map(({ id }) => id))}`} they stop, though ${replicas.length - 1} of ${replicas.length} replicas are up.${often}`,
        fix:
          replicas.length === 2
            ? 'Add a third replica, and let quorums do without any one: quorum: majority.'
            : 'Let quorums do without any one replica: quorum: majority, or a threshold below the number of replicas.',
      },
    ];
  },
};
