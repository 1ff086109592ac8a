import { asProtocol } from '../../src/group/as-protocol.js';
import { ownProtocol } from '../../src/group/load-topology.js';
import { fitOf } from '../../src/protocol/fit.js';
import { json } from '../../src/report/json.js';
import { reviewGithub } from '../../src/report/review-github.js';
import { reviewMarkdown } from '../../src/report/review-markdown.js';
import { reviewSarif } from '../../src/report/review-sarif.js';
import { reviewText } from '../../src/report/review-text.js';
import type { Baseline, FailOn } from '../../src/result/review.js';
import { baselineOf, readBaseline } from '../../src/review/baseline.js';
import { review } from '../../src/review/review.js';
import type { ReviewInput } from '../../src/review/review-file.js';
import { ruleList } from '../../src/review/rule-list.js';
import { distanceKm } from '../../src/rtt/coordinates.js';
import { coordinates } from '../data-sets.js';
import { EXIT } from '../exit.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type ReadingFlags, readText, readTopology } from '../load.js';
import { seedOf } from '../numbers.js';
import { outputs, reason, spareInputs, write, writeFile } from '../output.js';
import { protocolOf } from '../protocols.js';

export interface ReviewFlags extends ReadingFlags {
  readonly format: readonly string[];
  readonly seed: string;
  readonly failOn: FailOn;
  /** A file with the findings that are accepted. */
  readonly baseline?: string;
  /** Writes such a file instead of failing. */
  readonly writeBaseline?: string;
  /** Again whenever a file changes. */
  readonly watch?: boolean;
}

/** Everything in a topology is used by one rule or another. */
const USED = [['network', 'bandwidth'], ['failures'], ['maintenance'], ['objectives']] as const;

/**
 * `quorate review FILE…`. Exit code 2 where a topology is invalid (what is wrong with it is among the findings),
 * 1 where findings are as severe as --fail-on or more, 0 otherwise.
 */
export async function reviewFiles(io: Io, files: readonly string[], flags: ReviewFlags): Promise<void> {
  if (flags.watch !== true) return reviewOnce(io, files, flags);
  // It would write one at each change.
  if (flags.writeBaseline !== undefined)
    throw new InputError('quorate: --write-baseline writes once; leave --watch out');
  const { watched } = await import('../watch.js');
  return watched(io, files, (watching) => reviewOnce(watching, files, flags));
}

async function reviewOnce(io: Io, files: readonly string[], flags: ReviewFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown', 'github', 'sarif']);
  const seed = seedOf(flags.seed);
  if (flags.baseline !== undefined && flags.writeBaseline !== undefined)
    throw new InputError('quorate: --write-baseline writes all that is found; leave --baseline out');
  const twice = files.find((file, i) => files.indexOf(file) < i);
  if (twice !== undefined) throw new InputError(`quorate: ${twice} is given twice`);
  const baseline = flags.baseline === undefined ? undefined : baselineFrom(io, flags.baseline);
  const inputs: ReviewInput[] = [];
  for (const path of files) inputs.push(await inputFrom(io, path, flags));
  const places = coordinates();
  const result = review(inputs, {
    seed,
    today: io.today(),
    distanceKm: (from, to) => distanceKm(places, from, to),
    failOn: flags.failOn,
    ...(baseline === undefined ? {} : { baseline }),
  });
  spareInputs(io, [...wanted.map(({ file }) => file), flags.writeBaseline]);
  if (flags.writeBaseline !== undefined) {
    const accepted = baselineOf(result.findings);
    writeFile(io, flags.writeBaseline, json(accepted));
    if (flags.quiet !== true)
      io.stderr(`note: ${flags.writeBaseline} accepts ${accepted.findings.length} findings from now on\n`);
  }
  const color = flags.color ?? io.color;
  write(io, wanted, (format) => {
    switch (format) {
      case 'json':
        return json(result);
      case 'markdown':
        return reviewMarkdown(result);
      case 'github':
        return reviewGithub(result);
      case 'sarif':
        return reviewSarif(result, ruleList());
      default:
        return reviewText(result, io.columns, color);
    }
  });
  if (result.verdict === 'broken') io.exit(EXIT.usage);
  else if (result.verdict === 'failed' && flags.writeBaseline === undefined) io.exit(EXIT.findings);
}

function baselineFrom(io: Io, file: string): Baseline {
  let text: string;
  try {
    text = io.readFile(file);
  } catch (error) {
    throw new InputError(
      `quorate: cannot read the baseline ${file}: ${reason(error)}; --write-baseline ${file} writes a first one`,
    );
  }
  const baseline = readBaseline(text);
  if (typeof baseline === 'string')
    throw new InputError(`quorate: cannot use the baseline ${file}: ${baseline}`);
  return baseline;
}

/** What is wrong with a file is a finding, and no reason to leave the others out. */
async function inputFrom(io: Io, path: string, flags: ReviewFlags): Promise<ReviewInput> {
  const file = path === '-' ? '<stdin>' : path;
  let text: string;
  try {
    text = readText(io, path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = error.message.replace(/^quorate: /, '');
    return { file, text: '', diagnostics: [{ severity: 'error', message, file }] };
  }
  const notes: string[] = [];
  const read = await readTopology(io, path, file, text, notes, USED);
  if (read.deployment === undefined) return { file, text, diagnostics: read.diagnostics };
  const protocol =
    flags.protocol === undefined ? ownProtocol(read.deployment) : protocolOf(flags.protocol, '--protocol');
  const { deployment, changes } = asProtocol(read.deployment, protocol);
  notes.push(...changes.map((change) => `${file}: ${change}`));
  if (flags.quiet !== true) for (const note of notes) io.stderr(`note: ${note}\n`);
  return {
    file,
    text,
    deployment,
    protocol,
    diagnostics: [...read.diagnostics, ...fitOf(protocol, deployment)],
  };
}
