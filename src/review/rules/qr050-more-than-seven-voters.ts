import type { QuorumSystem } from '../../quorum/system.js';
import type { Rule } from '../rule.js';
import { significant } from '../words.js';

const MOST = 7;
/** So many acknowledge where a majority of seven does: with quorums of another kind that may be enough of more voters. */
const WAITS_FOR = 4;

export const moreThanSevenVoters: Rule = {
  id: 'QR050',
  name: 'more-than-seven-voters',
  title: 'More voters than a leader should wait for',
  topic: 'timeouts',
  severity: 'warning',
  needs: 'file',
  why: 'A leader sends each write and each heartbeat to all voters and hears all their answers. With each voter more the slowest answer of a quorum is later and a short lease or election timeout is missed more often, while three or five voters already survive one or two losses. Vendors advise five, at most seven.',
  fix: 'Keep three or five voters, and make the others learners.',
  source:
    'etcd FAQ, "What is maximum cluster size?" (seven); HashiCorp, Nomad issue 1369 and deployment guide (three or five servers)',
  check({ deployment, protocol, quorums }) {
    const voters = deployment.replicas.filter(({ role }) => role === 'voter');
    if (protocol.traits.elections === undefined || voters.length <= MOST) return [];
    if (hasQuorum(quorums.phase2, WAITS_FOR)) return [];
    const [shortest] = deployment.timeouts.election;
    return [
      {
        path: ['replicas'],
        message: `${voters.length} replicas vote, and each write and heartbeat goes to ${voters.length - 1} others, whose answers a lease or an election timeout of ${significant(shortest)} ms waits for; at most ${MOST} is the advice.`,
        fix: 'Keep five of them voters, and write role: learner at the others.',
      },
    ];
  },
};

/** Do some `size` of the members, or fewer, make a quorum? */
function hasQuorum(system: QuorumSystem, size: number, from = 0, set = 0): boolean {
  if (system.contains(set)) return true;
  if (size === 0) return false;
  for (let i = from; i < system.members.length; i++)
    if (hasQuorum(system, size - 1, i + 1, set | (1 << i))) return true;
  return false;
}
