#!/usr/bin/env node
import { EXIT } from './exit.js';
import { nodeIo } from './io.js';
import { main } from './main.js';

// A reader that has seen enough (`quorate … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.on('SIGINT', () => process.exit(EXIT.interrupted));

const io = nodeIo();
io.exit(await main(process.argv.slice(2), io));
