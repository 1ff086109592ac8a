import { type Expression, weightedThreshold } from './expression.js';

/** The expression of the dual system (see `dual`), of the same size: and and or change places, thresholds what they lack. */
export function dualExpression(e: Expression): Expression {
  switch (e.kind) {
    case 'member':
      return e;
    case 'and':
      return { kind: 'or', parts: e.parts.map(dualExpression) };
    case 'or':
      return { kind: 'and', parts: e.parts.map(dualExpression) };
    case 'threshold': {
      const total = e.parts.reduce((sum, { weight }) => sum + weight, 0);
      const parts = e.parts.map(({ weight, of }) => ({ weight, of: dualExpression(of) }));
      return weightedThreshold(total - e.need + 1, parts);
    }
  }
}
