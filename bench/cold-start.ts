import { spawnSync } from 'node:child_process';

export interface ColdStart {
  readonly command: string;
  /** Median wall time, ms. */
  readonly median: number;
  /** Against `node -e 0`, run by run in turn, so that a drifting machine drifts for both. */
  readonly ratio: number;
}

/** Whole-process times of the built command line, each run paired with one of `node -e 0`. */
export function coldStarts(runs: number): ColdStart[] {
  const commands: [string, string[]][] = [
    ['node -e 0', ['-e', '0']],
    ['quorate --help', ['dist/cli/quorate.js', '--help']],
    ['quorate estimate', ['dist/cli/quorate.js', 'estimate', 'topologies/payments-ledger.yaml']],
    ['quorate explain', ['dist/cli/quorate.js', 'explain', 'topologies/payments-ledger.yaml']],
  ];
  for (const [, args] of commands) time(args);
  return commands.map(([command, args]) => {
    const times: number[] = [];
    const ratios: number[] = [];
    for (let i = 0; i < runs; i++) {
      const base = time(['-e', '0']);
      const own = time(args);
      times.push(own);
      ratios.push(own / base);
    }
    return { command, median: median(times), ratio: median(ratios) };
  });
}

function time(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${String(stderr)}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
