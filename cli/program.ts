import { Command } from 'commander';
import { VERSION } from '../src/version.js';
import { declareComparisons } from './declared/comparisons.js';
import { declareFigures } from './declared/figures.js';
import { declareJudgements } from './declared/judgements.js';
import { declareMaterials } from './declared/materials.js';
import { examples } from './declared/options.js';
import type { Io } from './io.js';

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

  declareFigures(quorate, io);
  declareComparisons(quorate, io);
  declareJudgements(quorate, io);
  declareMaterials(quorate, io);
  return quorate;
}
