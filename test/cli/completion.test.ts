import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { fishCompletion } from '../../cli/completion/fish.js';
import { shapeOf } from '../../cli/completion/shape.js';
import { zshCompletion } from '../../cli/completion/zsh.js';
import { program } from '../../cli/program.js';
import { memoryIo } from './memory-io.js';
import { quorate } from './quorate.js';

const there = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out, err } = await quorate(['completion', shell]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    scripts[shell] = out;
  }
});

/** What bash offers for a line; the last word is the one being written. */
function offered(...words: string[]): string[] {
  const line = ['quorate', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _quorate; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${scripts.bash}\n${ask}`], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((each) => each !== '');
}

describe('quorate completion', () => {
  const commands = program(memoryIo()).commands.map((command) => command.name());

  it.each(['bash', 'zsh', 'fish'])('%s: knows every command and every long option that there is', (shell) => {
    expect(commands.length).toBeGreaterThan(8);
    for (const command of program(memoryIo()).commands) {
      expect(scripts[shell]).toContain(command.name());
      for (const { long } of command.options) {
        const written = shell === 'fish' ? `-l ${long?.slice(2)}` : long;
        expect({ long, has: scripts[shell].includes(written ?? '?') }).toEqual({ long, has: true });
      }
    }
  });

  it.skipIf(!there('bash'))('bash: is a sound script', () => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: scripts.bash, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!there('zsh'))('zsh: is a sound script', () => {
    const { status, stderr } = spawnSync('zsh', ['-n', '/dev/stdin'], {
      input: scripts.zsh,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!there('fish'))('fish: is a sound script', () => {
    const { status, stderr } = spawnSync('fish', ['--no-execute', '/dev/stdin'], {
      input: scripts.fish,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each([
    ['zsh', zshCompletion, "it'\\''s \\[a\\] b\\: c"],
    ['fish', fishCompletion, "it\\'s [a] b: c"],
  ] as const)('%s: quotes descriptions so that every line closes what it opens', (shell, print, quoted) => {
    const odd = new Command('odd').option('-x, --extra <value>', "it's [a] b: c");
    odd.command('inner').description("it's [a] b: c").argument('<file>');
    const script = print(shapeOf(odd, { options: {}, operands: {} }, new Map()));
    expect(script).toContain(quoted);
    for (const text of [script, scripts[shell]]) {
      for (const line of text.split('\n').filter((each) => !each.startsWith('#'))) {
        const bare = line.replaceAll("'\\''", '').replaceAll("\\'", '');
        expect({ line, quotes: (bare.match(/'/g) ?? []).length % 2 }).toEqual({ line, quotes: 0 });
      }
    }
  });

  it.skipIf(!there('bash'))('bash: offers commands, options, values, and the commands of rtt', () => {
    expect(offered('')).toEqual(commands);
    expect(offered('est')).toEqual(['estimate']);
    expect(offered('estimate', '--wat')).toEqual(['--watch']);
    expect(offered('estimate', '--format', '')).toEqual(['text', 'json', 'markdown']);
    expect(offered('estimate', 't.yaml', '-f', 'm')).toEqual(['markdown']);
    expect(offered('compare', '--protocols', 'ra')).toEqual(['raft']);
    expect(offered('what-if', 't.yaml', '--each', '')).toEqual(['replica', 'rack', 'zone', 'region']);
    expect(offered('schema', 'di')).toEqual(['diff']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(offered('rtt', 's')).toEqual(['show']);
    expect(offered('rtt', 'show', '--da')).toEqual(['--data']);
    // A file is left to the shell, also where it is called like a command.
    expect(offered('estimate', 'top')).toEqual([]);
    expect(offered('estimate', 'diff', '--exit')).toEqual([]);
  });

  it('refuses a shell that it does not know', async () => {
    const { code, err } = await quorate(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(err).toContain('bash, zsh, fish');
  });
});
