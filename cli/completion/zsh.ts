import type { CommandShape, OptionShape } from './shape.js';

/** Completion for zsh: `source <(quorate completion zsh)`, or as a file _quorate on $fpath. */
export function zshCompletion(program: CommandShape): string {
  const { name } = program;
  return `#compdef ${name}
# Completion of ${name} for zsh; load it with: source <(${name} completion zsh)
${functionsOf(program, `_${name}`).join('\n')}
if [[ "\${funcstack[1]}" == "_${name}" ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

/** One function for each command that has commands of its own. */
function functionsOf(shape: CommandShape, called: string): string[] {
  const inner = shape.commands.filter(({ commands }) => commands.length > 0);
  const commands = shape.commands.map((each) => `    ${quoted(`${each.name}:${colons(each.description)}`)}`);
  const cases = shape.commands.map((each) => {
    const does = each.commands.length > 0 ? `${called}_${each.name}` : argumentsOf(each, '        ');
    return `    ${each.name})\n      ${does}\n      ;;`;
  });
  const own = `${called}() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${commands.join('\n')}
  )
  _arguments -C ${[...shape.options.map(specOf), "'1:command:->command'", "'*::argument:->argument'"].join(' ')}
  case $state in
  command)
    _describe command commands
    ;;
  argument)
    case $words[1] in
${cases.join('\n')}
    esac
    ;;
  esac
}`;
  return [...inner.flatMap((each) => functionsOf(each, `${called}_${each.name}`)), own];
}

function argumentsOf({ options, operands }: CommandShape, indent: string): string {
  const rest = operands.files
    ? ["'*:file:_files'"]
    : operands.values.length > 0
      ? [quoted(`1:value:(${operands.values.join(' ')})`)]
      : [];
  return `_arguments ${[...options.map(specOf), ...rest].join(` \\\n${indent}`)}`;
}

/** "'*'{-f,--format}'[how to print it]:value:(text json)'": any number of times, for most may be repeated. */
function specOf({ long, short, description, takesValue, values }: OptionShape): string {
  const action = values.length > 0 ? `(${values.join(' ')})` : '_files';
  const value = takesValue ? `:value:${action}` : '';
  const text = quoted(`[${brackets(description)}]${value}`);
  return short === undefined ? `'*${long}'${text}` : `'*'{${short},${long}}${text}`;
}

/** In single quotes, which themselves are left for a moment. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function colons(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
}

function brackets(text: string): string {
  return colons(text).replaceAll('[', '\\[').replaceAll(']', '\\]');
}
