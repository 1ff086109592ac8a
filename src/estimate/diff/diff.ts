import type { DiffResult, DiffSide, LoneClient } from '../../result/diff.js';
import type { MeasuredClient, MeasuredEstimate } from '../../result/measured-estimate.js';
import type { Objective } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { judge } from '../objectives/objectives.js';
import { availabilityDiff, clientDiff, survivalDiff, throughputDiff, together } from './differences.js';
import { documentChanges } from './document-changes.js';
import { type Judged, objectiveDiffs } from './objective-diffs.js';

/** One of the two that are held against each other. */
export interface Side {
  readonly file: string;
  readonly estimate: MeasuredEstimate;
  /** What the file asks for and holds; undefined for a saved result. */
  readonly topology?: { readonly objectives: readonly Objective[]; readonly data: unknown };
}

/**
 * What a change does for whom: every figure of every client that both have, availability, capacity, objectives, and what
 * is different in the file. A difference within the noise is none; noise.ts says how much that is.
 */
export function diff(base: Side, head: Side): DiffResult {
  const [before, after] = [base.estimate, head.estimate];
  const sampled = { before: before.method === 'sampled', after: after.method === 'sampled' };
  const was = new Map(before.clients.map((client) => [client.id, client]));
  const is = new Set(after.clients.map(({ id }) => id));
  const clients = after.clients.flatMap((client) => {
    const old = was.get(client.id);
    return old === undefined ? [] : [clientDiff(old, client, sampled)];
  });
  const availability = availabilityDiff(before.availability, after.availability);
  const throughput = throughputDiff(before.throughput, after.throughput);
  const survives = survivalDiff(before.survives, after.survives);
  const [asked, asks] = [judgedOf(base), judgedOf(head)];
  const objectives = asked === null || asks === null ? [] : objectiveDiffs(asked, asks);
  return {
    schema: 'quorate.diff/1',
    version: VERSION,
    base: sideOf(base),
    head: sideOf(head),
    changes:
      base.topology === undefined || head.topology === undefined
        ? null
        : documentChanges(base.topology.data, head.topology.data),
    clients,
    clientsAdded: after.clients.filter(({ id }) => !was.has(id)).map(lone),
    clientsRemoved: before.clients.filter(({ id }) => !is.has(id)).map(lone),
    availability,
    throughput,
    survives,
    objectives,
    notes: notesOf(base, head),
    verdict: together([
      ...clients.map(({ verdict }) => verdict),
      ...(availability === null ? [] : [availability.write.verdict, availability.read.verdict]),
      ...(throughput === null ? [] : [throughput.max.verdict]),
      ...(survives ?? []).map(({ verdict }) => verdict),
      ...objectives
        .filter(({ flips }) => flips)
        .map(({ after: now }) => (now === 'missed' ? ('worse' as const) : ('better' as const))),
    ]),
  };
}

/** As the estimate has them, else judged now; null where a saved result does not say. */
function judgedOf({ estimate, topology }: Side): readonly Judged[] | null {
  return (
    estimate.objectives ?? (topology === undefined ? null : judge(topology.objectives, blocksOf(estimate)))
  );
}

/** Blocks that are null count as absent to judges. Of an estimate that was made now, and so is whole. */
function blocksOf(estimate: MeasuredEstimate): Parameters<typeof judge>[1] {
  const { availability, throughput, survives, ...rest } = estimate;
  return {
    ...rest,
    ...(availability == null ? {} : { availability }),
    ...(throughput == null ? {} : { throughput }),
    ...(survives == null ? {} : { survives }),
  } as unknown as Parameters<typeof judge>[1];
}

function sideOf({ file, estimate, topology: source }: Side): DiffSide {
  const { version, seed, method, topology, protocol, provenance } = estimate;
  return {
    file,
    kind: source === undefined ? 'result' : 'topology',
    version,
    seed,
    method,
    topology,
    protocol,
    rtt: provenance.rtt?.dataset ?? null,
  };
}

function lone({ id, at, write, read }: MeasuredClient): LoneClient {
  const two = ({ p50, p99 }: MeasuredClient['write']) => ({ p50, p99 });
  return { id, at, write: two(write), read: two(read) };
}

function notesOf(base: Side, head: Side): string[] {
  const notes: string[] = [];
  const [before, after] = [base.estimate, head.estimate];
  if (base.topology === undefined || head.topology === undefined)
    notes.push('A saved result does not hold its file, so what changed in the file is not known');
  if (before.version !== after.version)
    notes.push(
      `Base was made by quorate ${before.version} and head by ${after.version}, so a difference may come from that`,
    );
  for (const [name, known] of [
    ['availability', 'how available it is'],
    ['throughput', 'how much load it takes'],
    ['survives', 'what may be lost'],
  ] as const) {
    const [has, had] = [after[name] != null, before[name] != null];
    if (has !== had) notes.push(`Only ${has ? 'head' : 'base'} says ${known}`);
  }
  const [asked, asks] = [judgedOf(base), judgedOf(head)];
  if ((asked === null) !== (asks === null))
    notes.push(`Only ${asks === null ? 'base' : 'head'} says whether objectives are met`);
  return notes;
}
