import { describe } from 'vitest';
import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import { describeRoles } from '../roles-suite.js';
import { multiPaxosSubject } from './subject.js';

describe('the members of Multi-Paxos keep to their roles:', () => {
  describeRoles({ subject: multiPaxosSubject, call: 'prepare', machines: multiPaxosMachine });
});
