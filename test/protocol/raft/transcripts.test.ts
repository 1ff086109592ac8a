import { describeTranscripts } from '../transcript-suite.js';
import { raftSubject } from './subject.js';
import { raftWording } from './wording.js';

describeTranscripts(import.meta.dirname, raftWording, () => raftSubject.factory, [
  'conflict',
  'crash-and-restart',
  'duplicate-request',
  'election',
  'lease-read',
  'leave-and-join',
  'local-read',
  'older-term',
  'pre-vote',
  'read-index',
  'snapshot',
  'transfer',
  'write-forwarded',
  'write-parallel',
  'write-serial',
]);
