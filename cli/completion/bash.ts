import { type CommandShape, everyCommand } from './shape.js';

/** Completion for bash 3.2 and later: `source <(quorate completion bash)`. */
export function bashCompletion(program: CommandShape): string {
  const all = everyCommand(program);
  const paths = all.map(({ path }) => path).filter((path) => path !== '');
  const name = program.name;
  return `# Completion of ${name} for bash; load it with: source <(${name} completion bash)
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path="" options="" values="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path/\${COMP_WORDS[i]}" in
      ${paths.join('|')}) path="$path/\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $prev" in
${all.flatMap(({ path, shape }) => valueCases(path, shape)).join('\n')}
  esac
  case "$path" in
${all.map(({ path, shape }) => operandCase(path, shape)).join('\n')}
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n "$values" ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$cur"))
    compopt +o default 2> /dev/null
  fi
}
complete -o default -F _${name} ${name}
`;
}

/** Where an option with a value stands before: its values, or files where there are none to choose from. */
function valueCases(path: string, { options }: CommandShape): string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ long, short, values }) => {
      const patterns = [long, ...(short === undefined ? [] : [short])].map((flag) => `"${path} ${flag}"`);
      const reply = values.length === 0 ? '' : ` COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$cur"));`;
      return `    ${patterns.join('|')})${reply} return ;;`;
    });
}

function operandCase(path: string, { options, commands, operands }: CommandShape): string {
  const flags = options.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
  const values = [...commands.map(({ name }) => name), ...operands.values];
  return `    "${path}") options="${flags.join(' ')}"; values="${values.join(' ')}" ;;`;
}
