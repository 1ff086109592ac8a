import { Argument, Command, Option } from 'commander';
import { VERSION } from '../src/version.js';
import { suggest } from './completion/suggested.js';
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
    ['quorate estimate topology.yaml', 'latency per client, throughput, availability'],
    ['quorate explain topology.yaml', 'why: step by step, with sources'],
    ['quorate simulate topology.yaml', 'the same, message by message'],
    ['quorate what-if topology.yaml --each region', 'and if one is lost'],
    ['quorate review topology.yaml', 'what an expert would object to'],
    ['quorate report topology.yaml -o report.html', 'a page with charts to show'],
  ]);

  const estimate = reading(
    quorate.command('estimate'),
    'what latency will each client see, how much load does it take, how available is it?',
  )
    .option('--watch', 'again whenever a file changes, until Ctrl-C')
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
      (await import('./commands/explain.js')).explainFiles(io, files, options),
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
    'which is better: several files, or one under several protocols, quorums, leaders, numbers of replicas',
  )
    .option('--protocols <names>', 'all, or names with commas between them')
    .option(
      '--quorums <list>',
      'quorums as the file has them, with semicolons between them (repeatable)',
      collect,
      [],
    )
    .option('--leaders <ids>', 'all, or ids with commas between them')
    .option('--replicas <sizes>', 'so many replicas, as in 3,5: those without which writes are slowest stay')
    .addOption(
      new Option(
        '--chart <name>',
        'a chart as svg, png or vega-lite: alternatives (latency), pareto',
      ).choices(['alternatives', 'pareto']),
    )
    .addOption(formats(['text', 'json', 'markdown', 'svg', 'png', 'vega-lite']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/compare.js')).compareFiles(io, files, options),
    );
  examples(compare, [
    ['quorate compare topology.yaml --protocols all', 'the same replicas under every protocol'],
    ['quorate compare before.yaml after.yaml', ''],
    ["quorate compare topology.yaml --quorums 'majority; {phase1: 4, phase2: 2}'", ''],
    ['quorate compare topology.yaml --leaders all --replicas 3,5', 'every leader, with 3 and with 5'],
    ['quorate compare topology.yaml --protocols all --chart pareto -f png=pareto.png', 'a chart'],
  ]);

  const whatIf = quorate
    .command('what-if')
    .description(
      'and if we lose this region, move the leader, change the protocol? before → after, per client',
    )
    .argument('<topology>', 'a topology file; - reads standard input')
    .option('--fail <what>', 'region:R, zone:R/Z, rack:R/Z/K, shared:NAME, a replica, link:a~b', collect, [])
    .option('--cut <what>', 'the same, of what goes on but is cut off from all else', collect, [])
    .option('--pause <what>', 'what is paused, permanently or for a time: va1=3s, region:R=10s', collect, [])
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
    .option('--how <loss>', 'how --each loses them: fail, cut, pause or pause=3s; fail where absent')
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
    ['quorate what-if topology.yaml --cut region:us-east-1', 'it goes on, cut off from the rest'],
    ['quorate what-if topology.yaml --pause va1=3s', 'a machine that is paused for so long'],
    ['quorate what-if topology.yaml --leader or1 --degrade rtt:us-east-1~eu-west-1=+40ms', ''],
    ["quorate what-if topology.yaml --protocol raft --set 'disks.nvme.fsync=5ms'", ''],
    ['quorate what-if topology.yaml --scenario lose-virginia', 'from scenarios: of the file'],
  ]);
  whatIf.addHelpText(
    'after',
    '\nOptions may be repeated; what they change is changed together. docs/what-if.md has it all.',
  );

  const diff = quorate
    .command('diff')
    .description('what did this change do for whom? two topology files, or saved results of estimate')
    .argument('<base>', 'a topology file or a result saved as JSON; - reads standard input')
    .argument('<head>', 'the same, after the change')
    .option('--exit-code', 'exit with 1 where something got worse, or an objective flipped to missed')
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages')
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (base: string, head: string, options) =>
      (await import('./commands/diff.js')).diffFiles(io, base, head, options),
    );
  examples(diff, [
    ['git show main:topology.yaml | quorate diff - topology.yaml', 'against the main branch'],
    ['quorate diff base.json topology.yaml --exit-code', 'a saved result against a file, for CI'],
    ['quorate diff base.yaml head.yaml --format markdown=comment.md', 'for a pull request'],
  ]);

  const quorum = quorate
    .command('quorum')
    .description(
      'which quorums, asked how often? load, capacity, resilience, and the best strategy or scheme',
    )
    .argument(
      '<what>',
      "an expression such as 'a & b | c & d', a design file, or a topology; - reads standard input",
    )
    .option('--writes <expression>', 'quorums of writes; where absent, all that meet every read quorum')
    .option('--read-share <share>', '0.5, or several with their weights: 0.2=1,0.8=3')
    .addOption(
      new Option('--minimise <metric>', 'what the strategy is to make least').choices([
        'load',
        'network',
        'latency',
      ]),
    )
    .option('--limit <metric=most>', 'load=0.01, network=3, latency=5ms (repeatable)', collect, [])
    .option('--f <number>', 'ask quorums of which any so many members may fail')
    .option(
      '--search [kinds]',
      'find the best scheme: all, or some of majority,counts,weights,grids,hierarchies,expressions',
    )
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages')
    .addOption(formats(['text', 'json', 'markdown']))
    .action(async (what: string, options) =>
      (await import('./commands/quorum.js')).quorumOf(io, what, options),
    );
  examples(quorum, [
    ["quorate quorum 'a & b | c & d' --read-share 0.9", 'writes by the dual'],
    ["quorate quorum '2 of (a, b, c, d)' --f 1", 'quorums that any one member may fail'],
    ['quorate quorum design.yaml --minimise latency --limit load=0.01', 'capacities, latencies: a file'],
    ['quorate quorum design.yaml --search', 'the best scheme over these nodes'],
    ['quorate quorum topology.yaml', 'the quorums of a topology'],
  ]);
  quorum.addHelpText('after', '\ndocs/quorum.md has it all.');

  const review = reading(
    quorate.command('review'),
    'is this file sound? rules with ids, places, numbers and fixes; for CI',
  )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 at findings so severe, or more')
        .choices(['error', 'warning', 'never'])
        .default('warning'),
    )
    .option('--watch', 'again whenever a file changes, until Ctrl-C')
    .option('--baseline <file>', 'accept the findings of this file; only new ones count')
    .option('--write-baseline <file>', 'write the findings to this file, to accept them from now on')
    .addOption(formats(['text', 'json', 'markdown', 'github', 'sarif']))
    .addOption(seed())
    .action(async (files: string[], options) =>
      (await import('./commands/review.js')).reviewFiles(io, files, options),
    );
  examples(review, [
    ['quorate review topologies/*.yaml', ''],
    ['quorate review topology.yaml --watch', 'again whenever the file is saved'],
    ['quorate review topology.yaml --fail-on error', 'warnings do not fail it'],
    ['quorate review topology.yaml -f github -f sarif=review.sarif', 'in CI: annotations and code scanning'],
    ['quorate review topology.yaml -f markdown=comment.md', 'a comment for the pull request'],
    ['quorate review topology.yaml --write-baseline accepted.json', 'begin where you are'],
    ['quorate explain QR012', 'why a rule is one'],
  ]);
  review.addHelpText(
    'after',
    '\nIn the file: # quorate-ignore QR012 until=2027-01-01: the reason. docs/ci.md has it all.',
  );

  const report = quorate
    .command('report')
    .description('something to show: a page for a design review, with charts; or one chart')
    .argument('<topology>', 'a topology file, or a result saved as JSON; - reads standard input')
    .addOption(new Option('--chart <name>', 'one chart alone, as svg, png or vega-lite: map, latency-cdf, …'))
    .option('-o, --output <path>', 'a file; or a folder, for Markdown with its pictures or for all charts')
    .option('--protocol <name>', 'another protocol than the file names')
    .option('--watch', 'again whenever the file changes, until Ctrl-C')
    .option('-q, --quiet', 'no notes on standard error')
    .option('--color', 'colour messages even where NO_COLOR or a pipe says otherwise')
    .option('--no-color', 'never colour messages')
    .addOption(formats(['html', 'markdown', 'json', 'svg', 'png', 'vega-lite']))
    .addOption(seed())
    .action(async (file: string, options) =>
      (await import('./commands/report.js')).reportFile(io, file, options),
    );
  examples(report, [
    ['quorate report topology.yaml -o report.html', 'one file that needs no network'],
    ['quorate report topology.yaml -f markdown -o report/', 'Markdown with its pictures'],
    ['quorate report topology.yaml --chart map -f png=map.png', 'one chart; -f vega-lite to change it'],
    ['quorate report saved.json -o report.html', 'of a saved estimate or report'],
  ]);

  quorate
    .command('rules')
    .description('list the rules of review; quorate explain QR012 explains one')
    .addOption(formats(['text', 'json', 'markdown']))
    .action(async (options) => (await import('./commands/rules.js')).rules(io, options));

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
    .argument('[name]', 'topology, estimate, explain, simulation, compare, what-if, quorum, diff, report')
    .action(async (name: string | undefined) => (await import('./commands/schema.js')).schema(io, name));
  examples(schema, [['quorate schema topology > topology.schema.json', 'for editors that complete YAML']]);

  quorate
    .command('protocols')
    .description('list the protocols, what they promise and what they cost')
    .addOption(formats(['text', 'json']))
    .action(async (options) => (await import('./commands/protocols.js')).protocols(io, options));

  const completion = quorate
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') =>
      (await import('./commands/completion.js')).completion(io, shell, quorate),
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
  return suggest(new Option('-f, --format <format>', text).argParser(collect).default([], known[0]), known);
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
  pause:a@5s..9s             does nothing, then goes on
  promote:or1@12s            an operator's order to lead (raft, primary-backup)
  remove:va1@12s             to leave the group           add:va1@20s             to join it again (raft)
`;
