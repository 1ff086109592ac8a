import { visible } from '../../../src/report/document/one-line.js';
import { json } from '../../../src/report/json.js';
import { hasErrors } from '../../../src/rtt/finding.js';
import type { Io } from '../../io.js';
import { countFindings, findingsText } from './findings-text.js';
import { judged, summary } from './source.js';

/** `quorate rtt check FILE|NAME`: exit 1 where a figure cannot be true; warnings alone are exit 0. */
export function check(io: Io, nameOrFile: string, format: 'text' | 'json'): void {
  const { dataSet, findings } = judged(io, nameOrFile);
  if (format === 'json') {
    const result = { schema: 'quorate.rtt-check/1', input: nameOrFile, ok: !hasErrors(findings), findings };
    io.stdout(json(result));
  } else {
    const about = dataSet === undefined ? nameOrFile : `${nameOrFile}: ${summary(dataSet)}`;
    const blank = findings.length === 0 ? '' : '\n';
    io.stdout(
      visible(`${about}\n${blank}${findingsText(findings)}${blank}${countFindings(findings)}.\n`, '\n'),
    );
  }
  if (hasErrors(findings)) io.exit(1);
}
