import { promisedSnapshots } from '../log/promised-snapshots.js';
import { tokenOf } from './ballot.js';
import { cutLog, type Log } from './log.js';

/** Snapshots, as in "Paxos Made Live" §5.5. */
export const { compact, install, restoreFrom, onSnapshotWritten } = promisedSnapshots<Log>({
  cutLog,
  tokenOf,
});
