import { describeTranscripts } from '../transcript-suite.js';
import { pacificaSubject } from './subject.js';
import { pacificaWording } from './wording.js';

describeTranscripts(import.meta.dirname, pacificaWording, () => pacificaSubject.factory, [
  'failover',
  'forwarded-and-lease-read',
  'return',
  'secondary-lost',
  'write',
]);
