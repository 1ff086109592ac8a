import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quorate } from '../cli/quorate.js';

/** One loop of m1 writes 2 ms and sends: 500 writes/s, and with disks that take 40 times as long, 12.5. */
const ONE_PLACE = `version: 1
network: { rtt: { sites: [a], ms: [[1]] } }
protocol: { name: raft, leader: m1 }
disks: { d: { fsync: 2ms } }
replicas:
  - { id: m1, at: a/a, disk: d }
  - { id: m2, at: a/b, disk: d }
  - { id: m3, at: a/c, disk: d }
clients: [ { id: ca, at: a, rate: 50/s } ]
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`;

async function asked(text: string, ...args: string[]): Promise<string> {
  const { out } = await quorate(['what-if', 't.yaml', '-q', ...args], { 't.yaml': text });
  return out.replace(/\s+/g, ' ');
}

describe('rates above what is sustained after the change', () => {
  it('50/s where 12.5/s are sustained: 400 %, over capacity, and the leader is not known', async () => {
    const out = await asked(ONE_PLACE, '--slow', 'disk:m1=40x');
    expect(out).toMatch(
      /Then the service sustains 12\.5 operations\/s; the clients' rates are 400 % of that: OVER CAPACITY\. .* who leads is not known\./,
    );
  });

  it('50/s where 250/s are sustained are none, nor is anything said of rates that nobody gave', async () => {
    expect(await asked(ONE_PLACE, '--slow', 'disk:m1=2x')).not.toContain('OVER CAPACITY');
    expect(await asked(ONE_PLACE.replace(', rate: 50/s', ''), '--slow', 'disk:m1=40x')).not.toContain(
      'OVER CAPACITY',
    );
  });

  it('in a table of losses, too: 600/s where a disk takes 500', async () => {
    const out = await asked(ONE_PLACE.replace('50/s', '600/s'), '--each', 'replica');
    expect(out).toMatch(
      /Without m2 the service sustains 500 operations\/s; [^.]* 120 % of that: OVER CAPACITY/,
    );
    expect(await asked(ONE_PLACE, '--each', 'replica')).not.toContain('OVER CAPACITY');
  });
});

describe('what is sustained, and of which mix', () => {
  const text = readFileSync('test/field/witness-and-read-only.yaml', 'utf8');

  it('without the region of 2000 of 2200 operations/s it is of the other clients, and says so', async () => {
    const out = await asked(text, '--fail', 'region:us-central1');
    expect(out).toMatch(/of another mix of operations: that of the clients that are left, without iowa\./);
  });

  it('of a loss that takes no client along nothing is said', async () => {
    expect(await asked(text, '--fail', 'va2')).not.toContain('another mix');
  });
});
