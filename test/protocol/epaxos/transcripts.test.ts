import { epaxosMachine } from '../../../src/protocol/epaxos/machine.js';
import { describeTranscripts } from '../transcript-suite.js';
import { SMALL_LIMITS } from './subject.js';
import { epaxosWording } from './wording.js';

describeTranscripts(import.meta.dirname, epaxosWording, () => epaxosMachine(SMALL_LIMITS), [
  'commuting',
  'crash-and-restart',
  'duplicate-request',
  'fast-path',
  'given-up',
  'read',
  'recovery',
  'slow-path',
]);
