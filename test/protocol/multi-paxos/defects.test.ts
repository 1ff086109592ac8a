import { multiPaxosMachine } from '../../../src/protocol/multi-paxos/machine.js';
import { altered } from '../altered.js';
import { describeDefects, staleReads } from '../defect-suite.js';
import { explore } from '../explore.js';
import { recordTranscript } from '../recorder.js';
import { planIn } from '../role-defects.js';
import { runSchedule } from '../schedule.js';
import { DEFECTS } from './defects.js';
import { smallWorld } from './small-worlds.js';
import { multiPaxosSubject } from './subject.js';
import { multiPaxosWording } from './wording.js';

/** Cuts its log early. */
const LITTLE = multiPaxosMachine({ snapshotEvery: 2, maxLag: 3, batch: 100 });

describeDefects({
  defects: DEFECTS,
  schedule({ reads = 'consensus', group, weather = {} }, alteration, seed) {
    const subject = { ...multiPaxosSubject, factory: altered(multiPaxosSubject.factory, alteration) };
    return runSchedule(planIn(group, { seed, reads, disk: 'parallel', weather }), subject).violations;
  },
  otherwise(found, alteration) {
    if (found.by === 'a staged course of events') return found.play(altered(LITTLE, alteration));
    const factory = altered(multiPaxosMachine(), alteration);
    if (found.by === 'a script') {
      return staleReads(recordTranscript(found.script, factory, multiPaxosWording));
    }
    const bounds = { n: 3, quorum: 'majority', writesAt: [0, 1], elections: [1], crashes: 1, apart: true };
    const { violation } = explore(smallWorld(bounds, factory));
    return violation === undefined ? [] : [violation];
  },
  sound: 30,
});
