import { formatDuration, YEAR_MS } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { significant } from '../words.js';

export const nobodyTakesOver: Rule = {
  id: 'QR044',
  name: 'nobody-takes-over',
  title: 'A leader that nobody replaces by itself',
  topic: 'failures',
  severity: 'warning',
  needs: 'estimate',
  why: 'Where an operator has to promote another, or the lost one has to come back, every loss of the primary is an outage of minutes to hours, at whatever hour it happens. More replicas do not shorten it.',
  fix: 'Use a protocol that elects a leader, or automate the promotion with a fenced lease outside; else plan for the outage, and say so.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Case study 2: failover requires human intervention"',
  check({ deployment, protocol, leader, estimate }) {
    const { leadership, failover } = protocol.traits;
    if (leadership === 'none' || failover === 'automatic' || leader === undefined) return [];
    const { machine } = deployment.failures;
    const often =
      machine === undefined
        ? `with ${deployment.replicas.length - 1} other replicas up`
        : `${significant(YEAR_MS / machine.mtbf)} times a year by its machine alone, ${formatDuration(machine.mttr)} each if it has to be repaired`;
    const year = estimate.availability?.downtimePerYear.total;
    const total = year === undefined ? '' : `; ${significant(year / 60)} min a year in all`;
    return [
      {
        path: ['protocol', 'name'],
        message: `${protocol.title} stops when ${leader} is lost, until ${failover === 'operator' ? 'an operator promotes another' : 'it is back'}: ${often}${total}.`,
        fix: 'Use a protocol whose replicas elect a leader (raft, multi-paxos), or automate the promotion.',
      },
    ];
  },
};
