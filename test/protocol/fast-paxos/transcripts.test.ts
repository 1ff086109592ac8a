import { describeTranscripts } from '../transcript-suite.js';
import { fastPaxosSubject } from './subject.js';
import { fastPaxosWording } from './wording.js';

describeTranscripts(import.meta.dirname, fastPaxosWording, () => fastPaxosSubject.factory, [
  'classic-fallback',
  'collision',
  'coordinator-learns',
  'crash-and-restart',
  'duplicate-request',
  'failover',
  'fast-quorum-of-five',
  'fast-write',
  'loser',
  'lost-vote',
  'unheard-votes',
]);
