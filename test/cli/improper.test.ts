import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { schemas } from '../result/schemas.js';
import { quorate } from './quorate.js';

const COMMANDS = { 'explain-throughput': ['explain', 'throughput'] } as const;
type Command = keyof typeof COMMANDS;

/** A disk that finishes so often (%), and a link that does. */
const topology = (protocol: string, disk: number, link: number, groupCommit: boolean) => `version: 1
name: improper
network:
  rtt: { sites: [a, b, c], ms: [[0.4, 12, 40], [12, 0.4, 35], [40, 35, 0.4]] }
  overrides: [{ between: [a, b], rtt: { mixture: [{ weight: ${link}%, of: 12ms }] } }]
disks: { d: { fsync: { mixture: [{ weight: ${disk}%, of: 2ms }] }, group-commit: ${groupCommit} } }
replicas: [{ id: r0, at: a, disk: d }, { id: r1, at: b, disk: d }, { id: r2, at: c, disk: d }]
clients: [{ id: c0, at: a, rate: 20/s, reads: 50% }, { id: c1, at: c, rate: 5/s, entry: nearest }]
protocol: { name: ${protocol}, leader: r0, processing: 0.05ms }
failures: { machine: { mtbf: 90d, mttr: 4h }, region: { mtbf: 3y, mttr: 8h } }
objectives: [{ metric: write.p99, at-most: 100ms }, { metric: throughput, at-least: 50/s }]
`;

/** What is wrong with the JSON that a command printed; undefined where nothing is. */
async function wrong(command: Command, text: string): Promise<string | undefined> {
  const { code, out, err } = await quorate([...COMMANDS[command], 't.yaml', '-q', '-f', 'json'], {
    't.yaml': text,
  });
  if (code !== 0 && code !== 1) return `${code}: ${err}`;
  const ajv = new Ajv({ strict: false });
  return ajv.validate(schemas[command], JSON.parse(out)) ? undefined : ajv.errorsText();
}

describe('where a share of the operations never finishes', () => {
  it('explain throughput has no p99 and says –, and its own schema allows that', async () => {
    const text = topology('raft', 90, 100, false);
    expect(await wrong('explain-throughput', text)).toBeUndefined();
    const { out } = await quorate(['explain', 'throughput', 't.yaml', '-q', '-f', 'json'], {
      't.yaml': text,
    });
    const { curve } = JSON.parse(out);
    expect(curve[0].clients[0].write.p99).toBeNull();
    expect(curve[0].clients[0].write.p50).toBeGreaterThan(0);
    const shown = await quorate(['explain', 'throughput', 't.yaml', '-q'], { 't.yaml': text });
    expect(shown.out).not.toMatch(/null|Infinity|NaN/);
  }, 120_000);

  it('the schema still refuses what no result may be', () => {
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schemas['explain-throughput'], { curve: [{ load: 'much' }] })).toBe(false);
  });
});
