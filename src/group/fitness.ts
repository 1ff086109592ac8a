import type { Protocol } from '../protocol/contract/protocol.js';
import { fitOf } from '../protocol/fit.js';
import type { Deployment } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';

/** A protocol cannot run a deployment: its quorums may miss each other, a choice is one that it does not know. */
export class UnfitError extends RangeError {
  override readonly name = 'UnfitError';

  /** @param diagnostics the reasons, all of them errors */
  constructor(
    protocol: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(
      `${protocol} cannot run this deployment: ${diagnostics.map(({ message }) => message).join('; ')} (loadTopology tells such things with their places)`,
    );
  }
}

/** Deployments never change, so each is asked once. */
const found = new WeakMap<Deployment, Map<Protocol, readonly Diagnostic[]>>();

/**
 * Called before any figure is worked out, so that there are none of a deployment that its protocol cannot run: they would
 * be of writes that may be lost.
 *
 * @throws UnfitError with every reason.
 */
export function demandFit(deployment: Deployment, protocol: Protocol): void {
  let known = found.get(deployment);
  if (known === undefined) {
    known = new Map();
    found.set(deployment, known);
  }
  let errors = known.get(protocol);
  if (errors === undefined) {
    errors = fitOf(protocol, deployment).filter(({ severity }) => severity === 'error');
    known.set(protocol, errors);
  }
  if (errors.length > 0) throw new UnfitError(protocol.name, errors);
}
