import { primaryBackupMachine } from '../../../src/protocol/primary-backup/machine.js';
import { describeTranscripts } from '../transcript-suite.js';
import { primaryBackupWording } from './wording.js';

describeTranscripts(
  import.meta.dirname,
  primaryBackupWording,
  (name) => primaryBackupMachine({ takeover: name.startsWith('timeout-') ? 'timeout' : 'operator' }),
  [
    'asynchronous',
    'backup-away',
    'primary-restarts',
    'promote',
    'semi-synchronous',
    'switch-over',
    'timeout-split-brain',
    'write-forwarded',
  ],
);
