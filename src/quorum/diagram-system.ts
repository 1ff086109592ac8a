import { BlockEvaluator } from './block-evaluator.js';
import { compile } from './compile.js';
import { type Diagram, evaluate, walk } from './diagram.js';
import type { Expression } from './expression.js';
import { MAX_MEMBERS, type QuorumSystem } from './system.js';

/** A quorum system kept as a decision diagram: the only kind there is. */
export class DiagramSystem implements QuorumSystem {
  private scratch: Float64Array | undefined;
  private evaluator: BlockEvaluator | undefined;

  constructor(
    readonly members: readonly string[],
    readonly diagram: Diagram,
    private readonly text: string,
  ) {}

  contains(set: number): boolean {
    return walk(this.diagram, set);
  }

  probability(p: ArrayLike<number>): number {
    if (p.length !== this.members.length) {
      throw new RangeError(`${p.length} probabilities for ${this.members.length} members`);
    }
    this.scratch ??= new Float64Array(this.diagram.level.length);
    return evaluate(this.diagram, p, this.scratch);
  }

  probabilities(columns: readonly Float64Array[], out: Float64Array): void {
    checkColumns(this, columns, out.length);
    this.evaluator ??= new BlockEvaluator(this.diagram);
    this.evaluator.run(columns, out);
  }

  describe(): string {
    return this.text;
  }
}

/** One column a member, each long enough for the points asked for. */
export function checkColumns(system: QuorumSystem, columns: readonly Float64Array[], points: number): void {
  if (columns.length !== system.members.length || columns.some((column) => column.length < points)) {
    throw new RangeError(`expected ${system.members.length} columns of at least ${points} points each`);
  }
}

/**
 * The quorum system of an expression. `text` is what `describe` says.
 *
 * Throws a RangeError for more than MAX_MEMBERS members, a member listed twice, or an id in the expression that is
 * no member; DiagramTooLarge for an expression whose diagram would pass NODE_LIMIT.
 */
export function systemOf(expression: Expression, members: readonly string[], text: string): QuorumSystem {
  if (members.length > MAX_MEMBERS) {
    throw new RangeError(`a quorum system may have ${MAX_MEMBERS} members; this one has ${members.length}`);
  }
  if (new Set(members).size < members.length) {
    throw new RangeError('a member is listed twice');
  }
  return new DiagramSystem([...members], compile(expression, members), text);
}

/** The diagram of a system. Throws a TypeError for one that was not made in this room. */
export function diagramOf(system: QuorumSystem): Diagram {
  if (system instanceof DiagramSystem) {
    return system.diagram;
  }
  throw new TypeError('this quorum system keeps no decision diagram');
}
