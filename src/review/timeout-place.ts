import type { Deployment } from '../topology/deployment.js';
import type { FilePath } from './rule.js';

/** Where a timeout stands in the file, or the protocol that takes the default; and a word on the latter for messages. */
export function timeoutAt(
  { locate }: Deployment,
  key: 'heartbeat' | 'election',
): { readonly path: FilePath; readonly custom: string } {
  const path = ['timeouts', key];
  const given = locate(path) !== undefined;
  return given ? { path, custom: '' } : { path: ['protocol', 'name'], custom: ' (the default)' };
}
