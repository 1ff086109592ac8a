import { type Command, Option } from 'commander';
import type { Io } from '../io.js';
import { collect, examples, formats, reading, seed } from './options.js';

/** What follows from a topology: estimate, explain, simulate. */
export function declareFigures(quorate: Command, io: Io): void {
  const estimate = reading(
    quorate.command('estimate'),
    'what latency will each client see, how much load does it take, how available is it?',
  )
    .option('--watch', 'again whenever a file changes, until Ctrl-C')
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('../commands/estimate.js')).estimateFiles(io, files, options),
    );
  examples(estimate, [
    ['quorate estimate topology.yaml', ''],
    ['quorate estimate topology.yaml --format json', 'for scripts; schema: quorate schema estimate'],
    ['quorate estimate a.yaml b.yaml --format text --format json=out.json', ''],
    ['cat topology.yaml | quorate estimate -', 'from standard input'],
    ['quorate estimate topology.yaml --watch', 'again whenever the file is saved'],
  ]);

  const explain = reading(
    quorate.command('explain'),
    'why: the critical path hop by hop; or, by a first word: throughput, availability, failover, traffic, spill-over',
  )
    .option('--client <id>', 'only this client (repeatable)', collect, [])
    .option('--spike <client=factor>', 'of spill-over: so many times as many reads of this client')
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('../commands/explain.js')).explainFiles(io, files, options),
    );
  examples(explain, [
    ['quorate explain topology.yaml --client web-eu', 'its latency, step by step'],
    ['quorate explain throughput topology.yaml', 'bounds, demands, latency under load'],
    ['quorate explain availability topology.yaml', 'which domain costs how much'],
    ['quorate explain failover topology.yaml', 'phases, and a crash second by second'],
    ['quorate explain traffic topology.yaml', 'between places, now and without each region'],
    ['quorate explain spill-over topology.yaml --spike web-us=4', 'reads under a regional spike'],
  ]);

  const simulate = reading(quorate.command('simulate'), 'run the protocol message by message')
    .option(
      '-n, --operations <count>',
      'operations for each client; all together send as many as that (default: 4000, or what the duration allows)',
    )
    .option(
      '--load <how>',
      'spaced (one at a time, nothing queues), open (each client at its own rate), closed:K (K outstanding each)',
      'spaced',
    )
    .option(
      '--fault <fault>',
      'crash:va1@10s..20s, partition:a,b|c,d@5s..9s, … (repeatable; see below)',
      collect,
      [],
    )
    .option(
      '--duration <time>',
      'send nothing new after this, e.g. 30s (default with faults: 10 s after the last of them)',
    )
    .option('--trace [client]', 'print one operation of a client as a space-time listing')
    .addOption(
      new Option('--op <kind>', 'which kind of operation --trace follows')
        .choices(['write', 'read'])
        .default('write'),
    )
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('../commands/simulate.js')).simulateFiles(io, files, options),
    );
  examples(simulate, [
    ['quorate simulate topology.yaml', 'unloaded: to be held against estimate'],
    ['quorate simulate topology.yaml --trace web-eu', 'follow one write through the replicas'],
    ['quorate simulate topology.yaml --load closed:10 --fault crash:va1@10s..20s', 'a crash under load'],
  ]);
  simulate.addHelpText('after', FAULTS);
}

const FAULTS = `
Faults:
  crash:va1@10s              crash at 10 s            crash:va1@10s..20s      and restart at 20 s
  restart:va1@20s            restart                  crash:region:eu-west-1@10s..20s   all of a region
  partition:a,b|c,d@5s..9s   no messages between      cut:a>b@5s..9s          none from a to b
  slow-link:a~b=+40ms@5s..9s or =3x                   slow-disk:a=10x@5s..9s
  pause:a@5s..9s             does nothing, then goes on
  promote:or1@12s            an operator's order to lead (raft, primary-backup)
  remove:va1@12s             to leave the group           add:va1@20s             to join it again (raft)
`;
