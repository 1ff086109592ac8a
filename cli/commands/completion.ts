import type { Command } from 'commander';
import { CHART_NAMES } from '../../src/chart/charts.js';
import { protocols } from '../../src/protocol/registry.js';
import { templates } from '../../src/topology/templates.js';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { shapeOf } from '../completion/shape.js';
import { zshCompletion } from '../completion/zsh.js';
import type { Io } from '../io.js';
import { SCHEMA_NAMES } from '../schemas.js';
import { rttCommand } from './rtt.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `quorate completion SHELL`: a script made of what the command line is defined to take. */
export function completion(io: Io, shell: keyof typeof SHELLS, program: Command): void {
  const names = protocols.map(({ name }) => name);
  const known = {
    options: {
      '--protocol': names,
      '--protocols': ['all', ...names],
      '--template': templates.map(({ name }) => name),
      '--load': ['spaced', 'open', 'closed:'],
      '--leaders': ['all', 'best'],
      '--chart': CHART_NAMES,
    },
    operands: { schema: [...SCHEMA_NAMES] },
  };
  const shape = shapeOf(program, known, new Map([['rtt', rttCommand(io)]]));
  io.stdout(SHELLS[shell](shape));
}
