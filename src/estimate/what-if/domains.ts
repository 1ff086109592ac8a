import type { Deployment } from '../../topology/deployment.js';
import { LEVELS } from '../../topology/place.js';

export type Each = 'replica' | 'rack' | 'zone' | 'region';

/** Each failure domain of a level that holds a replica, in file order, as `--fail` names it. */
export function domainsOf({ replicas }: Deployment, level: Each): { name: string; fail: string }[] {
  if (level === 'replica') return replicas.map(({ id }) => ({ name: id, fail: id }));
  const depth = LEVELS.indexOf(level) + 1;
  const names = replicas.filter(({ at }) => at.length >= depth).map(({ at }) => at.slice(0, depth).join('/'));
  return [...new Set(names)].map((name) => ({ name, fail: `${level}:${name}` }));
}
