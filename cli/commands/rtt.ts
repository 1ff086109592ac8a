import { Command, Option } from 'commander';
import type { Io } from '../io.js';
import { check } from './rtt/check.js';
import { fitFile } from './rtt/fit.js';
import { type ImportOptions, importFile } from './rtt/import.js';
import { guarded } from './rtt/input.js';
import { list } from './rtt/list.js';
import { show } from './rtt/show.js';

interface Formatted {
  readonly format: 'text' | 'json';
}

/**
 * `quorate rtt`: the round-trip data. Wrong usage throws commander's CommanderError, as the whole program does;
 * everything else ends in messages and `io.exit`.
 */
export function rttCommand(io: Io): Command {
  const command = new Command('rtt')
    .description('the round-trip data: list, show, check, import, fit')
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .exitOverride();
  const format = (): Option =>
    new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');

  command
    .command('list')
    .description('data sets that come with quorate')
    .addOption(format())
    .action((options: Formatted) => guarded(io, 'list', () => list(io, options.format)));

  command
    .command('show <region> <region>')
    .description('what is known about one pair, in both directions')
    .option(
      '--data <name>',
      'one data set by name, or a file; without it, every bundled one that measured the pair',
    )
    .addOption(format())
    .action((a: string, b: string, options: Formatted & { data?: string }) =>
      guarded(io, options.data ?? 'show', () => show(io, a, b, options.data, options.format)),
    );

  command
    .command('check <file-or-name>')
    .description(
      'hold figures against light in fibre and against each other; exit 1 where they cannot be true',
    )
    .addOption(format())
    .action((input: string, options: Formatted) =>
      guarded(io, input, () => check(io, input, options.format)),
    );

  command
    .command('import <file>')
    .description(
      'make a data set of a table or of what a measuring tool printed; refuses figures that physics forbids',
    )
    .requiredOption('--name <name>', 'what topology files will call it, like aws-2025-07')
    .option('--source <text>', 'who measured it; needed where the file has no source column')
    .option('--date <date>', 'ISO date of the newest figure; needed where the file has no date column')
    .option('--statistic <name>', 'what the figures are (p50, mean, …); needed where the file does not say')
    .option('--licence <text>', 'terms of the source')
    .option('--provider <name>', 'aws, gcp, azure, …')
    .option('--title <text>', 'one line for people')
    .option('--period <text>', 'what the figures cover: "one year to 2025-07-17"')
    .option('--note <text>', 'anything a reader should know; may be repeated', collect)
    .option('--one-way', 'the figures are one way, or half of a round trip: double them')
    .option('--from <region>', 'where it was measured, if the input does not say (ping, fping, mtr)')
    .option('--to <region>', 'what was measured, if the input does not say')
    .option(
      '--region <host=region>',
      'the region of a host, address, probe or peer; may be repeated',
      collect,
    )
    .option('-o, --output <file>', 'where to write it; standard output without it')
    .action((file: string, options: ImportOptions) => guarded(io, file, () => importFile(io, file, options)));

  command
    .command('fit <file>')
    .description('fit a shifted gamma to samples, one a line')
    .addOption(format())
    .action((file: string, options: Formatted) => guarded(io, file, () => fitFile(io, file, options.format)));

  command.addHelpText(
    'before',
    `Examples:
  quorate rtt list
  quorate rtt show us-east-1 eu-west-1
  quorate rtt check ./measured.csv
  quorate rtt import table.csv --name mine-2025-08 --source 'our probes' --date 2025-08-01 -o mine.json
  ping -c 100 10.1.0.4 | quorate rtt import - --name one --source ping --date 2025-08-01 \\
      --from us-east-1 --region 10.1.0.4=eu-west-1
`,
  );
  return command;
}

/** Runs `quorate rtt <args>`. @throws CommanderError for wrong usage, or once help has been printed */
export async function rtt(io: Io, args: readonly string[]): Promise<void> {
  await rttCommand(io).name('quorate rtt').parseAsync(args, { from: 'user' });
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
