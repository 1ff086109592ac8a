import { expect, it } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import { type Machine, SNAPSHOT } from '../../src/protocol/contract/machine.js';
import { explore } from './explore.js';
import { schemeOf, setupsOf } from './subject.js';

/** A replica alone, that writes a snapshot and then the command, and answers when its `answersWith`-th write is done. */
function alone(answersWith: number): MachineFactory {
  return {
    create: (): Machine => ({
      state: {},
      leads: true,
      start: () => undefined,
      restart: () => undefined,
      message: () => undefined,
      timer: () => undefined,
      request: (command, effects) => {
        effects.persist(SNAPSHOT, { command }, 0);
        effects.persist(0, {}, 1);
      },
      durable: (token, effects) => {
        if (token === answersWith) effects.reply(1, 1, 11);
      },
    }),
  };
}

const [setup] = setupsOf(1, {
  leader: 0,
  quorum: schemeOf('majority', 1),
  reads: 'consensus',
  disk: 'parallel',
  heartbeat: 10,
  election: [80, 160],
});

const violationOf = (factory: MachineFactory): string | undefined => {
  const command = { client: 1, seq: 1, kind: 'write', key: 0, value: 11 } as const;
  const world = {
    factory,
    setups: [setup],
    requests: [{ at: 0, command }],
    timers: [],
    crashes: 0,
    copies: 0,
  };
  const { violation, complete, seen } = explore({
    ...world,
    holds: (durable) => durable.has(SNAPSHOT),
    atMost: 100,
  });
  expect(seen.answered).toBeGreaterThan(0);
  if (violation === undefined) expect(complete).toBe(true);
  return violation;
};

it('a record may be on disk before a snapshot that was handed to the disk earlier', () => {
  expect(violationOf(alone(0))).toBeUndefined();
  expect(violationOf(alone(1))).toMatch(/^durability/);
});
