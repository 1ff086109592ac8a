import { type Command, Option } from 'commander';
import type { Io } from '../io.js';
import { collect, examples, formats, messages, reading, seed } from './options.js';

/** One topology beside another, or beside itself with something changed, and quorums beside others: compare, what-if, diff, quorum. */
export function declareComparisons(quorate: Command, io: Io): void {
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
      (await import('../commands/compare.js')).compareFiles(io, files, options),
    );
  examples(compare, [
    ['quorate compare topology.yaml --protocols all', 'the same replicas under every protocol'],
    ['quorate compare before.yaml after.yaml', ''],
    ["quorate compare topology.yaml --quorums 'majority; {phase1: 4, phase2: 2}'", ''],
    ['quorate compare topology.yaml --leaders all --replicas 3,5', 'every leader, with 3 and with 5'],
    ['quorate compare topology.yaml --protocols all --chart pareto -f png=pareto.png', 'a chart'],
  ]);

  const whatIf = messages(
    quorate
      .command('what-if')
      .description(
        'and if we lose this region, move the leader, change the protocol? before → after, per client',
      )
      .argument('<topology>', 'a topology file; - reads standard input')
      .option(
        '--fail <what>',
        'region:R, zone:R/Z, rack:R/Z/K, shared:NAME, a replica, link:a~b',
        collect,
        [],
      )
      .option('--cut <what>', 'the same, of what goes on but is cut off from all else', collect, [])
      .option(
        '--pause <what>',
        'what is paused, permanently or for a time: va1=3s, region:R=10s',
        collect,
        [],
      )
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
      .option('--how <loss>', 'how --each loses them: fail, cut, pause or pause=3s; fail where absent'),
  )
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (file: string, options) =>
      (await import('../commands/what-if.js')).whatIfFile(io, file, options),
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

  const diff = messages(
    quorate
      .command('diff')
      .description('what did this change do for whom? two topology files, or saved results of estimate')
      .argument('<base>', 'a topology file or a result saved as JSON; - reads standard input')
      .argument('<head>', 'the same, after the change')
      .option('--exit-code', 'exit with 1 where something got worse, or an objective flipped to missed'),
  )
    .addOption(formats(['text', 'json', 'markdown']))
    .addOption(seed())
    .action(async (base: string, head: string, options) =>
      (await import('../commands/diff.js')).diffFiles(io, base, head, options),
    );
  examples(diff, [
    ['git show main:topology.yaml | quorate diff - topology.yaml', 'against the main branch'],
    ['quorate diff base.json topology.yaml --exit-code', 'a saved result against a file, for CI'],
    ['quorate diff base.yaml head.yaml --format markdown=comment.md', 'for a pull request'],
  ]);

  const quorum = messages(
    quorate
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
      ),
  )
    .addOption(formats(['text', 'json', 'markdown']))
    .action(async (what: string, options) =>
      (await import('../commands/quorum.js')).quorumOf(io, what, options),
    );
  examples(quorum, [
    ["quorate quorum 'a & b | c & d' --read-share 0.9", 'writes by the dual'],
    ["quorate quorum '2 of (a, b, c, d)' --f 1", 'quorums that any one member may fail'],
    ['quorate quorum design.yaml --minimise latency --limit load=0.01', 'capacities, latencies: a file'],
    ['quorate quorum design.yaml --search', 'the best scheme over these nodes'],
    ['quorate quorum topology.yaml', 'the quorums of a topology'],
  ]);
  quorum.addHelpText('after', '\ndocs/quorum.md has it all.');
}
