import { describeTranscripts } from '../transcript-suite.js';
import { chainSubject } from './subject.js';
import { chainWording } from './wording.js';

describeTranscripts(import.meta.dirname, chainWording, () => chainSubject.factory, [
  'head-lost',
  'middle-lost',
  'return',
  'tail-lost',
  'write-and-read',
]);
