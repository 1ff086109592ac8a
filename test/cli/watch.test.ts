import { describe, expect, it } from 'vitest';
import { main } from '../../cli/main.js';
import { type MemoryIo, memoryIo } from './memory-io.js';
import { SMALL } from './quorate.js';

/** A world whose files can change while a command watches them, and whose clock is turned by hand. */
interface World extends MemoryIo {
  /** Writes a file, tells who watches it, and lets everything settle. */
  save(path: string, text: string): Promise<void>;
  /** Tells who watches, without a change. */
  touch(path: string): Promise<void>;
  interrupt(): void;
  watching(): string[];
}

function world(files: Record<string, string>): World {
  const io = memoryIo(files);
  const watchers: { path: string; changed: () => void }[] = [];
  let timers: (() => void)[] = [];
  let interrupted = (): void => undefined;
  const idle = async (): Promise<void> => {
    for (const call of timers.splice(0)) call();
    // A run awaits modules and readers; a macrotask comes after all of them.
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  const touch = (path: string): Promise<void> => {
    for (const watcher of [...watchers]) if (watcher.path === path) watcher.changed();
    return idle();
  };
  return Object.assign(io, {
    later(_: number, call: () => void) {
      timers.push(call);
      return () => {
        timers = timers.filter((each) => each !== call);
      };
    },
    watch(path: string, changed: () => void) {
      const watcher = { path, changed };
      watchers.push(watcher);
      return () => void watchers.splice(watchers.indexOf(watcher), 1);
    },
    onInterrupt(call: () => void) {
      interrupted = call;
      return () => undefined;
    },
    save(path: string, text: string) {
      io.files.set(path, text);
      return touch(path);
    },
    touch,
    interrupt: () => interrupted(),
    watching: () => watchers.map(({ path }) => path),
  });
}

/** Waits until a condition holds that a command brings about by itself. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    // Modules are loaded when they are first needed, which takes a while on a busy machine.
    if (i > 5000) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const runs = (io: World): number => io.err.split('── watching').length - 1;
const MOVED = SMALL.replace('leader: ra', 'leader: rb');

describe('quorate estimate --watch', () => {
  it('runs again when the file says something else, clears nothing, and ends with 130 when interrupted', async () => {
    const io = world({ 't.yaml': SMALL });
    const code = main(['estimate', 't.yaml', '-q', '--watch'], io);
    await until(() => runs(io) === 1);
    const first = io.out;
    expect(first).toContain('leader ra');
    await io.save('t.yaml', MOVED);
    await until(() => runs(io) === 2);
    expect(io.out.startsWith(first)).toBe(true);
    expect(io.out.slice(first.length)).toContain('leader rb');
    expect(io.out).not.toContain('watching');
    expect(io.err).toContain('── watching t.yaml; Ctrl-C ends ──\n');
    io.interrupt();
    expect(await code).toBe(130);
    expect(io.watching()).toEqual([]);
  });

  it('does not run again for a file that was touched, nor twice for one that was written in two steps', async () => {
    const io = world({ 't.yaml': SMALL });
    const code = main(['estimate', 't.yaml', '-q', '--watch'], io);
    await until(() => runs(io) === 1);
    await io.touch('t.yaml');
    expect(runs(io)).toBe(1);
    io.files.set('t.yaml', SMALL.slice(0, 20));
    const half = io.save('t.yaml', MOVED);
    await half;
    await until(() => runs(io) === 2);
    expect(io.err).not.toContain('error');
    io.interrupt();
    expect(await code).toBe(130);
  });

  it('reports a mistake and goes on, also where the file is gone for a while', async () => {
    const io = world({ 't.yaml': SMALL });
    const code = main(['estimate', 't.yaml', '-q', '--watch'], io);
    await until(() => runs(io) === 1);
    await io.save('t.yaml', SMALL.replace('leader: ra', 'leader: rz'));
    await until(() => runs(io) === 2);
    expect(io.err).toContain('t.yaml:6:');
    io.files.delete('t.yaml');
    await io.touch('t.yaml');
    await until(() => runs(io) === 3);
    expect(io.err).toContain('cannot read t.yaml: no such file or directory');
    const before = io.out.length;
    await io.save('t.yaml', SMALL);
    await until(() => runs(io) === 4);
    expect(io.out.slice(before)).toContain('leader ra');
    io.interrupt();
    expect(await code).toBe(130);
  });

  it('watches what the topology refers to as well', async () => {
    const csv = (ab: number) => `from,to,rtt_ms\na,b,${ab}\na,c,20\nb,c,30\na,a,0.5\nb,b,0.5\nc,c,0.5\n`;
    const text = SMALL.replace(/rtt: \{.*\}/, 'rtt: ./m.csv }');
    const io = world({ 't.yaml': text, 'm.csv': csv(10) });
    const code = main(['estimate', 't.yaml', '-q', '--watch'], io);
    await until(() => runs(io) === 1);
    expect(io.watching()).toEqual(['t.yaml', 'm.csv']);
    await io.save('m.csv', csv(15));
    await until(() => runs(io) === 2);
    io.interrupt();
    expect(await code).toBe(130);
  });

  it.each([
    ['-', '--watch needs files; standard input does not change'],
    ['nowhere.yaml', 'cannot read nowhere.yaml: no such file or directory'],
  ])('refuses %s: there is nothing to watch', async (file, sentence) => {
    const io = world({});
    expect(await main(['estimate', file, '--watch'], io)).toBe(2);
    expect(io.err).toBe(`quorate: ${sentence}\n`);
  });
});

describe('quorate review --watch', () => {
  it('reviews again when the file says something else, and ends with 130 whatever was found', async () => {
    const io = world({ 't.yaml': SMALL });
    const code = main(['review', 't.yaml', '-q', '--watch', '-f', 'json'], io);
    await until(() => runs(io) === 1);
    const first = io.out;
    await io.save('t.yaml', SMALL.replace('leader: ra', 'leader: rz'));
    await until(() => runs(io) === 2);
    expect(JSON.parse(first).verdict).not.toBe('broken');
    expect(JSON.parse(io.out.slice(first.length)).verdict).toBe('broken');
    io.interrupt();
    expect(await code).toBe(130);
    expect(io.watching()).toEqual([]);
  });

  it('does not go with --write-baseline, which would accept whatever is found next', async () => {
    const io = world({ 't.yaml': SMALL });
    expect(await main(['review', 't.yaml', '--watch', '--write-baseline', 'b.json'], io)).toBe(2);
    expect(io.err).toBe('quorate: --write-baseline writes once; leave --watch out\n');
  });
});
