import { type Command, Option } from 'commander';
import { suggest } from '../completion/suggested.js';

/** Seed of everything random unless --seed says otherwise; echoed in every result. */
const DEFAULT_SEED = 1;

/** A command that reads topologies, any number of them. */
export function reading(command: Command, description: string): Command {
  return messages(
    command
      .description(description)
      .argument('<topology...>', 'topology files; - reads standard input')
      .option('--protocol <name>', 'another protocol than the file names'),
  );
}

/** How a command speaks on standard error. */
export function messages(command: Command): Command {
  return command
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages');
}

export function formats(known: readonly string[]): Option {
  const text = `how to print it: ${known.join(', ')}; NAME=FILE writes it to a file (repeatable)`;
  return suggest(new Option('-f, --format <format>', text).argParser(collect).default([], known[0]), known);
}

export function seed(): Option {
  return new Option('--seed <number>', 'seed of all that is random').default(String(DEFAULT_SEED));
}

/** For options that may be repeated. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Help shows examples first. */
export function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  if (lines.length === 0) return;
  const width = Math.max(...lines.map(([example]) => example.length));
  const text = lines.map(([example, what]) => `  ${example.padEnd(width)}  ${what}`.trimEnd());
  command.addHelpText('before', `Examples:\n${text.join('\n')}\n`);
}
