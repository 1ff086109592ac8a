import type { Standing } from '../../group/standing.js';
import { hasGroupCommit } from '../../topology/group-commit.js';
import { type Operation, operationsOf } from './demands.js';
import { Stations } from './stations.js';

/** Other records in the write of a record, at the capacity: beyond so many, what they release together queues notably. */
const TOGETHER = 0.25;

/**
 * Why the model of latency under load is known not to hold here, in words that end a sentence after "because"; undefined
 * where it holds. Measured by bench/load-accuracy.ts; docs/load-and-failures.md has the figures.
 *
 * @param capacity operations per second
 */
export function whyNotModelled(situation: Standing, capacity: number): string | undefined {
  const { deployment, protocol } = situation;
  const { proposers, leadership, ordered } = protocol.traits;
  if (proposers === 'clients')
    return 'commands that clients propose side by side collide, and how often depends on the load';
  if (leadership === 'none' && ordered)
    return 'a command waits for those in the slots before its own, and how long depends on who else is busy';
  const { window, sending, batch } = deployment.protocol;
  if (window !== undefined)
    return 'requests wait for their turn in the window, which depends on all that queues behind it';
  if (sending > 0) return 'what a replica sends waits behind all that has arrived since it was handled';
  if (batch !== undefined && batch.size > 1) return 'batches come neither at random nor one by one';
  if (
    leadership === 'none' &&
    deployment.replicas.some(
      (replica) => hasGroupCommit(replica, deployment.protocol) && replica.disk.fsync.mean > 0,
    )
  )
    return 'what one write of a disk lets go comes at once to replicas that lead and follow at a time';
  const operations = operationsOf(situation);
  const stations = new Stations(situation, operations, capacity / 1000);
  if (deployment.replicas.some((_, r) => stations.alongside(r) > TOGETHER))
    return 'what one write of a disk with group commit carries goes on at once, and queues behind each other';
  if (operations.some((operation) => writesTwice(operation, situation)))
    return 'a write goes to the disk of one replica twice, and meets there what it has left';
  return undefined;
}

/** Does an operation bring records to one disk at two moments, one queueing behind the other? */
function writesTwice({ alone }: Operation, { deployment }: Standing): boolean {
  return deployment.replicas.some(
    (_, r) => alone.tally.moments[r].filter(({ records }) => records > 0).length > 1,
  );
}
