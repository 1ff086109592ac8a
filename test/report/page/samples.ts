import { load } from '../../../cli/load.js';
import { settled } from '../../../cli/report/documents.js';
import { gather } from '../../../cli/report/gather.js';
import { Ground } from '../../../cli/report/ground.js';
import type { ReportResult } from '../../../src/result/report.js';
import { memoryIo } from '../../cli/memory-io.js';

/** A topology of three sites without coordinates, quick to work out. */
export const PLAIN = `version: 1
name: plain
description: Three sites.
network: { rtt: { sites: [a, b, c], ms: [[0, 10, 20], [10, 0, 30], [20, 30, 0]] } }
disks: { d: { fsync: 1ms } }
replicas: [{ id: ra, at: a, disk: d }, { id: rb, at: b, disk: d }, { id: rc, at: c, disk: d }]
clients: [{ id: ca, at: a, reads: 50%, rate: 100/s }, { id: cc, at: c, entry: nearest, rate: 50/s }]
protocol: { name: multi-paxos, leader: ra, processing: 0.05ms }
failures: { machine: { mtbf: 120d, mttr: 30m }, region: { mtbf: 8y, mttr: 4h } }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
objectives:
  - { clients: ca, metric: write.p99, at-most: 5ms }
  - { survive: region }
`;

/** The report of a topology's text, as the command would work it out. */
export async function reportOf(text: string): Promise<ReportResult> {
  const io = memoryIo({ 'plain.yaml': text });
  const [{ deployment, protocol }] = await load(io, ['plain.yaml'], { quiet: true });
  const ground = new Ground(deployment, protocol, 1);
  return settled(
    gather(ground, {
      text,
      today: '2026-01-15',
      command: 'quorate report plain.yaml',
      progress: () => undefined,
    }),
  );
}
