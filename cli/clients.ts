import { nearestName } from '../src/spelling/nearest-name.js';
import type { Deployment } from '../src/topology/deployment.js';
import { InputError } from './input-error.js';

/** @throws InputError for a deployment without clients: latency is what a client sees. */
export function demandClients({ clients, file }: Deployment): void {
  if (clients.length > 0) return;
  throw new InputError(
    `quorate: ${file} has no clients, so there is no latency to tell; add clients: [{ id: …, at: … }]`,
  );
}

/** @throws InputError for an id that no client of the deployment has. */
export function checkClients({ clients, file }: Deployment, wanted: readonly string[]): void {
  const known = clients.map(({ id }) => id);
  for (const id of wanted) {
    if (known.includes(id)) continue;
    const near = nearestName(id, known);
    const hint = near === undefined ? `it has ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new InputError(`quorate: ${file} has no client '${id}'; ${hint}`);
  }
}
