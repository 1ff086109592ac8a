import type { Rule } from './rule.js';
import { input } from './rules/qr000-input.js';
import { evenMajority } from './rules/qr001-even-majority.js';
import { replicaLowersAvailability } from './rules/qr002-replica-lowers-availability.js';
import { nothingToSpareInMaintenance } from './rules/qr003-nothing-to-spare-in-maintenance.js';
import { quorumInOneDomain } from './rules/qr004-quorum-in-one-domain.js';
import { oneDomainForAll } from './rules/qr005-one-domain-for-all.js';
import { fatalSharedFailure } from './rules/qr006-fatal-shared-failure.js';
import { replicaWithoutASay } from './rules/qr007-replica-without-a-say.js';
import { noLossTolerated } from './rules/qr008-no-loss-tolerated.js';
import { electionsNeedMore } from './rules/qr009-elections-need-more.js';
import { quorumLargerThanNeeded } from './rules/qr010-quorum-larger-than-needed.js';
import { linchpin } from './rules/qr011-linchpin.js';
import { hierarchicalWouldCure } from './rules/qr012-hierarchical-would-cure.js';
import { leaderOffCentre } from './rules/qr013-leader-off-centre.js';
import { entryDetour } from './rules/qr014-entry-detour.js';
import { fastSlowerThanClassic } from './rules/qr015-fast-slower-than-classic.js';
import { idleReplicaHoldsUp } from './rules/qr016-idle-replica-holds-up.js';
import { hotKeyConflicts } from './rules/qr017-hot-key-conflicts.js';
import { asynchronousReplication } from './rules/qr018-asynchronous-replication.js';
import { stragglerAmongAll } from './rules/qr019-straggler-among-all.js';
import { widerThanClients } from './rules/qr020-wider-than-clients.js';
import { clientFarFromAll } from './rules/qr021-client-far-from-all.js';
import { heartbeatOffRtt } from './rules/qr022-heartbeat-off-rtt.js';
import { electionTimeoutTooShort } from './rules/qr023-election-timeout-too-short.js';
import { electionTimeoutTooLong } from './rules/qr024-election-timeout-too-long.js';
import { leaseNotWithinGrace } from './rules/qr025-lease-not-within-grace.js';
import { diskBreaksHeartbeat } from './rules/qr026-disk-breaks-heartbeat.js';
import { narrowElectionRange } from './rules/qr027-narrow-election-range.js';
import { oldRtts } from './rules/qr028-old-rtts.js';
import { estimatedRtts } from './rules/qr029-estimated-rtts.js';
import { fasterThanLight } from './rules/qr030-faster-than-light.js';
import { noTail } from './rules/qr031-no-tail.js';
import { noDisk } from './rules/qr032-no-disk.js';
import { objectiveMissed } from './rules/qr033-objective-missed.js';
import { noObjectives } from './rules/qr034-no-objectives.js';
import { objectiveNotJudged } from './rules/qr035-objective-not-judged.js';
import { failureLevelMissing } from './rules/qr036-failure-level-missing.js';
import { clientWithoutRate } from './rules/qr037-client-without-rate.js';
import { loadTooHigh } from './rules/qr038-load-too-high.js';
import { loadAfterFailure } from './rules/qr039-load-after-failure.js';
import { overload } from './rules/qr040-overload.js';
import { overloadAfterFailover } from './rules/qr041-overload-after-failover.js';
import { leadersInOnePlace } from './rules/qr042-leaders-in-one-place.js';
import { capacityUnknown } from './rules/qr043-capacity-unknown.js';
import { nobodyTakesOver } from './rules/qr044-nobody-takes-over.js';
import { staleReads } from './rules/qr045-stale-reads.js';
import { serialDisk } from './rules/qr046-serial-disk.js';
import { readsByConsensus } from './rules/qr047-reads-by-consensus.js';
import { stallsDeposeLeader } from './rules/qr048-stalls-depose-leader.js';
import { jitterBeyondHeartbeat } from './rules/qr049-jitter-beyond-heartbeat.js';
import { moreThanSevenVoters } from './rules/qr050-more-than-seven-voters.js';
import { farReplicaMayLead } from './rules/qr051-far-replica-may-lead.js';
import { requestTimeoutTooShort } from './rules/qr052-request-timeout-too-short.js';
import { unusedSuppression } from './rules/qr900-unused-suppression.js';
import { expiredSuppression } from './rules/qr901-expired-suppression.js';
import { suppressionNotUnderstood } from './rules/qr902-suppression-not-understood.js';

/**
 * Every rule, by id. An id is never given to another rule: what is removed leaves a gap, and is named in CHANGELOG.md.
 */
export const rules: readonly Rule[] = [
  input,
  evenMajority,
  replicaLowersAvailability,
  nothingToSpareInMaintenance,
  quorumInOneDomain,
  oneDomainForAll,
  fatalSharedFailure,
  replicaWithoutASay,
  noLossTolerated,
  electionsNeedMore,
  quorumLargerThanNeeded,
  linchpin,
  hierarchicalWouldCure,
  leaderOffCentre,
  entryDetour,
  fastSlowerThanClassic,
  idleReplicaHoldsUp,
  hotKeyConflicts,
  asynchronousReplication,
  stragglerAmongAll,
  widerThanClients,
  clientFarFromAll,
  heartbeatOffRtt,
  electionTimeoutTooShort,
  electionTimeoutTooLong,
  leaseNotWithinGrace,
  diskBreaksHeartbeat,
  narrowElectionRange,
  oldRtts,
  estimatedRtts,
  fasterThanLight,
  noTail,
  noDisk,
  objectiveMissed,
  noObjectives,
  objectiveNotJudged,
  failureLevelMissing,
  clientWithoutRate,
  loadTooHigh,
  loadAfterFailure,
  overload,
  overloadAfterFailover,
  leadersInOnePlace,
  capacityUnknown,
  nobodyTakesOver,
  staleReads,
  serialDisk,
  readsByConsensus,
  stallsDeposeLeader,
  jitterBeyondHeartbeat,
  moreThanSevenVoters,
  farReplicaMayLead,
  requestTimeoutTooShort,
  unusedSuppression,
  expiredSuppression,
  suppressionNotUnderstood,
];

/** The rule of that id (QR012) or name (even-majority); undefined where there is none. */
export function ruleNamed(name: string): Rule | undefined {
  return rules.find((rule) => rule.id === name.toUpperCase() || rule.name === name);
}
