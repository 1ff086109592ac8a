import { chainReplication } from './chain-replication/chain-replication.js';
import type { Protocol } from './contract/protocol.js';
import { epaxos } from './epaxos/epaxos.js';
import { fastPaxos } from './fast-paxos/fast-paxos.js';
import { mencius } from './mencius/mencius.js';
import { multiPaxos } from './multi-paxos/multi-paxos.js';
import { pacifica } from './pacifica/pacifica.js';
import { primaryBackup } from './primary-backup/primary-backup.js';
import { raft } from './raft/raft.js';
import { twoPhaseCommit } from './two-phase-commit/two-phase-commit.js';

/** Every protocol there is, in the order in which they are listed to people. */
export const protocols: readonly Protocol[] = [
  multiPaxos,
  raft,
  fastPaxos,
  mencius,
  epaxos,
  primaryBackup,
  pacifica,
  twoPhaseCommit,
  chainReplication,
];

/** The protocol of that name; undefined: there is none. */
export function protocolNamed(name: string): Protocol | undefined {
  return protocols.find((protocol) => protocol.name === name);
}
