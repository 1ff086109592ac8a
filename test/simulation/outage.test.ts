import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/simulation/fault.js';
import { Operations } from '../../src/simulation/operations.js';
import { outagesOf } from '../../src/simulation/outage.js';

/** [client, sent, answered (undefined: never)] of writes, ms after measuring began at 1000; `read`: of reads. */
function outages(
  writes: readonly (readonly [number, number, number?])[],
  { read = false, faults = [{ kind: 'crash', replicas: ['a'], at: 100 }] as readonly Fault[] } = {},
) {
  const operations = new Operations();
  const processes = [operations.join(), operations.join()];
  for (const [client, sent, answered] of writes) {
    const number = operations.add(processes[client], read, 0, 1000 + sent, true);
    if (answered !== undefined) operations.finish(number, 0, 1000 + answered);
  }
  return outagesOf(
    faults,
    operations,
    { origin: 1000, end: 2000 },
    (process) => processes.indexOf(process),
    2,
  );
}

describe('the outage of a run', () => {
  it('is the longest time from the fault, or an answer, to the next answer', () => {
    const { all } = outages([
      [0, 50, 90],
      [0, 90, 130],
      [0, 130, 630],
      [0, 630, 680],
    ]);
    expect(all).toEqual({ from: 130, lasted: 500, answered: true });
    expect(outages([[0, 50, 400]]).all).toEqual({ from: 100, lasted: 300, answered: true });
  });

  it('is none of the time before the first fault', () => {
    const { all } = outages([
      [0, 0, 95],
      [0, 95, 110],
    ]);
    expect(all).toEqual({ from: 100, lasted: 10, answered: true });
  });

  it('leaves out time in which nobody waited for an answer', () => {
    const { all } = outages([
      [0, 100, 120],
      [0, 700, 750],
    ]);
    expect(all).toEqual({ from: 700, lasted: 50, answered: true });
  });

  it('lasts to the end of the run where no answer came any more', () => {
    expect(outages([[0, 200]]).all).toEqual({ from: 200, lasted: 800, answered: false });
  });

  it('is longer for a client that alone is without answers', () => {
    const { all, clients } = outages([
      [0, 100, 900],
      [1, 100, 400],
      [1, 400, 700],
      [1, 700, 950],
    ]);
    expect(all).toEqual({ from: 100, lasted: 300, answered: true });
    expect(clients).toEqual([
      { from: 100, lasted: 800, answered: true },
      { from: 100, lasted: 300, answered: true },
    ]);
  });

  it('is null where only reads were sent, where no fault is, and where it began after the run', () => {
    const write = [[0, 100, 500]] as const;
    expect(outages(write, { read: true })).toEqual({ all: null, clients: [null, null] });
    expect(outages(write, { faults: [] }).all).toBeNull();
    expect(outages(write, { faults: [{ kind: 'crash', replicas: ['a'], at: 1500 }] }).all).toBeNull();
  });
});
