import { describeTranscripts } from '../transcript-suite.js';
import { commutingMachine } from './commuting.js';
import { menciusSubject } from './subject.js';
import { menciusWording } from './wording.js';

describeTranscripts(
  import.meta.dirname,
  menciusWording,
  (name) => (name === 'commuting' ? commutingMachine(menciusSubject.factory) : menciusSubject.factory),
  [
    'commuting',
    'crash-and-restart',
    'duplicate-request',
    'false-suspicion',
    'revocation',
    'skip',
    'two-at-once',
  ],
);
