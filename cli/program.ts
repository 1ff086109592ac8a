import { Command, Option } from 'commander';
import { VERSION } from '../src/version.js';
import type { Io } from './io.js';

/** Seed of everything random unless --seed says otherwise; echoed in every result. */
const DEFAULT_SEED = 1;

/**
 * The command line. Only names and options are loaded here; what a command does is loaded when it is called, so
 * that `--help` is instant.
 */
export function program(io: Io): Command {
  const quorate = new Command('quorate')
    .description(
      'Plan geo-distributed replication: commit latency, quorums and placement, from one topology file.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .configureHelp({ showGlobalOptions: false })
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(quorate --help shows what there is)');
  examples(quorate, [
    ['quorate init > topology.yaml', 'a first file to edit'],
    ['quorate estimate topology.yaml', 'commit latency per client, with its tail'],
    ['quorate explain topology.yaml', 'why: step by step, with sources'],
    ['quorate simulate topology.yaml', 'the same, message by message'],
  ]);

  const estimate = reading(quorate.command('estimate'), 'what latency will each client see?')
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/estimate.js')).estimateFiles(io, files, options),
    );
  examples(estimate, [
    ['quorate estimate topology.yaml', ''],
    ['quorate estimate topology.yaml --format json', 'for scripts; schema: quorate schema estimate'],
    ['quorate estimate a.yaml b.yaml --format text --format json=out.json', ''],
    ['cat topology.yaml | quorate estimate -', 'from standard input'],
  ]);

  const explain = reading(
    quorate.command('explain'),
    'why: the critical path hop by hop, and what each loss would do',
  )
    .option('--client <id>', 'only this client (repeatable)', collect, [])
    .addOption(formats(['text', 'json']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/explain.js')).explainFiles(io, files, options),
    );
  examples(explain, [['quorate explain topology.yaml --client web-eu', '']]);

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
    .addOption(formats(['text', 'json']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/simulate.js')).simulateFiles(io, files, options),
    );
  examples(simulate, [
    ['quorate simulate topology.yaml', 'unloaded: to be held against estimate'],
    ['quorate simulate topology.yaml --trace web-eu', 'follow one write through the replicas'],
    ['quorate simulate topology.yaml --load closed:10 --fault crash:va1@10s..20s', 'a crash under load'],
  ]);
  simulate.addHelpText('after', FAULTS);

  const compare = reading(
    quorate.command('compare'),
    'which is better: several files, or one under several protocols',
  )
    .option('--protocols <names>', 'all, or names with commas between them')
    .addOption(formats(['text', 'json']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/compare.js')).compareFiles(io, files, options),
    );
  examples(compare, [
    ['quorate compare topology.yaml --protocols all', 'the same replicas under every protocol'],
    ['quorate compare before.yaml after.yaml', ''],
  ]);

  const whatIf = quorate
    .command('what-if')
    .description(
      'and if we lose this region, move the leader, change the protocol? before → after, per client',
    )
    .argument('<topology>', 'a topology file; - reads standard input')
    .option('--fail <what>', 'region:R, zone:R/Z, rack:R/Z/K, shared:NAME, a replica, link:a~b', collect, [])
    .option('--slow <disk>', 'disk:va1=10x: of a replica, of a kind, or of all (disk:*)', collect, [])
    .option('--degrade <way>', 'rtt:a~b=+40ms or =3x, between replicas, clients or regions', collect, [])
    .option('--leader <replica>', 'another leader', collect, [])
    .option('--protocol <name>', 'another protocol', collect, [])
    .option('--quorum <quorum>', 'other quorums, as the file would have them', collect, [])
    .option('--add <replica>', 'ID@PLACE or ID@PLACE:DISK: a replica more', collect, [])
    .option('--remove <replica>', 'a replica less', collect, [])
    .option('--set <path=value>', 'replace or add a part of the file: clients.web.rate=800/s', collect, [])
    .option('--scenario <name>', 'a question that the file keeps under scenarios', collect, [])
    .addOption(
      new Option('--each <level>', 'lose every one of these in turn').choices([
        'replica',
        'rack',
        'zone',
        'region',
      ]),
    )
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages')
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (file: string, options) =>
      (await import('./commands/what-if.js')).whatIfFile(io, file, options),
    );
  examples(whatIf, [
    ['quorate what-if topology.yaml --fail region:us-east-1', 'after the failover that this needs'],
    ['quorate what-if topology.yaml --each region', 'each lost in turn: which is the linchpin?'],
    ['quorate what-if topology.yaml --leader or1 --degrade rtt:us-east-1~eu-west-1=+40ms', ''],
    ["quorate what-if topology.yaml --protocol raft --set 'disks.nvme.fsync=5ms'", ''],
    ['quorate what-if topology.yaml --scenario lose-virginia', 'from scenarios: of the file'],
  ]);
  whatIf.addHelpText(
    'after',
    '\nOptions may be repeated; what they change is changed together. docs/what-if.md has it all.',
  );

  const init = quorate
    .command('init')
    .description('print a first topology file')
    .option('--template <name>', 'which one; --list names them', 'three-zones')
    .option('--list', 'list the templates')
    .option('-o, --output <file>', 'write it to this file, which must not exist yet')
    .action(async (options) => (await import('./commands/init.js')).init(io, options));
  examples(init, [
    ['quorate init --list', ''],
    ['quorate init --template five-regions -o topology.yaml', ''],
  ]);

  const schema = quorate
    .command('schema')
    .description('print the JSON Schema of a file or a result')
    .argument('[name]', 'topology, estimate, explain, simulation, compare, what-if')
    .action(async (name: string | undefined) => (await import('./commands/schema.js')).schema(io, name));
  examples(schema, [['quorate schema topology > topology.schema.json', 'for editors that complete YAML']]);

  quorate
    .command('protocols')
    .description('list the protocols, what they promise and what they cost')
    .addOption(formats(['text', 'json']))
    .action(async (options) => (await import('./commands/protocols.js')).protocols(io, options));

  quorate
    .command('rtt')
    .description('the RTT data: list, show, check, import, fit')
    .argument('[arguments...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (rest: string[]) => {
      const { rttCommand } = await import('./commands/rtt.js');
      await rttCommand(io).parseAsync(rest, { from: 'user' });
    });
  return quorate;
}

function reading(command: Command, description: string): Command {
  return command
    .description(description)
    .argument('<topology...>', 'topology files; - reads standard input')
    .option('--protocol <name>', 'another protocol than the file names')
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages');
}

function formats(known: readonly string[]): Option {
  const text = `how to print it: ${known.join(', ')}; NAME=FILE writes it to a file (repeatable)`;
  return new Option('-f, --format <format>', text).argParser(collect).default([], known[0]);
}

function seed(): Option {
  return new Option('--seed <number>', 'seed of all that is random').default(String(DEFAULT_SEED));
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Help shows examples first. */
function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  if (lines.length === 0) return;
  const width = Math.max(...lines.map(([example]) => example.length));
  const text = lines.map(([example, what]) => `  ${example.padEnd(width)}  ${what}`.trimEnd());
  command.addHelpText('before', `Examples:\n${text.join('\n')}\n`);
}

const FAULTS = `
Faults:
  crash:va1@10s              crash at 10 s            crash:va1@10s..20s      and restart at 20 s
  restart:va1@20s            restart                  crash:region:eu-west-1@10s..20s   all of a region
  partition:a,b|c,d@5s..9s   no messages between      cut:a>b@5s..9s          none from a to b
  slow-link:a~b=+40ms@5s..9s or =3x                   slow-disk:a=10x@5s..9s
`;
