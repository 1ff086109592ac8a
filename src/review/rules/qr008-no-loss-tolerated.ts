import { groupOf } from '../../group/group.js';
import { hasVote } from '../../protocol/needs.js';
import { resilience } from '../../quorum/resilience.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import type { Rule } from '../rule.js';
import { inPercent, named } from '../words.js';

export const noLossTolerated: Rule = {
  id: 'QR008',
  name: 'no-loss-tolerated',
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
        message: `Writes need ${write.describe()}: without ${needed.length === 1 ? needed[0].id : `any one of ${named(needed.map(({ id }) => id))}`} they stop, though ${upText(replicas)}.${often}`,
        fix: fixText(deployment),
      },
    ];
  },
};

/** "2 of 3 replicas are up"; of voters, where some replicas have no vote and so replace none. */
function upText(replicas: readonly Replica[]): string {
  const voters = replicas.filter(hasVote).length;
  if (voters === replicas.length) return `${voters - 1} of ${voters} replicas are up`;
  const others = replicas.filter((replica) => !hasVote(replica)).map(({ id }) => id);
  if (voters === 1) return `${named(others)} ${others.length === 1 ? 'is' : 'are'} up, without a vote`;
  const observing = `${named(others)}, up as well, ${others.length === 1 ? 'has' : 'have'} no vote`;
  return `${voters - 1} of ${voters} voters ${voters === 2 ? 'is' : 'are'} up (${observing})`;
}

/** A cure that leaves those without a vote as they are; where a majority would make them voters, it says so. */
function fixText({ replicas, locate }: Deployment): string {
  const voters = replicas.filter(hasVote);
  const some = replicas.length > voters.length;
  // By its weight alone: other quorums than weights would count on it.
  const byWeight = replicas.filter(
    (replica) => !hasVote(replica) && locate(['replicas', replica.index, 'role']) === undefined,
  );
  const names = named(byWeight.map(({ id }) => id));
  const it = byWeight.length === 1 ? 'a voter' : 'voters';
  const turned =
    byWeight.length === 0
      ? ''
      : ` With quorum: majority alone ${names} would become ${it}; role: learner there keeps ${byWeight.length === 1 ? 'it' : 'them'} without a vote.`;
  return voters.length <= 2
    ? `Add a ${some ? `${voters.length === 2 ? 'third' : 'second and a third'} voter` : 'third replica'}, and let quorums do without any one: quorum: majority.${turned}`
    : `Let quorums do without any one ${some ? 'voter' : 'replica'}: quorum: majority, or a threshold below the number of ${some ? 'voters' : 'replicas'}.${turned}`;
}
