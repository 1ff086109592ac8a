import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './package-folder.js';

/** The schemas that the package ships under schema/, all but the first generated from the types in src/result. */
export const SCHEMA_NAMES = [
  'topology',
  'estimate',
  'explain',
  'explain-throughput',
  'explain-availability',
  'explain-failover',
  'traffic',
  'spill-over',
  'simulation',
  'compare',
  'what-if',
  'quorum',
  'review',
  'rules',
  'baseline',
  'protocols',
  'diff',
  'report',
] as const;

export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** The text of one of them. */
export function schemaText(name: SchemaName): string {
  return readFileSync(join(packageFolder('schema'), `${name}.schema.json`), 'utf8');
}
