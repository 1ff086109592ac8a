import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = ['--import', 'tsx', 'cli/quorate.ts'];
const TOPOLOGY = 'topologies/one-region-three-zones.yaml';

/** Runs the command with standard output going to a device on which there is never room (full(4)). */
function toFull(args: readonly string[]) {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [...command, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  return { status, stderr };
}

describe.skipIf(!existsSync('/dev/full'))('where there is no room for what is written', () => {
  it.each([
    [['estimate', TOPOLOGY, '-q']],
    [['review', TOPOLOGY, '-f', 'json']],
    [['schema', 'estimate']],
    [['--help']],
    [['rtt', 'list']],
  ])(
    '%j says so in a sentence, without a trace, and exits 2 as for any file that cannot be written',
    (args) => {
      const { status, stderr } = toFull(args);
      expect(stderr).toBe('quorate: cannot write to standard output: the disk is full\n');
      expect(status).toBe(2);
    },
    60_000,
  );

  it.each([
    [['estimate', TOPOLOGY, '-q', '-f', 'json=/dev/full']],
    [['report', TOPOLOGY, '-q', '-o', '/dev/full']],
  ])(
    '%j names the file, and leaves the device what it is',
    (args) => {
      const { status, stderr } = spawnSync(process.execPath, [...command, ...args], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(stderr).toContain('quorate: cannot write /dev/full: the disk is full\n');
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(status).toBe(2);
      expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    },
    60_000,
  );
});

describe('a reader that has seen enough', () => {
  it('is no error: nothing on standard error, exit code 0', async () => {
    // 200 kB: more than a pipe holds, so that the closed end is noticed.
    const child = spawn(process.execPath, [...command, 'schema', 'report'], { cwd: root });
    let stderr = '';
    child.stderr.on('data', (data) => (stderr += data));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }, 60_000);
});
