import { describeTranscripts } from '../transcript-suite.js';
import { multiPaxosSubject } from './subject.js';
import { multiPaxosWording } from './wording.js';

describeTranscripts(import.meta.dirname, multiPaxosWording, () => multiPaxosSubject.factory, [
  'adoption',
  'catch-up',
  'crash-and-restart',
  'duplicate-request',
  'election',
  'lapsed-lease',
  'lease-binds-acceptors',
  'lease-read',
  'local-read',
  'nack',
  'read-index',
  'snapshot',
  'write-forwarded',
  'write-parallel',
  'write-serial',
]);
