import { describe, expect, it } from 'vitest';
import { widthOf } from '../../cli/io.js';
import { main } from '../../cli/main.js';
import { progressOf } from '../../cli/progress.js';
import { memoryIo } from './memory-io.js';
import { SMALL } from './quorate.js';

/** Something limits what it bears, so that there is a curve of latency under load. */
const BOUNDED = SMALL.replace('leader: ra }', 'leader: ra, processing: 0.1ms }');

/** A terminal whose clock goes on by so many ms each time it is asked. */
function terminal(step: number, files: Record<string, string> = {}) {
  let time = 0;
  return Object.assign(memoryIo(files), {
    terminal: true,
    now: () => {
      time += step;
      return time;
    },
  });
}

describe('the width that text is written for', () => {
  it('is the terminal’s, but for one that does not know its own or is too narrow for any table', () => {
    expect([undefined, 0, 12, 80, 200].map((own) => widthOf(own))).toEqual([100, 100, 40, 80, 200]);
  });

  it('is what COLUMNS says where no terminal says anything and COLUMNS is a number', () => {
    expect(['72', '160', '12'].map((wanted) => widthOf(undefined, wanted))).toEqual([72, 160, 40]);
    expect(['', '0', 'wide', '-80', '1e3'].map((wanted) => widthOf(undefined, wanted))).toEqual(
      new Array(5).fill(100),
    );
    expect(widthOf(80, '160')).toBe(80);
  });
});

describe('progress', () => {
  it('says nothing in the first half second, then a line that overwrites itself, and wipes it', () => {
    const io = terminal(300);
    const progress = progressOf(io, 'compare');
    progress.step(1, 8);
    expect(io.err).toBe('');
    progress.step(2, 8);
    progress.step(5, 8);
    expect(io.err).toBe('\r\x1b[Kcompare: 25 %\r\x1b[Kcompare: 62 %');
    progress.end();
    expect(io.err.endsWith('\r\x1b[K')).toBe(true);
    expect(io.out).toBe('');
  });

  it('says no more than ten lines a second', () => {
    const io = terminal(50);
    const progress = progressOf(io, 'simulate');
    for (let done = 1; done <= 40; done++) progress.step(done, 40);
    // From 0.5 s to 2 s of this clock.
    expect(io.err.split('simulate').length - 1).toBe(16);
  });

  it('says nothing at all where it is short, where there is no terminal, and with --quiet', () => {
    const short = terminal(1);
    const brief = progressOf(short, 'compare');
    brief.step(1, 2);
    brief.end();
    const pipe = Object.assign(terminal(1000), { terminal: false });
    const quiet = terminal(1000);
    for (const progress of [progressOf(pipe, 'compare'), progressOf(quiet, 'compare', { quiet: true })]) {
      progress.step(1, 2);
      progress.end();
    }
    expect([short.err, pipe.err, quiet.err]).toEqual(['', '', '']);
  });

  it.each([
    ['simulate', 'simulate t.yaml -n 3000'],
    ['compare', 'compare t.yaml --leaders all'],
    ['what-if', 'what-if t.yaml --each replica'],
    ['explain throughput', 'explain throughput t.yaml'],
  ])('is shown by %s on a slow machine, and leaves standard output as it is', async (name, line) => {
    const slow = terminal(400, { 't.yaml': BOUNDED });
    await main(line.split(' '), slow);
    expect(slow.err).toContain(`\r\x1b[K${name}: `);
    expect(slow.err.lastIndexOf('\r\x1b[K')).toBeGreaterThan(slow.err.lastIndexOf('%'));
    const pipe = memoryIo({ 't.yaml': BOUNDED });
    await main(line.split(' '), pipe);
    expect(pipe.out).toBe(slow.out);
    expect(pipe.err).not.toContain('%');
  });
});
