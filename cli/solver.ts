import loadHighs, { type Highs } from 'highs';
import type { LinearProgram, Solver } from '../src/design/linear-program.js';

/** The solver of linear programs: HiGHS, in WebAssembly, loaded once, when the first is asked for. */
export async function solver(): Promise<Solver> {
  loaded ??= await loadHighs();
  const highs = loaded;
  return (program) => solved(highs, program);
}

let loaded: Highs | undefined;

function solved(highs: Highs, program: LinearProgram): ReturnType<Solver> {
  const model = highs.createModel();
  try {
    // Presolve costs ten times what it saves on programs of this size.
    model.options.set({ output_flag: false, solver: 'simplex', presolve: 'off' });
    model.passModel(modelOf(highs, program));
    model.run();
    const status = model.getModelStatus();
    const { optimal, infeasible } = highs.constants.modelStatus;
    if (status === infeasible) return { feasible: false };
    if (status !== optimal) throw new Error(`the solver of linear programs ended with status ${status}`);
    const { colValue, rowDual } = model.getSolution();
    return { feasible: true, columns: colValue, duals: rowDual };
  } finally {
    model.dispose();
  }
}

function modelOf(
  highs: Highs,
  { costs, rows }: LinearProgram,
): Parameters<ReturnType<Highs['createModel']>['passModel']>[0] {
  const bound = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity);
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(({ columns }, i) => {
    starts[i + 1] = starts[i] + columns.length;
  });
  return {
    numCols: costs.length,
    numRows: rows.length,
    colCost: Float64Array.from(costs),
    colLower: new Float64Array(costs.length),
    colUpper: new Float64Array(costs.length).fill(highs.infinity),
    rowLower: Float64Array.from(rows, ({ lower }) => bound(lower)),
    rowUpper: Float64Array.from(rows, ({ upper }) => bound(upper)),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: costs.length,
      starts,
      indices: Int32Array.from(rows.flatMap(({ columns }) => columns)),
      values: Float64Array.from(rows.flatMap(({ coefficients }) => coefficients)),
    },
  };
}
