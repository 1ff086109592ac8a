import { Argument, type Command } from 'commander';
import type { Io } from '../io.js';
import { examples, formats } from './options.js';

/** What plans are made of, and with: init, schema, protocols, completion, rtt. */
export function declareMaterials(quorate: Command, io: Io): void {
  const init = quorate
    .command('init')
    .description('print a first topology file')
    .option('--template <name>', 'which one; --list names them', 'three-zones')
    .option('--list', 'list the templates')
    .option('-o, --output <file>', 'write it to this file, which must not exist yet')
    .action(async (options) => (await import('../commands/init.js')).init(io, options));
  examples(init, [
    ['quorate init --list', ''],
    ['quorate init --template five-regions -o topology.yaml', ''],
  ]);

  const schema = quorate
    .command('schema')
    .description('print the JSON Schema of a file or a result')
    .argument('[name]', 'topology, estimate, explain, simulation, compare, what-if, quorum, diff, report')
    .action(async (name: string | undefined) => (await import('../commands/schema.js')).schema(io, name));
  examples(schema, [['quorate schema topology > topology.schema.json', 'for editors that complete YAML']]);

  quorate
    .command('protocols')
    .description('list the protocols, what they promise and what they cost')
    .addOption(formats(['text', 'json']))
    .action(async (options) => (await import('../commands/protocols.js')).protocols(io, options));

  const completion = quorate
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') =>
      (await import('../commands/completion.js')).completion(io, shell, quorate),
    );
  examples(completion, [
    ['source <(quorate completion bash)', 'in ~/.bashrc'],
    ['source <(quorate completion zsh)', 'in ~/.zshrc, after compinit'],
    ['quorate completion fish | source', 'in ~/.config/fish/config.fish'],
  ]);

  quorate
    .command('rtt')
    .description('the RTT data: list, show, check, import, fit')
    .argument('[arguments...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (rest: string[]) => {
      const { rttCommand } = await import('../commands/rtt.js');
      await rttCommand(io).parseAsync(rest, { from: 'user' });
    });
}
