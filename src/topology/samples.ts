import { quoted } from './found.js';
import { LARGEST_DURATION, parseDuration } from './units.js';

export interface Samples {
  /** ms, in file order. */
  readonly samples: readonly number[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** After these the rest is most likely wrong in the same way. */
const MOST_PROBLEMS = 3;

/**
 * Samples of a duration from a text file: one number (ms) or one duration with its unit a line. The first line may
 * be a heading; `#` begins a comment; empty lines do not count.
 */
export function parseSamples(text: string): Samples {
  const samples: number[] = [];
  const problems: { line: number; message: string }[] = [];
  let begun = false;
  let more = 0;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const value = lines[i]!.replace(/#.*$/, '').trim();
    if (value === '') continue;
    const ms = sample(value);
    const heading = !begun && ms === undefined && /^[^\d+.-]/.test(value);
    begun = true;
    if (ms !== undefined) samples.push(ms);
    else if (heading) continue;
    else if (problems.length === MOST_PROBLEMS) more++;
    else problems.push({ line: i + 1, message: `${quoted(value)} is neither a number of ms nor a duration` });
  }
  if (more > 0) {
    const last = problems[problems.length - 1]!;
    problems[problems.length - 1] = { ...last, message: `${last.message} (and ${more} more lines)` };
  }
  return { samples, problems };
}

function sample(text: string): number | undefined {
  if (/^\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const ms = Number(text);
    return ms <= LARGEST_DURATION ? ms : undefined;
  }
  const reading = parseDuration(text);
  return reading.problem === undefined ? reading.value : undefined;
}
