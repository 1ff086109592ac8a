import { maintenanceWindow } from '../../estimate/availability/maintenance-window.js';
import { quorumNeedsOf } from '../../estimate/availability/quorum-needs.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { counted, inPercent, named } from '../words.js';

export const nothingToSpareInMaintenance: Rule = {
  id: 'QR003',
  name: 'nothing-to-spare-in-maintenance',
  title: 'Nothing to spare while a machine is away for maintenance',
  topic: 'failures',
  severity: 'warning',
  otherwise: ['error'],
  needs: 'estimate',
  why: 'Three replicas tolerate one loss, and planned work is a loss: while one machine is away, the next failure stops writes. Groups that must tolerate an unplanned failure during planned work need five.',
  fix: 'Add two replicas, or make quorums that tolerate two losses; or accept it and say so in a suppression.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Number of replicas" (unplanned failure while a replica is in maintenance)',
  check({ deployment, protocol, leader }) {
    const { maintenance, replicas } = deployment;
    const needs = quorumNeedsOf({ deployment, protocol, leader });
    const window = maintenanceWindow(deployment, needs.write);
    if (maintenance === undefined || window === null || window.machines.length === 0) return [];
    const stops = window.smallest?.length === 1;
    const schedule = `${formatDuration(maintenance.lasts)} every ${formatDuration(maintenance.every)}`;
    const share = inPercent(window.share);
    const n = replicas.length;
    return [
      {
        path: ['maintenance'],
        severity: stops ? 'error' : 'warning',
        message: stops
          ? `Maintenance of ${window.smallest?.[0]} (${schedule}) stops writes by itself: the other ${n - 1} replicas are no quorum.`
          : `While ${n === 1 ? replicas[0].id : `one of ${named(window.machines)}`} is away for maintenance (${schedule}, ${share} of the time in all), the loss of one more stops writes.`,
        fix: stops
          ? 'Choose quorums that do without any one replica.'
          : `Run ${counted(n + 2, 'replica')}, so that a quorum tolerates one more loss during the work.`,
      },
    ];
  },
};
