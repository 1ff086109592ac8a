import type { Protocol } from './contract.js';
import { mencius } from './mencius/mencius.js';
import { multiPaxos } from './multi-paxos/multi-paxos.js';
import { primaryBackup } from './primary-backup/primary-backup.js';
import { raft } from './raft/raft.js';

/** Every protocol there is, in the order in which they are listed to people. */
export const protocols: readonly Protocol[] = [multiPaxos, raft, mencius, primaryBackup];

/** The protocol of that name; undefined: there is none. */
export function protocolNamed(name: string): Protocol | undefined {
  return protocols.find((protocol) => protocol.name === name);
}
