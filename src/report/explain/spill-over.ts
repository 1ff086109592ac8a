import type { SpillOverResult, SpillStep } from '../../result/spill-over.js';
import { listed } from '../../spelling/listed.js';
import { type Cell, type Document, left, list, right, type Table } from '../document/blocks.js';
import { notesOf } from '../heading.js';
import { ms, percent } from '../number.js';
import { perSecond } from '../rate.js';

/** `quorate explain spill-over`: the cascade of nearest routing, step by step, and the cure beside it. */
export function spillOverDocument(result: SpillOverResult): Document {
  const { topology, spike, demand, capacity, enough, bearable, notModelled } = result;
  const short = enough
    ? []
    : [
        `Together the replicas are short of ${perSecond(demand - capacity)} reads a second: no routing serves them all.`,
      ];
  return {
    title: topology.name,
    subtitle: '',
    facts: [
      `reads of ${spike.client} × ${factorText(spike.factor)}: ${perSecond(demand)} reads a second in all, ${perSecond(capacity)} can be served (${percent(demand / capacity)})`,
    ],
    sections: [
      {
        id: 'spike',
        title: '',
        blocks: [
          ...list([verdict(result), ...short, bounds(spike.client, bearable)]),
          timeline(result),
          cure(result),
        ],
      },
    ],
    notes: notesOf({
      assumptions: [
        `a replica has failed once a read waits ${duration(result.patience)} there; its clients then go to the next nearest`,
      ],
      notModelled,
    }),
  };
}

/** Reads per second at each replica, from one failure to the next; an asterisk where they are more than it can serve. */
function timeline({ replicas, cascade }: SpillOverResult): Table {
  const capacities = ['', 'can serve', ...replicas.map(({ capacity }) => perSecond(capacity)), ''];
  const before = ['', 'before', ...replicas.map((replica) => perSecond(replica.before)), '0'];
  const rows = cascade.map((step) => [
    duration(step.at),
    happening(step),
    ...step.loads.map((load, r): string | Cell => {
      if (load === null) return 'down';
      return load > replicas[r].capacity ? { text: `* ${perSecond(load)}`, tone: 'bad' } : perSecond(load);
    }),
    perSecond(step.unserved),
  ]);
  return {
    kind: 'table',
    caption: 'Reads a second at each replica with nearest routing, from one failure to the next',
    columns: [
      right('after'),
      left('nearest routing'),
      ...replicas.map(({ id }) => right(id)),
      right('unserved'),
    ],
    keys: 2,
    rows: [capacities, before, ...rows],
  };
}

function happening({ failed }: SpillStep): string {
  return failed.length === 0
    ? 'the spike begins'
    : `${listed(failed)} ${failed.length === 1 ? 'fails' : 'fail'}`;
}

/** Where each client's reads go when only the excess is spilled, and how far. */
function cure({ clients }: SpillOverResult): Table {
  const rows = clients
    .filter(({ reads }) => reads > 0)
    .map((client) => [
      client.id,
      perSecond(client.reads),
      client.served.map(({ replica, reads }) => `${replica} ${percent(reads / client.reads)}`).join(', ') ||
        '–',
      client.shed === 0 ? '0' : percent(client.shed / client.reads),
      ms(client.before),
      ms(client.cascade),
      ms(client.spilled),
    ]);
  return {
    kind: 'table',
    caption: 'Where reads go when replicas spill the excess alone',
    columns: [
      left('client'),
      right('reads/s'),
      left('spilling the excess alone'),
      ...['refused', 'calm', 'cascade', 'spilling'].map(right),
    ],
    groups: [{ title: 'mean RTT, ms', first: 4, last: 6 }],
    rows,
  };
}

function verdict(result: SpillOverResult): string {
  const { replicas, demand, servedByCascade, servedBySpilling, cascade } = result;
  const failed = replicas.filter(({ failedAt }) => failedAt !== null).length;
  if (failed === 0) return 'No replica is overwhelmed: nearest routing sustains the spike.';
  const whom =
    failed === replicas.length
      ? `all ${failed} replicas, one overload after another`
      : `${failed} of ${replicas.length} replicas`;
  return `Nearest routing loses ${whom} within ${duration(cascade[cascade.length - 1].at)} and then serves ${percent(servedByCascade / demand)} of the reads; replicas that take what they can and spill only the excess serve ${percent(servedBySpilling / demand)}.`;
}

function bounds(client: string, { nearest, spilling }: SpillOverResult['bearable']): string {
  const upTo = (factor: number | null): string =>
    factor === null ? 'none' : `up to × ${factorText(factor)}`;
  return `Reads of ${client} that are served in full: ${upTo(nearest)} with nearest routing, ${upTo(spilling)} with spilling.`;
}

function factorText(factor: number): string {
  return Number.isInteger(factor) ? String(factor) : (Math.floor(factor * 100) / 100).toFixed(2);
}

function duration(time: number): string {
  if (time === 0) return '0 s';
  if (time < 1000) return `${Math.round(time)} ms`;
  return time % 1000 === 0 ? `${time / 1000} s` : `${(time / 1000).toFixed(1)} s`;
}
