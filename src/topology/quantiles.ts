import type { Distribution } from '../distribution/distribution.js';
import { fitQuantiles } from '../distribution/fit.js';
import { type Build, quantity } from './build.js';
import type { Field } from './field.js';
import { quoted } from './found.js';
import { parseQuantileName } from './quantile-name.js';
import { parseDuration } from './units.js';

interface Figure {
  readonly name: string;
  /** 0 for the minimum. */
  readonly p: number;
  /** ms */
  readonly at: number;
  readonly field: Field;
}

/**
 * A random duration from measured quantiles, `{ min: 60ms, p50: 68ms, p99: 75ms }`: the shifted gamma fitted to
 * them. `otherKeys` says what a key that is no quantile may have been meant for.
 */
export function readQuantiles(
  build: Build,
  field: Field,
  otherKeys: (name: string) => string,
): Distribution | undefined {
  const figures: Figure[] = [];
  for (const name of field.keys) {
    const figure = readFigure(build, field.get(name), name, otherKeys);
    if (figure !== undefined) figures.push(figure);
  }
  figures.sort((a, b) => a.p - b.p);
  const rising = rise(build, figures);
  if (!rising || figures.length < field.keys.length) return undefined;
  if (figures.length < 2) return alone(build, field, figures[0]!);
  const min = figures[0]!.p === 0 ? figures[0]!.at : undefined;
  return fitQuantiles({
    ...(min === undefined ? {} : { min }),
    quantiles: figures.filter(({ p }) => p > 0),
  });
}

function readFigure(
  build: Build,
  field: Field,
  name: string,
  otherKeys: (name: string) => string,
): Figure | undefined {
  const p = name === 'min' ? 0 : parseQuantileName(name);
  if (p === undefined) {
    return build.findings.errorAtKey(
      field.path,
      `${quoted(name)} is no part of a duration`,
      hintFor(name, otherKeys),
    );
  }
  const at = quantity(build, field, parseDuration);
  return at === undefined ? undefined : { name, p, at, field };
}

function hintFor(name: string, otherKeys: (name: string) => string): string {
  if (/^max/i.test(name)) return 'a largest value cannot be fitted; write p99 or p99.9';
  if (/^(mean|avg|average)$/i.test(name)) return 'a mean cannot be fitted; write p50, the median';
  if (/^median$/i.test(name)) return 'write p50';
  if (/^p?\d/.test(name)) return 'quantiles are p50, p90, p99, p99.9 (or p999): above 0 and below 100';
  return otherKeys(name);
}

function rise(build: Build, figures: readonly Figure[]): boolean {
  let sound = true;
  for (let i = 1; i < figures.length; i++) {
    const [before, here] = [figures[i - 1]!, figures[i]!];
    if (here.p === before.p) {
      build.findings.errorAtKey(here.field.path, `${here.name} and ${before.name} are the same quantile`);
      sound = false;
    } else if (here.at < before.at) {
      const message = `${here.name} (${here.field.value}) lies below ${before.name} (${before.field.value})`;
      build.findings.error(here.field.path, message, 'the larger the percentage, the longer the duration');
      sound = false;
    }
  }
  return sound;
}

function alone(build: Build, field: Field, { name, field: { value } }: Figure): undefined {
  const second = name === 'p50' ? 'p99' : 'p50';
  const hint = `add a second figure, such as ${second}, or write ${value} for a constant`;
  return build.findings.error(field.path, `${name} alone says nothing about the spread`, hint);
}
