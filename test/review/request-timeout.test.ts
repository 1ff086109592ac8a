import { describe, expect, it } from 'vitest';
import type { EstimateResult } from '../../src/result/estimate.js';
import { quorate } from '../cli/quorate.js';
import { example, reviewed, run } from './examples.js';

/** Round trips without spread: a write, and a read by consensus, take 0.5 ms to a and 20 from there to b, the nearest. */
const THREE = `version: 1
network: { rtt: { sites: [A,B,C], ms: [[0.5,20,60],[20,0.5,50],[60,50,0.5]] } }
replicas:
  - { id: a, at: A, disk: none }
  - { id: b, at: B, disk: none }
  - { id: c, at: C, disk: none }
clients: [ { id: app, at: A, rate: 50/s, reads: 50% } ]
protocol: { name: raft, leader: a }
timeouts: { request: 1ms }
`;

const within = (request: string): string => THREE.replace('request: 1ms', `request: ${request}`);

async function estimated(text: string): Promise<EstimateResult> {
  const { out } = await quorate(['estimate', 't.yaml', '-q', '-f', 'json'], { 't.yaml': text });
  return JSON.parse(out);
}

const found = async (text: string) => (await reviewed(text)).findings.find(({ rule }) => rule === 'QR052');

describe('a request timeout that is shorter than answers take', () => {
  it('no answer of 20.5 ms comes within 1 ms, nor within ten of them: an error, and estimate says so', async () => {
    const { late } = await estimated(THREE);
    expect(late).toMatchObject({ timeout: 1, attempts: 10 });
    const each = { client: 'app', share: 1, givenUp: 1, p50: 20.5 };
    expect(late?.operations).toEqual([
      { ...each, operation: 'write' },
      { ...each, operation: 'read' },
    ]);
    const finding = await found(THREE);
    expect(finding).toMatchObject({ severity: 'error', line: 9 });
    expect(finding?.message).toContain('give up after 10 ms, before the answer');
    const { out } = await quorate(['estimate', 't.yaml', '-q'], { 't.yaml': THREE });
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain('Request timeout: 100 % of the writes of app (p50 20.5 ms) and 100 %');
    expect(text).toContain('give up after 10 ms, before the answer');
  });

  it('within ten sendings of 5 ms it comes: still an error, but none is given up', async () => {
    expect((await estimated(within('5ms'))).late?.operations[0]).toMatchObject({ share: 1, givenUp: 0 });
    const finding = await found(within('5ms'));
    expect(finding?.severity).toBe('error');
    expect(finding?.message).not.toContain('before the answer');
  });

  it('a timeout of 21 ms is long enough, and one of 20 is not', async () => {
    expect((await estimated(within('20ms'))).late).toBeDefined();
    expect((await estimated(within('21ms'))).late).toBeUndefined();
    expect(await found(within('21ms'))).toBeUndefined();
  });

  it('says nothing of operations that a client never asks for', async () => {
    const reads = (await estimated(THREE.replace('reads: 50%', 'reads: 100%'))).late;
    expect(reads?.operations.map(({ operation }) => operation)).toEqual(['read']);
  });

  it('at the p99 one in a hundred writes is late, a note; at the p50 half of them, a warning', async () => {
    const text = example('QR052-good.yaml');
    const { write } = (await estimated(text)).clients[0];
    const at = (ms: number | null): string => text.replace('request: 500ms', `request: ${ms}ms`);
    const rare = (await estimated(at(write.p99))).late?.operations[0];
    expect(rare?.operation).toBe('write');
    expect(rare?.share).toBeCloseTo(0.01, 3);
    expect((await found(at(write.p99)))?.severity).toBe('note');
    expect((await found(at((write.p50 ?? 0) - 0.01)))?.severity).toBe('warning');
  });

  it('after the loss of a, too: whoever leads then, a write takes 20 + 50 or 60 + 50 ms', async () => {
    const asked = ['what-if', 't.yaml', '-q', '--fail', 'a'];
    const after = async (request: string): Promise<string> =>
      (await quorate(asked, { 't.yaml': within(request) })).out;
    expect(await after('60ms')).toContain('Request timeout: ');
    expect(await after('300ms')).not.toContain('Request timeout: ');
  });

  it('stands at the earlier name of the key where the file has that', async () => {
    const { out } = await run(THREE.replace('request: 1ms', 'patience: 1ms'));
    expect(out).toMatch(/9:\d+ +error +QR052/);
  });
});
