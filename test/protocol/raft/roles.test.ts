import { describe } from 'vitest';
import { raftMachine } from '../../../src/protocol/raft/machine.js';
import { describeRoles } from '../roles-suite.js';
import { raftSubject } from './subject.js';

describe('the members of Raft keep to their roles:', () => {
  describeRoles({ subject: raftSubject, call: 'pre-vote', machines: raftMachine });
});
