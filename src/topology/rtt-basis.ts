import { half } from '../distribution/half.js';
import type { Build } from './build.js';
import type { Field } from './field.js';
import type { Figure, Remark, RttBasis } from './figure.js';
import { describeFound, quoted } from './found.js';
import type { RttFigure, RttTable } from './resources.js';
import { readMatrix } from './rtt-matrix.js';
import { didYouMean } from './suggest.js';

/** Reads `network.rtt`: a data set's name, a file's path, or a matrix. */
export function readRttBasis(build: Build, field: Field): RttBasis | undefined {
  if (field.isMapping) return readMatrix(build, field);
  const name = field.text;
  if (name === undefined) return undefined;
  const { findings, resources } = build;
  if (!isFile(name) && !resources.rttNames.includes(name)) {
    const hint =
      didYouMean(name, resources.rttNames) ??
      `data sets: ${resources.rttNames.join(', ')}; or a file: ./measured.csv`;
    return findings.error(field.path, `unknown data set ${describeFound(name)}`, hint);
  }
  const table = resources.rtt(name);
  if (typeof table === 'string') {
    // Whoever failed to read a file has named it already.
    return findings.error(field.path, table.includes(name) ? table : `cannot use ${quoted(name)}: ${table}`);
  }
  return fromTable(table);
}

/** A path, not the name of a bundled data set. */
function isFile(name: string): boolean {
  return /[/\\]/.test(name) || /\.[a-z]{2,5}$/i.test(name);
}

function fromTable(table: RttTable): RttBasis {
  return {
    name: table.name,
    kind: 'data-set',
    regions: table.regions,
    dataset: { name: table.name, date: table.date, title: table.title },
    inside(_region, sameZone) {
      return sameZone
        ? ofTable(table.withinZone, { custom: 'within-zone' })
        : ofTable(table.betweenZones, { custom: 'between-zones' });
    },
    between(from, to) {
      const figure = table.between(from, to);
      if (figure !== undefined) return ofTable(figure, {});
      const back = table.between(to, from);
      return back === undefined ? undefined : ofTable(back, { reversed: true });
    },
  };
}

function ofTable(figure: RttFigure, remark: Remark): Figure {
  const { estimated, source, assumption } = figure;
  return {
    get oneWay() {
      return half(figure.rtt);
    },
    get rtt() {
      return figure.rtt;
    },
    source: estimated
      ? {
          kind: 'estimated',
          text: /^estimated/.test(source) ? source : `estimated from distance (${source})`,
        }
      : { kind: 'data-set', text: source },
    remark: { ...remark, estimated, ...(assumption === undefined ? {} : { assumption }) },
  };
}
