import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

// A bundle treats packages otherwise than the sources do (CommonJS ones above all), so every command runs once as it is
// installed. `npm ci` and `npm cit` build it; where it is not built there is nothing to hold.
const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist/cli/quorate.js');
const folder = mkdtempSync(join(tmpdir(), 'quorate-built-'));
const topology = join(root, 'topologies/one-region-three-zones.yaml');
const saved = join(folder, 'estimate.json');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { code: status, out: stdout, err: stderr };
}

describe.skipIf(!existsSync(command))('the built command', () => {
  it.each([
    ['--help'],
    ['estimate', topology],
    ['estimate', topology, '-f', `json=${saved}`],
    ['explain', topology],
    ['explain', 'throughput', topology],
    ['explain', 'availability', topology],
    ['explain', 'failover', topology],
    ['explain', 'traffic', topology],
    ['explain', 'spill-over', topology, '--spike', 'app=4'],
    ['explain', 'QR012'],
    ['simulate', topology, '-n', '200'],
    ['what-if', topology, '--slow', 'disk:b1=10x'],
    ['compare', topology, '--protocols', 'multi-paxos,epaxos'],
    ['compare', topology, '--protocols', 'multi-paxos,epaxos', '--chart', 'pareto', '-f', 'png=pareto.png'],
    ['diff', saved, topology],
    ['review', topology],
    ['report', topology, '-o', 'report.html'],
    ['report', topology, '-f', 'json=report.json'],
    ['report', saved, '-o', 'saved.html'],
    ['report', 'report.json', '-o', 'again.html'],
    ['report', topology, '-o', 'markdown/', '-f', 'markdown'],
    ['report', topology, '--chart', 'map', '-f', 'png=map.png'],
    ['rtt', 'list'],
    ['rtt', 'show', 'us-east-1', 'eu-west-1'],
    ['rules'],
    ['protocols'],
    ['schema', 'report'],
    ['completion', 'bash'],
    ['init'],
  ])('runs %s %s %s', (...args) => {
    const { code, err } = run(...args);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  });

  it('has written the same page from a report as from its topology, and pictures that are pictures', () => {
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(
      readFileSync(join(folder, 'report.html'), 'utf8'),
    );
    for (const name of ['pareto.png', 'map.png'])
      expect(readFileSync(join(folder, name)).subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(statSync(join(folder, 'report.html')).size).toBeLessThan(1_000_000);
  });

  it('answers bad input with exit 2 and a sentence, and writes nothing', () => {
    const { code, out, err } = run('report', join(root, 'package.json'), '-o', 'never.html');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/package\.json/);
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(join(folder, 'never.html'))).toBe(false);
  });
});
