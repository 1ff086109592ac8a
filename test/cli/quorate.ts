import { readFileSync } from 'node:fs';
import { main } from '../../cli/main.js';
import { type MemoryIo, memoryIo } from './memory-io.js';

/** One run of the command line in memory: what it printed, wrote and returned. */
export interface RunResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Runs `quorate …` over the given files and those of topologies/. */
export async function quorate(
  args: readonly string[],
  files: Record<string, string> = {},
  stdin = '',
): Promise<RunResult> {
  const io: MemoryIo = memoryIo(files, stdin);
  const own = io.readFile;
  io.readFile = (path) => (path.startsWith('topologies/') ? readFileSync(path, 'utf8') : own(path));
  const code = await main(args, io);
  return { code, out: io.out, err: io.err, files: io.files };
}

/** A small sound topology to start from. */
export const SMALL = `version: 1
name: small
network: { rtt: { sites: [a, b, c], ms: [[0, 10, 20], [10, 0, 30], [20, 30, 0]] } }
replicas: [{ id: ra, at: a }, { id: rb, at: b }, { id: rc, at: c }]
clients: [{ id: ca, at: a, reads: 50%, rate: 100/s }, { id: cc, at: c, entry: nearest, rate: 50/s }]
protocol: { name: multi-paxos, leader: ra }
`;
