import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const schedules = (...args: string[]) =>
  spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/schedules.ts', ...args],
    { cwd: root, encoding: 'utf8' },
  );

describe('npm run schedules -- NAME COUNT', () => {
  it('refuses a name without random schedules, and says which have them', () => {
    const { status, stderr } = schedules('plurality', '10');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^'plurality' has no random schedules; these have: chain-replication, epaxos, .*two-phase-commit\n$/,
    );
  });

  it('refuses what is no number of schedules, and what is too few or too many words', () => {
    expect(schedules('raft', '0').stderr).toBe(
      "'0' is no number of schedules: a whole number from 1 to 9999999\n",
    );
    expect(schedules('raft').stderr).toBe('usage: npm run schedules -- NAME COUNT\n');
    expect(schedules('raft', '1', '2').status).toBe(2);
  });

  it('runs so many of each combination', () => {
    const { status, stdout } = schedules('two-phase-commit', '1');
    expect(status).toBe(0);
    expect(stdout).toContain('two-phase-commit/schedules.test.ts');
  });
});
