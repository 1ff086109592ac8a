import type { Deployment } from '../topology/deployment.js';
import type { FilePath } from './rule.js';

/**
 * What a finding is about, by ids instead of places in lists: "replicas.va1.at", "clients.web-us". It stays the same
 * when lines, or other entries, come and go.
 *
 * @param about ids that tell it from others at the same path
 */
export function pathText(deployment: Deployment, path: FilePath, about: string | undefined): string {
  const named = path.flatMap((step, depth) => {
    if (typeof step !== 'number') return [step];
    // An entry without an id is told by `about`: its number would change with the entries before it.
    const id = idOf(deployment, path.slice(0, depth).join('.'), step);
    return id === undefined ? [] : [id];
  });
  const text = named.length === 0 ? '(file)' : named.join('.');
  return about === undefined ? text : `${text} [${about}]`;
}

function idOf(deployment: Deployment, list: string, index: number): string | undefined {
  switch (list) {
    case 'replicas':
      return deployment.replicas[index]?.id;
    case 'clients':
      return deployment.clients[index]?.id;
    case 'failures.shared':
      return deployment.failures.shared[index]?.name;
    case 'objectives':
      return deployment.objectives[index]?.text;
    default:
      return undefined;
  }
}
