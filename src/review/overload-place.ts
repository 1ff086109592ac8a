import type { Deployment } from '../topology/deployment.js';
import type { FilePath } from './rule.js';

/** "the link a → b", "the interface of va1 (out)" */
export function spoken(kind: 'link' | 'interface', name: string): string {
  return kind === 'link' ? `the link ${name}` : `the interface of ${name.replace(/ (in|out)$/, ' ($1)')}`;
}

/** What of the file limits an overloaded link ("a → b") or interface ("va1 out"). */
export function placeOf(
  { locate, replicas }: Deployment,
  kind: 'link' | 'interface',
  name: string,
): FilePath {
  if (kind === 'link') return ['network', 'links'];
  if (locate(['network', 'bandwidth']) !== undefined) return ['network', 'bandwidth'];
  return ['replicas', replicas.findIndex(({ id }) => name === `${id} out` || name === `${id} in`)];
}
