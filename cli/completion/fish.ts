import type { CommandShape } from './shape.js';

/** Completion for fish: `quorate completion fish | source`, or as ~/.config/fish/completions/quorate.fish. */
export function fishCompletion(program: CommandShape): string {
  const { name } = program;
  return `# Completion of ${name} for fish; load it with: ${name} completion fish | source
complete -c ${name} -f
${linesOf(program, name, []).join('\n')}
`;
}

/** @param before the commands that must have been written */
function linesOf(shape: CommandShape, program: string, before: readonly string[]): string[] {
  const names = shape.commands.map(({ name }) => name);
  const seen = before.map((each) => `__fish_seen_subcommand_from ${each}`);
  const unseen = names.length === 0 ? [] : [`not __fish_seen_subcommand_from ${names.join(' ')}`];
  const when = [...seen, ...unseen].join('; and ');
  const start = `complete -c ${program}${when === '' ? '' : ` -n ${quoted(when)}`}`;
  const lines = shape.commands.map(
    (each) => `${start} -a ${quoted(each.name)} -d ${quoted(each.description)}`,
  );
  for (const { long, short, description, takesValue, values } of shape.options) {
    const flags = `${short === undefined ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
    // With values there is nothing else to complete; without, it may be a file.
    const value = !takesValue ? '' : values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : ' -r -F';
    lines.push(`${start}${flags}${value} -d ${quoted(description)}`);
  }
  if (shape.operands.files) lines.push(`${start} -F`);
  if (shape.operands.values.length > 0) lines.push(`${start} -a ${quoted(shape.operands.values.join(' '))}`);
  return [...lines, ...shape.commands.flatMap((each) => linesOf(each, program, [...before, each.name]))];
}

/** In single quotes, in which a backslash escapes itself and the quote. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
