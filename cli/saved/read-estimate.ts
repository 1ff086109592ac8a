import type { MeasuredEstimate } from '../../src/result/measured-estimate.js';

/**
 * A saved result of `quorate estimate --format json`, checked as far as a comparison needs it. Parts that versions of
 * quorate differ in may be absent or null.
 *
 * @returns the result, or a sentence without a full stop that says why it cannot be compared
 */
export async function readEstimate(
  data: unknown,
): Promise<{ readonly estimate: MeasuredEstimate } | { readonly problem: string }> {
  if (Array.isArray(data))
    return {
      problem: `it holds ${data.length} results, of several topologies; a comparison takes one (quorate estimate ONE-FILE --format json)`,
    };
  if (typeof data !== 'object' || data === null) return { problem: 'it is no result of quorate estimate' };
  const named = schemaProblem((data as { readonly schema?: unknown }).schema);
  if (named !== undefined) return { problem: named };
  const { unsound } = await import('./soundness.js');
  const problem = unsound(data, 'measured') ?? twice(data as MeasuredEstimate);
  return problem === undefined
    ? { estimate: data as MeasuredEstimate }
    : { problem: `it is no sound result of quorate estimate: ${problem}` };
}

function schemaProblem(schema: unknown): string | undefined {
  if (schema === 'quorate.estimate/1') return undefined;
  const match = typeof schema === 'string' ? /^quorate\.([\w-]+)\/(\d+)$/.exec(schema) : null;
  if (match === null) return 'it is no result of quorate estimate: its schema is not quorate.estimate/1';
  const [, name, version] = match;
  return name === 'estimate'
    ? `it is of schema ${schema}, and this version of quorate reads quorate.estimate/1; make it again with this version`
    : `it is a result of quorate ${name} (${name}/${version}), and only those of quorate estimate can be compared`;
}

/** Clients are told apart by their ids, which no schema can demand. */
function twice({ clients }: MeasuredEstimate): string | undefined {
  const ids = new Set<string>();
  for (const [i, { id }] of clients.entries()) {
    if (ids.has(id)) return `clients[${i}].id is not an id of its own`;
    ids.add(id);
  }
  return undefined;
}
