import { quorumOfEach } from '../../quorum/combined.js';
import type { Protocol } from '../contract/protocol.js';
import { anyOne, mayLead, readNeeds } from '../needs.js';
import { check } from './check.js';
import { primaryBackupMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** Primary/backup by log shipping; a takeover is the operator's decision. See machine.ts for how it works. */
export const primaryBackup: Protocol = {
  name: 'primary-backup',
  title: 'Primary/backup',
  summary:
    'A configured primary ships its log to backups and answers once as many have it on disk as the quorum asks for: ' +
    'itself alone (asynchronous), some (semi-synchronous), all (synchronous).',
  source:
    'Alsberg, Day, "A Principle for Resilient Sharing of Distributed Resources", ICSE 1976; PostgreSQL 15 documentation, ' +
    '§27.2 (log-shipping standby servers, synchronous_standby_names)',
  traits,
  check,
  /**
   * An operator replaces the primary, never the quorum that writes wait for: and the one that is promoted answers nothing, not
   * even reads, before such a quorum has what it found in its log.
   */
  needs(constitution) {
    const { quorum, replicas, operator } = constitution;
    const primary = anyOne(replicas, mayLead);
    return {
      write: quorum.phase2,
      ...readNeeds(constitution, primary ?? quorum.phase2),
      takeover: operator && primary !== undefined ? quorumOfEach([quorum.phase2, primary]) : undefined,
    };
  },
  model,
  machine: primaryBackupMachine(),
};
