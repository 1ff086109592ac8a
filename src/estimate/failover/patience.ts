import { defaultTimeout } from '../../simulation/workload.js';
import type { Deployment } from '../../topology/deployment.js';

/**
 * How long a client waits for an answer before it asks the next replica (ms): as the file says (`timeouts.request`), else
 * so long that it never asks again out of mere slowness (`defaultTimeout`).
 */
export function patienceOf(deployment: Deployment): number {
  return deployment.timeouts.request ?? defaultTimeout(deployment);
}
