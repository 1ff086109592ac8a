import { groupOf } from '../../group/group.js';
import { upMask } from '../../group/standing.js';
import { formatDuration, YEAR_MS } from '../../topology/units.js';
import type { ReviewContext } from '../context.js';
import type { Rule } from '../rule.js';
import { significant } from '../words.js';

export const nobodyTakesOver: Rule = {
  id: 'QR044',
  name: 'nobody-takes-over',
  title: 'A leader that no other replaces by itself',
  topic: 'failures',
  severity: 'warning',
  needs: 'estimate',
  why: 'Where an operator has to promote another, or the lost one has to come back, every loss of the primary is an outage of minutes to hours, at whatever hour it happens. More replicas do not shorten it.',
  fix: 'Use a protocol that elects a leader, or automate the promotion with a fenced lease outside; else plan for the outage, and say so.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Case study 2: failover requires human intervention"',
  check(context) {
    const { deployment, protocol, leader, estimate } = context;
    const outage = outageOf(context);
    if (outage === undefined || leader === undefined) return [];
    const { machine } = deployment.failures;
    const each = outage.lasts ?? machine?.mttr;
    const often =
      machine === undefined || each === undefined
        ? `with ${deployment.replicas.length - 1} other replicas up`
        : `${significant(YEAR_MS / machine.mtbf)} times a year by its machine alone, ${formatDuration(each)} each`;
    const year = estimate.availability?.downtimePerYear.total;
    const total = year === undefined ? '' : `; downtime in all ${significant(year / 60)} min/year`;
    return [
      {
        path: ['protocol', 'name'],
        message: `${protocol.title} stops when ${leader} is lost, until ${outage.until}: ${often}${total}.`,
        fix: outage.fix,
      },
    ];
  },
};

interface Outage {
  /** Ends "it stops until". */
  readonly until: string;
  /** How long that takes (ms); undefined: as long as the repair. */
  readonly lasts?: number | undefined;
  readonly fix: string;
}

const ELECT = 'Use a protocol whose replicas elect a leader (raft, multi-paxos), or automate the promotion.';

/** Undefined where nobody leads, or the others elect one of their own; where they lack a quorum for that, others tell. */
function outageOf({ deployment, protocol, leader, situation }: ReviewContext): Outage | undefined {
  if (protocol.traits.leadership === 'none' || leader === undefined) return undefined;
  const { needs, candidates } = groupOf(deployment, protocol);
  const rest = upMask({ ...situation, down: new Set([leader]) });
  const operated = protocol.traits.failover === 'operator';
  const only = candidates.every(({ id }) => id === leader);
  if (needs.takeover === undefined)
    return operated
      ? {
          until: 'it is back (the file has no timeouts.operator, in which another would be promoted)',
          fix: `Write timeouts: { operator: … } if another is promoted; ${ELECT[0].toLowerCase()}${ELECT.slice(1)}`,
        }
      : { until: 'it is back', fix: ELECT };
  if (only)
    return { until: 'it is back, for no other may lead', fix: 'Let another voter lead: leads: allowed.' };
  if (!operated) return undefined;
  if (!needs.write.contains(rest))
    return {
      until: `it is back (promoting another does not help: writes need ${needs.write.describe()})`,
      fix: `Choose a quorum that is there without ${leader}, so that another can be promoted${deployment.replicas.length > 2 ? ' (quorum: { threshold: 2 })' : ': that takes a third replica'}.`,
    };
  return { until: 'an operator promotes another', lasts: deployment.timeouts.operator, fix: ELECT };
}
