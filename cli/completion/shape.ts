import type { Command, Option } from 'commander';
import { suggestedFor } from './suggested.js';

/** A command as a shell needs to know it. */
export interface CommandShape {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionShape[];
  readonly commands: readonly CommandShape[];
  /** What stands after it: values to choose from, files, or nothing. */
  readonly operands: { readonly values: readonly string[]; readonly files: boolean };
}

export interface OptionShape {
  /** "--format" */
  readonly long: string;
  /** "-f" */
  readonly short: string | undefined;
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

/** Values that only the rest of the program knows: of options by their long name, of operands by their command. */
export interface Known {
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly operands: Readonly<Record<string, readonly string[]>>;
}

/** What a command line takes, read off its definition. Commands of `inside` stand in for those loaded later. */
export function shapeOf(command: Command, known: Known, inside: ReadonlyMap<string, Command>): CommandShape {
  const name = command.name();
  const { commands, options } = inside.get(name) ?? command;
  const subcommands = commands.filter((each) => each.name() !== 'help');
  const [operand] = command.registeredArguments;
  const values = operand?.argChoices ?? known.operands[name] ?? [];
  const files = operand !== undefined && operand.name() !== 'region' && values.length === 0;
  return {
    name,
    description: command.description(),
    options: [...options.map((option) => optionShape(option, known)), HELP],
    commands: subcommands.map((each) => shapeOf(each, known, inside)),
    operands: { values, files: files && subcommands.length === 0 },
  };
}

const HELP: OptionShape = {
  long: '--help',
  short: '-h',
  description: 'show help',
  takesValue: false,
  values: [],
};

function optionShape(option: Option, known: Known): OptionShape {
  const long = option.long ?? option.short ?? '';
  const suggested = suggestedFor(option);
  return {
    long,
    short: option.long === undefined ? undefined : option.short,
    description: option.description,
    takesValue: option.required || option.optional,
    values: suggested.length > 0 ? suggested : (known.options[long] ?? []),
  };
}

/** Every command with the way to it from the first: "/rtt/show". */
export function everyCommand(shape: CommandShape, path = ''): { path: string; shape: CommandShape }[] {
  return [
    { path, shape },
    ...shape.commands.flatMap((inner) => everyCommand(inner, `${path}/${inner.name}`)),
  ];
}
