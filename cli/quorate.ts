#!/usr/bin/env node
import { EXIT } from './exit.js';
import { nodeIo } from './io.js';
import { main } from './main.js';
import { reason } from './output.js';

// A reader that has seen enough (`quorate … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.fine);
  process.stderr.write(`quorate: cannot write to standard output: ${reason(error)}\n`);
  process.exit(EXIT.usage);
});
// Where not even this can be said, the exit code says it.
process.stderr.on('error', () => undefined);
process.on('SIGINT', () => process.exit(EXIT.interrupted));

const io = nodeIo();
io.exit(await main(process.argv.slice(2), io));
