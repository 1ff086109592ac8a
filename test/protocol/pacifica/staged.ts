import type { MachineFactory } from '../../../src/protocol/contract/host.js';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import { schemeOf } from '../subject.js';
import { TimedWorld } from '../timed-world.js';

/** Writes acknowledged while r2 is away. */
export const WRITES = 40;

/**
 * r2 is away from the start, and 40 writes go on without it. It comes back with nothing at 400 ms, gets a snapshot whose
 * write takes 100 ms, and crashes for a moment at 460 ms, before that is on disk; r0 crashes just after. If r2 had been added
 * by then, it would lead with nothing: it is the first to lose patience. Client 2 reads.
 */
export function comesBackInTime(factory: MachineFactory): TimedWorld {
  const world = new TimedWorld(factory, {
    n: 3,
    shared: {
      leader: 0,
      quorum: schemeOf('all', 3),
      reads: 'leader-lease',
      disk: 'parallel',
      heartbeat: 20,
      election: [80, 160],
    },
    delay: (from, to) => (from === 0 && to === 1 ? 10 : 1),
    disk: (key) => (key === SNAPSHOT ? 100 : 1),
  });
  world.crash(0.5, 2).restart(400, 2).crash(460, 2).restart(461, 2).crash(461.5, 0);
  for (let i = 1; i <= WRITES; i++)
    world.request(150 + 5 * i, 0, { client: 1, seq: i, kind: 'write', value: i });
  for (let seq = 1; seq <= 4; seq++) {
    world.request(600 + 100 * seq, 1, { client: 2, seq: 2 * seq, kind: 'read', value: 0 });
    world.request(600 + 100 * seq, 2, { client: 3, seq, kind: 'write', value: 1000 + seq });
  }
  return world;
}
