import type { ProtocolChoice, Replica } from './deployment.js';

/**
 * Does one durable write of this replica carry every record that waits? Its disk says so (`group-commit`), or the replicas
 * work in batches, whose records are written together.
 */
export function hasGroupCommit({ disk }: Replica, { batch }: ProtocolChoice): boolean {
  return disk.groupCommit || batch !== undefined;
}
