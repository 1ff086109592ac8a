import type { Protocol } from '../contract/protocol.js';
import { leaderlessNeeds } from '../needs.js';
import { check } from './check.js';
import { menciusMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** Mencius: leaders in turn. See machine.ts for how it works. */
export const mencius: Protocol = {
  name: 'mencius',
  title: 'Mencius',
  summary:
    'Replicas own the slots of one log in turn, so that each proposes for the clients near it; idle ones skip their turns.',
  source:
    'Mao, Junqueira, Marzullo, "Mencius: building efficient replicated state machines for WANs", OSDI 2008',
  traits,
  check,
  needs: leaderlessNeeds,
  model,
  machine: menciusMachine(),
  takeover: { call: 'prepare', elected: 'revoke' },
};
