import { visible } from '../../../src/report/document/one-line.js';
import { json } from '../../../src/report/json.js';
import { msText } from '../../../src/rtt/number-text.js';
import { fitSamples, readSamples, type SampleFit } from '../../../src/rtt/samples.js';
import type { Io } from '../../io.js';
import { inColumns } from './columns.js';
import { readInput } from './input.js';

/** `quorate rtt fit FILE`: the shifted gamma nearest to samples, and how near. */
export function fitFile(io: Io, file: string, format: 'text' | 'json'): void {
  const fitted = fitSamples(readSamples(readInput(io, file)));
  if (format === 'json') {
    const { samples, quantiles, worst } = fitted;
    const result = {
      schema: 'quorate.rtt-fit/1',
      input: file,
      samples,
      law: fitted.rtt.law,
      quantiles,
      worst,
    };
    io.stdout(json(result));
    return;
  }
  io.stdout(visible(text(file, fitted), '\n'));
}

function text(file: string, { rtt, samples, quantiles, worst }: SampleFit): string {
  const { law } = rtt;
  const written =
    law.kind === 'gamma'
      ? `{ gamma: { shift: ${digits(law.shift)}ms, shape: ${digits(law.shape)}, scale: ${digits(law.scale)}ms } }`
      : `${digits(rtt.mean)}ms`;
  const table = inColumns(
    [
      { title: '', align: 'left' },
      { title: 'samples, ms', align: 'right' },
      { title: 'fitted, ms', align: 'right' },
      { title: 'error', align: 'right' },
    ],
    quantiles.map(({ p, sample, fitted, error }) => [
      name(p),
      msText(sample),
      msText(fitted),
      percent(error),
    ]),
  );
  return `${file}: ${samples} samples\n\n${table}\nrtt: ${written}\nThe worst quantile is ${name(worst.p)}: ${msText(Math.abs(worst.fitted - worst.sample))} ms or ${percent(worst.error)} off.\n`;
}

function name(p: number): string {
  return `p${Math.round(p * 1000) / 10}`;
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(2)} %`;
}

/** Four significant digits, never an exponent. */
function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
