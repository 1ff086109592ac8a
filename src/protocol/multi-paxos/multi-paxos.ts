import type { Protocol } from '../contract/protocol.js';
import { consensusNeeds } from '../needs.js';
import { check } from './check.js';
import { multiPaxosMachine } from './machine.js';
import { model } from './model.js';
import { traits } from './traits.js';

/** Multi-Paxos with a stable leader. See machine.ts for how it works. */
export const multiPaxos: Protocol = {
  name: 'multi-paxos',
  title: 'Multi-Paxos',
  summary:
    'One stable leader orders all commands; each is chosen once a phase-2 quorum has it on disk, in one round trip.',
  source:
    'Lamport, "The Part-Time Parliament", TOCS 16(2), 1998, and "Paxos Made Simple", SIGACT News 32(4), 2001, §3; ' +
    'Chandra, Griesemer, Redstone, "Paxos Made Live", PODC 2007; Howard, Malkhi, Spiegelman, "Flexible Paxos", OPODIS 2016',
  traits,
  check,
  needs: consensusNeeds,
  model,
  machine: multiPaxosMachine(),
  takeover: { call: 'prepare' },
};
