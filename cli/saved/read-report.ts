import type { EstimateResult } from '../../src/result/estimate.js';
import type { ReportResult } from '../../src/result/report.js';
import { VERSION } from '../../src/version.js';
import { allMissing, NOT_SAVED } from '../report/gather.js';

/** What `quorate report` reads beside topologies. */
const READ = ['quorate.report/1', 'quorate.estimate/1'] as const;

/**
 * A report from a saved result: one of `quorate report` as it is, one of `quorate estimate` without what it does not hold.
 *
 * @param command the command line that makes the report from it
 * @returns the report, or a sentence without a full stop on why there is none
 */
export async function readSaved(
  data: unknown,
  command: string,
): Promise<{ readonly report: ReportResult } | { readonly problem: string }> {
  if (Array.isArray(data))
    return {
      problem: `it holds ${data.length} results, of several topologies; a report is of one (quorate estimate ONE-FILE --format json)`,
    };
  const { schema } = data as { readonly schema: unknown };
  const { unsound } = await import('./soundness.js');
  if (schema === 'quorate.report/1') {
    const problem = unsound(data, 'report');
    return problem === undefined
      ? { report: data as ReportResult }
      : { problem: `it is no sound ${schema}: ${problem}` };
  }
  if (schema !== 'quorate.estimate/1') return { problem: otherSchema(schema) };
  const problem = unsound(data, 'estimate');
  if (problem !== undefined) return { problem: `it is no sound ${schema}: ${problem}` };
  const estimate = data as EstimateResult;
  return {
    report: {
      schema: 'quorate.report/1',
      version: VERSION,
      seed: estimate.seed,
      command,
      estimate,
      explain: null,
      losses: null,
      review: null,
      charts: [],
      missing: allMissing(NOT_SAVED),
    },
  };
}

function otherSchema(schema: unknown): string {
  const read = `this version of quorate reads ${READ.join(' and ')}`;
  const match = typeof schema === 'string' ? /^quorate\.([\w-]+)\/(\d+)$/.exec(schema) : null;
  if (match === null)
    return `it is no result of quorate: its schema is ${JSON.stringify(schema)}, and ${read}`;
  const [, name] = match;
  return name === 'estimate' || name === 'report'
    ? `it is of schema ${schema}, and ${read}; make it again with this version`
    : `it is a result of quorate ${name} (${schema}), and ${read}`;
}
