import { type Command, Option } from 'commander';
import type { Io } from '../io.js';
import { examples, formats, messages, reading, seed } from './options.js';

/** What is wrong with a topology, and a page to show of it: review, report, rules. */
export function declareJudgements(quorate: Command, io: Io): void {
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
      (await import('../commands/review.js')).reviewFiles(io, files, options),
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

  const report = messages(
    quorate
      .command('report')
      .description('something to show: a page for a design review, with charts; or one chart')
      .argument('<topology>', 'a topology file, or a result saved as JSON; - reads standard input')
      .addOption(
        new Option('--chart <name>', 'one chart alone, as svg, png or vega-lite: map, latency-cdf, …'),
      )
      .option('-o, --output <path>', 'a file; or a folder, for Markdown with its pictures or for all charts')
      .option('--protocol <name>', 'another protocol than the file names')
      .option('--watch', 'again whenever the file changes, until Ctrl-C'),
  )
    .addOption(formats(['html', 'markdown', 'json', 'svg', 'png', 'vega-lite']))
    .addOption(seed())
    .action(async (file: string, options) =>
      (await import('../commands/report.js')).reportFile(io, file, options),
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
    .action(async (options) => (await import('../commands/rules.js')).rules(io, options));
}
