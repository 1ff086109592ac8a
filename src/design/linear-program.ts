/** minimise cost · x, x ≥ 0, each row within its bounds. Rows are sparse. */
export interface LinearProgram {
  /** One for each column. */
  readonly costs: readonly number[];
  readonly rows: readonly Row[];
}

export interface Row {
  /** −∞ where there is none. */
  readonly lower: number;
  /** +∞ where there is none. */
  readonly upper: number;
  /** Columns, each once, and their coefficients. */
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

/** An optimum, or that there is none because nothing satisfies every row. */
export type Solution =
  | {
      readonly feasible: true;
      readonly columns: ArrayLike<number>;
      /** What one more of each row's bound would add to the value. */
      readonly duals: ArrayLike<number>;
    }
  | { readonly feasible: false };

/**
 * Solves a linear program to a vertex, the same for the same program. Who analyses a design brings one in: src/ has no solver.
 *
 * @throws Error where it is unbounded or the solver gives up; neither happens to a program of this room.
 */
export type Solver = (program: LinearProgram) => Solution;

/** Collects columns and rows. */
export class ProgramBuilder implements LinearProgram {
  readonly costs: number[] = [];
  readonly rows: { lower: number; upper: number; columns: number[]; coefficients: number[] }[] = [];

  /** A column of this cost; its number. */
  column(cost = 0): number {
    return this.costs.push(cost) - 1;
  }

  /** A row; its number. Terms are put into it by `add`, each column at most once. */
  row(lower: number, upper: number): number {
    return this.rows.push({ lower, upper, columns: [], coefficients: [] }) - 1;
  }

  add(row: number, column: number, coefficient: number): void {
    if (coefficient === 0) return;
    this.rows[row].columns.push(column);
    this.rows[row].coefficients.push(coefficient);
  }
}
