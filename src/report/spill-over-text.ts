import type { SpillOverResult, SpillStep } from '../result/spill-over.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { ms, percent } from './number.js';
import { perSecond } from './rate.js';

/** A regional spike of reads for a terminal: the cascade of nearest routing, step by step, and the cure beside it. */
export function spillOverText(result: SpillOverResult, columns: number): string {
  const { topology, spike, demand, capacity, enough, bearable } = result;
  const lines = wrap(
    `${topology.name}   reads of ${spike.client} × ${factorText(spike.factor)}: ${perSecond(demand)} reads a second in all, ${perSecond(capacity)} can be served (${percent(demand / capacity)})`,
    columns,
    '  ',
  );
  lines.push('', ...timeline(result), '', ...cure(result), '');
  lines.push(...wrap(verdict(result), columns, '  '));
  if (!enough)
    lines.push(
      ...wrap(
        `Together the replicas are short of ${perSecond(demand - capacity)} reads a second: no routing serves them all.`,
        columns,
        '  ',
      ),
    );
  lines.push(...wrap(bounds(spike.client, bearable), columns, '  '));
  lines.push(
    ...wrap(
      `Assumed: a replica has failed once a read waits ${duration(result.patience)} there; its clients then go to the next nearest.`,
      columns,
      '  ',
    ),
    ...wrap(`Not modelled: ${result.notModelled.join('; ')}.`, columns, '  '),
  );
  return `${lines.join('\n')}\n`;
}

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** Reads per second at each replica, from one failure to the next; an asterisk where they are more than it can serve. */
function timeline({ replicas, cascade }: SpillOverResult): string[] {
  const capacities = ['', 'can serve', ...replicas.map(({ capacity }) => perSecond(capacity)), ''];
  const before = ['', 'before', ...replicas.map((replica) => perSecond(replica.before)), '0'];
  const rows = cascade.map((step) => [
    duration(step.at),
    happening(step),
    ...step.loads.map((load, r) => {
      if (load === null) return 'down';
      return load > replicas[r].capacity ? `* ${perSecond(load)}` : perSecond(load);
    }),
    perSecond(step.unserved),
  ]);
  const header = [
    right('after'),
    left('nearest routing'),
    ...replicas.map(({ id }) => right(id)),
    right('unserved'),
  ];
  return table(header, [capacities, before, ...rows]);
}

function happening({ failed }: SpillStep): string {
  return failed.length === 0
    ? 'the spike begins'
    : `${listed(failed)} ${failed.length === 1 ? 'fails' : 'fail'}`;
}

/** Where each client's reads go when only the excess is spilled, and how far. */
function cure({ clients }: SpillOverResult): string[] {
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
  return table(
    [
      left('client'),
      right('reads/s'),
      left('spilling the excess alone'),
      right('refused'),
      right('calm'),
      right('cascade'),
      right('spilling'),
    ],
    rows,
    [{ title: 'mean RTT, ms', first: 4, last: 6 }],
  );
}

function verdict(result: SpillOverResult): string {
  const { replicas, demand, servedByCascade, servedBySpilling, cascade } = result;
  const failed = replicas.filter(({ failedAt }) => failedAt !== null).length;
  if (failed === 0) return 'No replica is overwhelmed: nearest routing bears the spike.';
  const whom =
    failed === replicas.length
      ? `all ${failed} replicas, one overload after another`
      : `${failed} of ${replicas.length} replicas`;
  return `Nearest routing loses ${whom} within ${duration(cascade[cascade.length - 1].at)} and then serves ${percent(servedByCascade / demand)} of the reads; replicas that take what they can and spill only the excess serve ${percent(servedBySpilling / demand)}.`;
}

function bounds(client: string, { nearest, spilling }: SpillOverResult['bearable']): string {
  const bears = (factor: number | null): string =>
    factor === null ? 'none' : `up to × ${factorText(factor)}`;
  return `Reads of ${client} that are served in full: ${bears(nearest)} with nearest routing, ${bears(spilling)} with spilling.`;
}

function factorText(factor: number): string {
  return Number.isInteger(factor) ? String(factor) : (Math.floor(factor * 100) / 100).toFixed(2);
}

function duration(time: number): string {
  if (time === 0) return '0 s';
  if (time < 1000) return `${Math.round(time)} ms`;
  return time % 1000 === 0 ? `${time / 1000} s` : `${(time / 1000).toFixed(1)} s`;
}
