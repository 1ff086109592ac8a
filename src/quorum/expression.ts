/**
 * How a quorum system is written down: members joined by and, or, and weighted thresholds. All of these are
 * monotone, and every monotone function can be written so. Each shape (majority, grid, groups, …) is built here,
 * then compiled to a diagram.
 */
export type Expression = Member | And | Or | Threshold;

/** This replica is in. */
export interface Member {
  readonly kind: 'member';
  readonly id: string;
}

/** Every part holds. */
export interface And {
  readonly kind: 'and';
  readonly parts: readonly Expression[];
}

/** At least one part holds. */
export interface Or {
  readonly kind: 'or';
  readonly parts: readonly Expression[];
}

/** The weights of the parts that hold add up to at least `need`. */
export interface Threshold {
  readonly kind: 'threshold';
  readonly need: number;
  readonly parts: readonly Weighted[];
}

export interface Weighted {
  /** A whole number, 0 or more. */
  readonly weight: number;
  readonly of: Expression;
}

export function member(id: string): Member {
  return { kind: 'member', id };
}

/** Every one of the parts. Throws a RangeError where there are none. */
export function and(parts: readonly Expression[]): Expression {
  return joined('and', parts);
}

/** Any one of the parts. Throws a RangeError where there are none. */
export function or(parts: readonly Expression[]): Expression {
  return joined('or', parts);
}

/** `need` of the parts, each counting one. */
export function atLeast(need: number, parts: readonly Expression[]): Threshold {
  return weightedThreshold(
    need,
    parts.map((of) => ({ weight: 1, of })),
  );
}

/**
 * Parts whose weights add up to `need`. Throws a RangeError unless weights are whole numbers, 0 or more, that add
 * up to something a number holds exactly, and `need` is a whole number from 1 to their sum.
 */
export function weightedThreshold(need: number, parts: readonly Weighted[]): Threshold {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!parts.every(({ weight }) => Number.isInteger(weight) && weight >= 0) || !Number.isSafeInteger(total)) {
    throw new RangeError('weights must be whole numbers, 0 or more');
  }
  if (!Number.isInteger(need) || need < 1 || need > total) {
    throw new RangeError(`threshold is ${need}: expected a whole number from 1 to ${total}`);
  }
  return { kind: 'threshold', need, parts };
}

/** Ids of the members an expression names, each once, in the order of their first mention. */
export function mentioned(expression: Expression): string[] {
  const found = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.kind === 'member') {
      found.add(e.id);
    } else if (e.kind === 'threshold') {
      for (const part of e.parts) {
        visit(part.of);
      }
    } else {
      e.parts.forEach(visit);
    }
  };
  visit(expression);
  return [...found];
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  if (parts.length === 0) {
    throw new RangeError(`'${kind}' needs at least one part`);
  }
  return parts.length === 1 ? parts[0]! : { kind, parts };
}
