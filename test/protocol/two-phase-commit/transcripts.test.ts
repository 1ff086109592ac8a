import { twoPhaseCommitMachine } from '../../../src/protocol/two-phase-commit/machine.js';
import { describeTranscripts } from '../transcript-suite.js';
import { twoPhaseCommitWording } from './wording.js';

describeTranscripts(import.meta.dirname, twoPhaseCommitWording, () => twoPhaseCommitMachine(), [
  'cooperative-abort',
  'cooperative-commit',
  'coordinator-crash',
  'one-key',
  'participant-away',
  'participant-restarts',
  'write',
]);
